package dev.groma.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Prints how the cost of long expressions grows with their length: the processor time of each
/// operation of [ExpressionBenchmark] at three sizes, each ten times the one before, and the two
/// ratios, which are about 10 when the cost is linear. Processor time and the best of many runs
/// make that readable on a busy machine too.
public final class Linearity {
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final int ROUNDS = 2;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Linearity() {}

  /// Takes no arguments.
  public static void main(String[] arguments) {
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) { // the first one warms up
      for (int i = 0; i < SIZES.length; i++) {
        int at = i;
        operations(SIZES[i])
            .forEach((name, operation) ->
                times.computeIfAbsent(name, _ -> new double[SIZES.length])[at] =
                    micros(operation, Math.max(10, 400_000 / SIZES[at])));
      }
    }
    System.out.printf("%-18s %10s %10s %10s%n", "us", "1,000", "10,000", "100,000");
    times.forEach((name, t) ->
        System.out.printf(
            "%-18s %10.0f %10.0f %10.0f  x%.1f x%.1f%n",
            name, t[0], t[1], t[2], t[1] / t[0], t[2] / t[1]));
  }

  private static Map<String, Supplier<Object>> operations(int size) {
    ExpressionBenchmark of = new ExpressionBenchmark();
    of.size = size;
    of.prepare();
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("parseSum", of::parseSum);
    all.put("parseTuple", of::parseTuple);
    all.put("parseTemplate", of::parseTemplate);
    all.put("evaluateSum", of::evaluateSum);
    all.put("evaluateTuple", of::evaluateTuple);
    all.put("evaluateTemplate", of::evaluateTemplate);
    all.put("evaluateUnknowns", of::evaluateUnknowns);
    all.put("evaluateLists", of::evaluateLists);
    all.put("references", of::references);
    all.put("referencesOfSum", of::referencesOfSum);
    return all;
  }

  private static double micros(Supplier<Object> operation, int runs) {
    long best = Long.MAX_VALUE;
    Object last = "";
    for (int run = 0; run < runs; run++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      last = operation.get();
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begin);
    }
    Objects.requireNonNull(last);
    return best / 1e3;
  }
}
