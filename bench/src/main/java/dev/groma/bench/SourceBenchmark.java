package dev.groma.bench;

import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of reading configurations, all on one line, with every place in them worked out: it has
/// to grow no faster than the text.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SourceBenchmark {
  /// The length of the text in units of 1024 characters.
  @Param({"128", "1024"})
  public int kilobytes;

  /// Whether the text has characters of several bytes.
  @Param({"true", "false"})
  public boolean ascii;

  private SourceText json = new SourceText("a.tf.json", "{}");
  private SourceText yaml = new SourceText("a.tf.yaml", "{}");

  /// Makes the texts.
  @Setup
  public void prepare() {
    String value = ascii ? "0123456789" : "01234中文89";
    String members =
        IntStream.range(0, kilobytes * 1024 / 64)
            .mapToObj(i -> "\"name%06d\": {\"value\": \"%s\", \"list\": [1, true, null]}".formatted(i, value))
            .collect(Collectors.joining(", "));
    json = new SourceText("a.tf.json", "{\"locals\": {" + members + "}}");
    yaml = new SourceText("a.tf.yaml", json.text());
  }

  /// A JSON configuration.
  @Benchmark
  public Read readJson() {
    return SourceReader.read(json);
  }

  /// The same text as YAML.
  @Benchmark
  public Read readYaml() {
    return SourceReader.read(yaml);
  }
}
