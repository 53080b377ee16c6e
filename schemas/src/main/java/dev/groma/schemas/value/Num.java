package dev.groma.schemas.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/// A number: a binary floating-point value `mantissa × 2^exponent` of at most [#PRECISION] bits.
///
/// 1. The mantissa is odd, or zero with exponent zero, so equal numbers are equal records.
/// 2. Operations round to the nearest value, ties to even; integers below 2^512 are exact.
/// 3. [#toString] gives the shortest decimal that reads back as the same number, without an
///    exponent.
/// 4. What is divided by zero, or grows beyond any sensible size, is infinite ([#isInfinite]).
///    Infinity can be compared and printed; whoever stores a number has to refuse it.
///
/// @param mantissa the significant bits
/// @param exponent the power of two
public record Num(BigInteger mantissa, int exponent) implements Value, Comparable<Num> {
  /// The number of significant bits.
  public static final int PRECISION = 512;

  /// Zero.
  public static final Num ZERO = new Num(BigInteger.ZERO, 0);

  /// One.
  public static final Num ONE = new Num(BigInteger.ONE, 0);

  /// More than every other number.
  public static final Num INFINITY = new Num(BigInteger.ONE, Integer.MAX_VALUE);

  /// Less than every other number.
  public static final Num NEGATIVE_INFINITY = new Num(BigInteger.ONE.negate(), Integer.MAX_VALUE);

  /// Numbers with more bits before or behind the point are infinite or zero: to print them would
  /// only exhaust memory.
  private static final int MAX_EXPONENT = 1 << 23;

  /// Decimal exponents beyond this are refused: they would only exhaust memory.
  private static final int MAX_DECIMAL_EXPONENT = 1_000_000;

  /// Normalises and rounds.
  public Num {
    if (mantissa.signum() == 0 || exponent < -MAX_EXPONENT) {
      mantissa = BigInteger.ZERO;
      exponent = 0;
    } else if (exponent > MAX_EXPONENT) {
      mantissa = BigInteger.valueOf(mantissa.signum());
      exponent = Integer.MAX_VALUE;
    } else {
      int excess = mantissa.bitLength() - PRECISION;
      if (excess > 0) {
        mantissa = roundHalfEven(mantissa, excess);
        exponent += excess;
      }
      int zeros = mantissa.getLowestSetBit();
      if (zeros > 0) {
        mantissa = mantissa.shiftRight(zeros);
        exponent += zeros;
      }
    }
  }

  private static BigInteger roundHalfEven(BigInteger value, int drop) {
    BigInteger magnitude = value.abs();
    BigInteger kept = magnitude.shiftRight(drop);
    if (magnitude.testBit(drop - 1)
        && (kept.testBit(0) || magnitude.getLowestSetBit() < drop - 1)) {
      kept = kept.add(BigInteger.ONE);
    }
    return value.signum() < 0 ? kept.negate() : kept;
  }

  /// The number equal to `value`.
  public static Num of(long value) {
    return value == 0 ? ZERO : new Num(BigInteger.valueOf(value), 0);
  }

  /// The number nearest to `value`.
  public static Num of(BigInteger value) {
    return new Num(value, 0);
  }

  /// The number nearest to `value`.
  public static Num of(BigDecimal value) {
    if (value.signum() == 0 || Math.abs((long) value.scale()) > 4L * MAX_DECIMAL_EXPONENT) {
      return value.signum() == 0 || value.scale() > 0 ? ZERO : infinity(value.signum());
    }
    BigInteger unscaled = value.unscaledValue();
    int scale = value.scale();
    return scale <= 0
        ? new Num(unscaled.multiply(BigInteger.TEN.pow(-scale)), 0)
        : quotient(unscaled, BigInteger.TEN.pow(scale), 0);
  }

  /// The number that a decimal text such as `-12`, `1.5` or `2e10` stands for, or nothing when it
  /// is none or its exponent is beyond one million.
  public static Optional<Num> parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c < 128)) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(text);
      boolean huge =
          value.signum() != 0
              && (Math.abs((long) value.scale()) > MAX_DECIMAL_EXPONENT
                  || value.precision() > MAX_DECIMAL_EXPONENT);
      return huge
          ? Optional.empty()
          : Optional.of(of(value.signum() == 0 ? BigDecimal.ZERO : value));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  @Override
  public Type type() {
    return Type.NUMBER;
  }

  /// The sum.
  ///
  /// @throws ArithmeticException when the two are opposite infinities
  public Num add(Num other) {
    if (isInfinite() || other.isInfinite()) {
      if (isInfinite() && other.isInfinite() && signum() != other.signum()) {
        throw new ArithmeticException("can't compute sum of opposing infinities");
      }
      return isInfinite() ? this : other;
    }
    int low = Math.min(exponent, other.exponent);
    if (signum() != 0 && other.signum() != 0) {
      long ahead = magnitudeExponent() - other.magnitudeExponent();
      if (Math.abs(ahead) > 2L * PRECISION) {
        return ahead > 0 ? this : other;
      }
    }
    return new Num(
        mantissa.shiftLeft(exponent - low).add(other.mantissa.shiftLeft(other.exponent - low)),
        low);
  }

  /// The difference.
  public Num subtract(Num other) {
    return add(other.negate());
  }

  /// The product.
  ///
  /// @throws ArithmeticException when one is zero and the other infinite
  public Num multiply(Num other) {
    if (isInfinite() || other.isInfinite()) {
      if (signum() == 0 || other.signum() == 0) {
        throw new ArithmeticException("can't multiply zero by infinity");
      }
      return infinity(signum() * other.signum());
    }
    return new Num(mantissa.multiply(other.mantissa), exponent + other.exponent);
  }

  /// The quotient; infinite when only `divisor` is zero.
  ///
  /// @throws ArithmeticException when both are zero or both infinite
  public Num divide(Num divisor) {
    if ((signum() == 0 && divisor.signum() == 0) || (isInfinite() && divisor.isInfinite())) {
      throw new ArithmeticException("can't divide zero by zero or infinity by infinity");
    }
    if (divisor.isInfinite()) {
      return ZERO;
    }
    if (isInfinite() || divisor.signum() == 0) {
      return infinity(signum() * (divisor.signum() < 0 ? -1 : 1));
    }
    return quotient(mantissa, divisor.mantissa, exponent - divisor.exponent);
  }

  private static Num infinity(int sign) {
    return sign < 0 ? NEGATIVE_INFINITY : INFINITY;
  }

  /// What is left of `this` after taking away `divisor` as often as goes into it, with the sign of
  /// `this`; `this` when `divisor` is zero.
  public Num remainder(Num divisor) {
    if (divisor.signum() == 0 || isInfinite() || divisor.isInfinite()) {
      return this;
    }
    Num times = new Num(divide(divisor).toBigDecimal().toBigInteger(), 0);
    return subtract(divisor.multiply(times));
  }

  /// The number with the other sign.
  public Num negate() {
    return new Num(mantissa.negate(), exponent);
  }

  /// The number without its sign.
  public Num abs() {
    return signum() < 0 ? negate() : this;
  }

  /// -1, 0 or 1.
  public int signum() {
    return mantissa.signum();
  }

  /// True for [#INFINITY] and [#NEGATIVE_INFINITY].
  public boolean isInfinite() {
    return exponent == Integer.MAX_VALUE;
  }

  /// True when there is no fraction; infinity is no integer.
  public boolean isInteger() {
    return exponent >= 0 && !isInfinite();
  }

  /// True when this is an integer that fits a Java `int`.
  public boolean isInt() {
    return isInteger() && magnitudeExponent() <= 32 && toBigInteger().bitLength() < 32;
  }

  /// This number as a Java `int`.
  ///
  /// @throws ArithmeticException when it is none, see [#isInt]
  public int toInt() {
    return toBigInteger().intValueExact();
  }

  /// This number without its fraction.
  ///
  /// @throws ArithmeticException for infinity
  public BigInteger toBigInteger() {
    requireFinite();
    return exponent >= 0 ? mantissa.shiftLeft(exponent) : toBigDecimal().toBigInteger();
  }

  private void requireFinite() {
    if (isInfinite()) {
      throw new ArithmeticException("the number is infinite");
    }
  }

  /// This number exactly.
  ///
  /// @throws ArithmeticException for infinity
  public BigDecimal toBigDecimal() {
    requireFinite();
    return exponent >= 0
        ? new BigDecimal(mantissa.shiftLeft(exponent))
        : new BigDecimal(mantissa.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
  }

  @Override
  public int compareTo(Num other) {
    int bySign = Integer.compare(signum(), other.signum());
    if (bySign != 0 || signum() == 0) {
      return bySign;
    }
    int bySize = Long.compare(magnitudeExponent(), other.magnitudeExponent());
    if (bySize != 0) {
      return bySize * signum();
    }
    int low = Math.min(exponent, other.exponent);
    return mantissa
        .shiftLeft(exponent - low)
        .compareTo(other.mantissa.shiftLeft(other.exponent - low));
  }

  @Override
  public String toString() {
    if (isInfinite()) {
      return signum() < 0 ? "-Inf" : "+Inf";
    }
    if (exponent >= 0 && magnitudeExponent() <= PRECISION) {
      return toBigInteger().toString();
    }
    return shortest().stripTrailingZeros().toPlainString();
  }

  /// The decimal with the fewest digits among those nearer to this number than to its neighbours.
  private BigDecimal shortest() {
    BigDecimal exact = toBigDecimal();
    int unit = exponent - (PRECISION - mantissa.abs().bitLength());
    Num halfUnit = new Num(BigInteger.ONE, unit - 1);
    BigDecimal tolerance = halfUnit.toBigDecimal();
    int low = 1;
    int high = Math.max(1, Math.min(exact.precision(), 2 + PRECISION * 3 / 10 + 2));
    while (low < high) {
      int middle = (low + high) >>> 1;
      BigDecimal candidate = exact.round(new MathContext(middle, RoundingMode.HALF_EVEN));
      if (candidate.subtract(exact).abs().compareTo(tolerance) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return exact.round(new MathContext(low, RoundingMode.HALF_EVEN));
  }

  private long magnitudeExponent() {
    return (long) exponent + mantissa.abs().bitLength();
  }

  private static Num quotient(BigInteger dividend, BigInteger divisor, int exponent) {
    int shift = Math.max(0, PRECISION + 2 + divisor.bitLength() - dividend.bitLength());
    BigInteger[] parts = dividend.abs().shiftLeft(shift).divideAndRemainder(divisor.abs());
    BigInteger sticky = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      sticky = sticky.setBit(0);
    }
    boolean negative = dividend.signum() * divisor.signum() < 0;
    return new Num(negative ? sticky.negate() : sticky, exponent - shift - 1);
  }
}
