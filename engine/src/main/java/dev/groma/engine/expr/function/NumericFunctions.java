package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.number;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions on numbers.
final class NumericFunctions {
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LONGEST_RANGE = 1024;

  private NumericFunctions() {}

  static List<Function> all() {
    return List.of(
        onNumber("abs", "The number without its sign.", Num::abs)
            .knowing(_ -> Refinement.NOT_NULL.within(Num.ZERO, null)),
        onNumber(
            "ceil",
            "The closest whole number that is not less than the given one.",
            n -> round(n, RoundingMode.CEILING)),
        onNumber(
            "floor",
            "The closest whole number that is not greater than the given one.",
            n -> round(n, RoundingMode.FLOOR)),
        Function.of("log", Type.NUMBER)
            .doc("The logarithm of a number in a given base.")
            .with("num", Type.NUMBER, "")
            .with("base", Type.NUMBER, "")
            .does((a, _) ->
                floating(StrictMath.log(toDouble(a.get(0))) / StrictMath.log(toDouble(a.get(1))))),
        extreme("max", "The greatest of the given numbers.", NumericFunctions::greater)
            .knowing(a ->
                Refinement.NOT_NULL.within(
                    any(a, Refinement::min, NumericFunctions::greater),
                    all(a, Refinement::max, NumericFunctions::greater))),
        extreme("min", "The least of the given numbers.", NumericFunctions::less)
            .knowing(a ->
                Refinement.NOT_NULL.within(
                    all(a, Refinement::min, NumericFunctions::less),
                    any(a, Refinement::max, NumericFunctions::less))),
        parseint(),
        Function.of("pow", Type.NUMBER)
            .doc("A number raised to a power.")
            .with("num", Type.NUMBER, "")
            .with("power", Type.NUMBER, "")
            .does((a, _) -> power(toDouble(a.get(0)), toDouble(a.get(1)))),
        range(),
        Function.of("signum", Type.NUMBER)
            .doc("-1, 0 or 1, as a whole number is negative, zero or positive.")
            .with("num", Type.NUMBER, "")
            .knowing(_ -> Refinement.NOT_NULL.within(Num.of(-1), Num.ONE))
            .does((a, _) -> Value.of(Long.signum(Values.whole(a.getFirst())))),
        sum());
  }

  private static Function onNumber(String name, String doc, UnaryOperator<Num> change) {
    return Function.of(name, Type.NUMBER)
        .doc(doc)
        .with("num", Type.NUMBER, "")
        .does((a, _) -> change.apply(number(a.getFirst())));
  }

  private static Num round(Num number, RoundingMode mode) {
    return number.isInteger()
        ? number
        : Num.of(number.toBigDecimal().setScale(0, mode).toBigIntegerExact());
  }

  private static double toDouble(Value value) {
    return number(value).toBigDecimal().doubleValue();
  }

  /// The exact power where a floating-point number can hold it, so that `pow(2, 64) - 1` is right.
  private static Num power(double base, double exponent) {
    double result = Power.of(base, exponent);
    boolean whole = base == Math.rint(base) && exponent == Math.rint(exponent);
    if (whole && exponent >= 0 && exponent <= Double.MAX_EXPONENT && Double.isFinite(result)) {
      BigInteger exact = new BigDecimal(base).toBigInteger().pow((int) exponent);
      if (new BigDecimal(result).compareTo(new BigDecimal(exact)) == 0) {
        return Num.of(exact);
      }
    }
    return floating(result);
  }

  /// The shortest decimal that stands for `result`.
  private static Num floating(double result) {
    if (Double.isNaN(result)) {
      throw new FunctionFailure("the result is not a number");
    }
    if (Double.isInfinite(result)) {
      return result < 0 ? Num.NEGATIVE_INFINITY : Num.INFINITY;
    }
    return Num.of(new BigDecimal(Double.toString(result)));
  }

  private static Function extreme(String name, String doc, BinaryOperator<Num> choice) {
    return Function.of(name, Type.NUMBER)
        .doc(doc)
        .then("numbers", Type.NUMBER, "The numbers, one at least.")
        .does((a, _) ->
            a.stream()
                .map(Values::number)
                .reduce(choice)
                .orElseThrow(() -> new FunctionFailure("must pass at least one number")));
  }

  private static Num greater(Num a, Num b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Num less(Num a, Num b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /// The choice among the bounds of those arguments that have one.
  private static @Nullable Num any(List<Value> arguments, Bound bound, BinaryOperator<Num> choice) {
    return arguments.stream()
        .map(a -> bound.of(Refinement.of(a)))
        .filter(Objects::nonNull)
        .reduce(choice)
        .orElse(null);
  }

  /// As [#any], but nothing unless all arguments have such a bound.
  private static @Nullable Num all(List<Value> arguments, Bound bound, BinaryOperator<Num> choice) {
    return arguments.stream().allMatch(a -> bound.of(Refinement.of(a)) != null)
        ? any(arguments, bound, choice)
        : null;
  }

  private interface Bound {
    @Nullable Num of(Refinement known);
  }

  private static Function parseint() {
    return Function.of("parseint", Type.DYNAMIC)
        .doc("Reads a whole number that is written in a given base.")
        .with("number", Type.DYNAMIC, "The text of the number.")
        .with(
            "base", Type.NUMBER, "The base, from 2 to 62; above 36 upper case counts as 36 to 61.")
        .typed(a -> {
          if (!a.getFirst().type().equals(Type.STRING)) {
            throw new FunctionFailure(
                0, "first argument must be a string, not " + a.getFirst().type().friendlyName());
          }
          return Type.NUMBER;
        })
        .does((a, _) -> parseint(Values.text(a.get(0)), Values.count(a.get(1), 1, "")));
  }

  private static Num parseint(String text, int base) {
    if (base < 2 || base > 62) {
      throw new FunctionFailure(1, "base must be a whole number between 2 and 62 inclusive");
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = text.substring(signed ? 1 : 0);
    BigInteger value = BigInteger.ZERO;
    for (char c : (base <= 36 ? digits.toLowerCase(Locale.ROOT) : digits).toCharArray()) {
      int digit = DIGITS.indexOf(c);
      if (digit < 0 || digit >= base) {
        throw notAnInteger(text, base);
      }
      value = value.multiply(BigInteger.valueOf(base)).add(BigInteger.valueOf(digit));
    }
    if (digits.isEmpty()) {
      throw notAnInteger(text, base);
    }
    return Num.of(text.startsWith("-") ? value.negate() : value);
  }

  private static FunctionFailure notAnInteger(String text, int base) {
    return new FunctionFailure(
        0, "cannot parse " + Values.quote(text) + " as a base " + base + " integer");
  }

  private static Function range() {
    return Function.of("range", Type.list(Type.NUMBER))
        .doc("A list of numbers from a start, in steps, to a limit that is left out.")
        .then("params", Type.NUMBER, "The limit; or start and limit; or start, limit and step.")
        .does((a, _) -> {
          List<Num> n = a.stream().map(Values::number).toList();
          return switch (n.size()) {
            case 1 -> range(Num.ZERO, n.get(0), direction(Num.ZERO, n.get(0)));
            case 2 -> range(n.get(0), n.get(1), direction(n.get(0), n.get(1)));
            case 3 -> range(n.get(0), n.get(1), n.get(2));
            default -> throw new FunctionFailure("must have one, two, or three arguments");
          };
        });
  }

  private static Num direction(Num start, Num end) {
    return end.compareTo(start) < 0 ? Num.ONE.negate() : Num.ONE;
  }

  private static Value range(Num start, Num end, Num step) {
    if (step.signum() < 0 && end.compareTo(start) > 0) {
      throw new FunctionFailure(1, "end must be less than start when step is negative");
    }
    if (step.signum() >= 0 && end.compareTo(start) < 0) {
      throw new FunctionFailure(1, "end must be greater than start when step is positive");
    }
    int direction = step.signum() < 0 ? 1 : -1;
    List<Value> numbers = new ArrayList<>();
    for (Num n = start; n.compareTo(end) * direction > 0; n = n.add(step)) {
      if (numbers.size() >= LONGEST_RANGE) {
        throw new FunctionFailure(
            "more than 1024 values were generated; either decrease the difference between start and"
                + " end or use a smaller step");
      }
      numbers.add(n);
    }
    return new Value.ListOf(Type.NUMBER, numbers);
  }

  private static Function sum() {
    return Function.of("sum", Type.DYNAMIC)
        .doc("The sum of all numbers of a list, set or tuple.")
        .with("list", Type.DYNAMIC, "The numbers, one at least.")
        .typed(_ -> Type.NUMBER)
        .does((a, _) -> sum(a.getFirst()));
  }

  private static Value sum(Value argument) {
    Type type = argument.type();
    if (Type.isPrimitive(type)) {
      throw new FunctionFailure(0, "cannot sum noniterable");
    }
    if (!Values.isSequence(type)) {
      throw new FunctionFailure(
          0, "argument must be list, set, or tuple. Received " + type.friendlyName());
    }
    List<Value> elements = Values.elements(argument);
    if (elements.isEmpty()) {
      throw new FunctionFailure(0, "cannot sum an empty list");
    }
    if (!argument.isWhollyKnown()) {
      return Value.unknown(Type.NUMBER);
    }
    Num total = Num.ZERO;
    for (Value element : elements) {
      total = total.add(addend(element));
    }
    return total;
  }

  private static Num addend(Value element) {
    try {
      if (Values.convert(element, Type.NUMBER, 0) instanceof Num number) {
        return number;
      }
    } catch (FunctionFailure _) {
      // The reason of a single element says less than the rule for all of them.
    }
    throw new FunctionFailure(0, "argument must be list, set, or tuple of number values");
  }
}
