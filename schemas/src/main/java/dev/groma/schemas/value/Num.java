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

  /// Decimal exponents beyond this are refused: they would only exhaust memory.
  private static final int MAX_DECIMAL_EXPONENT = 1_000_000;

  /// Normalises and rounds.
  public Num {
    if (mantissa.signum() == 0) {
      exponent = 0;
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
  public Num add(Num other) {
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
  public Num multiply(Num other) {
    return new Num(mantissa.multiply(other.mantissa), Math.addExact(exponent, other.exponent));
  }

  /// The quotient.
  ///
  /// @throws ArithmeticException when `divisor` is zero
  public Num divide(Num divisor) {
    return quotient(mantissa, divisor.mantissa, Math.subtractExact(exponent, divisor.exponent));
  }

  /// What is left of `this` after taking away `divisor` as often as goes into it, with the sign of
  /// `this`.
  ///
  /// @throws ArithmeticException when `divisor` is zero
  public Num remainder(Num divisor) {
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

  /// True when there is no fraction.
  public boolean isInteger() {
    return exponent >= 0;
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
  public BigInteger toBigInteger() {
    return exponent >= 0 ? mantissa.shiftLeft(exponent) : toBigDecimal().toBigInteger();
  }

  /// This number exactly.
  public BigDecimal toBigDecimal() {
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
    return new Num(
        negative ? sticky.negate() : sticky, Math.subtractExact(exponent, Math.addExact(shift, 1)));
  }
}
