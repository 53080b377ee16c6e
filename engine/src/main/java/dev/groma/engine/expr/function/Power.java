package dev.groma.engine.expr.function;

/// Powers of floating-point numbers by repeated squaring, rounded as the Go library rounds them;
/// [Math#pow] differs in the last digit.
final class Power {
  private static final double TWO_TO_63 = 0x1p63;
  private static final int LARGEST_EXPONENT = 1 << 12;

  private Power() {}

  static double of(double x, double y) {
    if (y == 0 || x == 1) {
      return 1;
    }
    if (y == 1) {
      return x;
    }
    if (x == 0) {
      return y < 0 ? Double.POSITIVE_INFINITY : 0;
    }
    if (Math.abs(y) == 0.5) {
      double root = Math.sqrt(x);
      return y > 0 ? root : 1 / root;
    }
    double whole = Math.floor(Math.abs(y));
    double fraction = Math.abs(y) - whole;
    if (fraction != 0 && x < 0) {
      return Double.NaN;
    }
    if (whole >= TWO_TO_63) {
      return x == -1 ? 1 : (Math.abs(x) < 1) == (y > 0) ? 0 : Double.POSITIVE_INFINITY;
    }
    return squaring(x, whole, fraction, y < 0);
  }

  private static double squaring(double x, double whole, double fraction, boolean inverse) {
    double result = 1;
    long exponent = 0;
    double times = whole;
    if (fraction != 0) {
      double rest = fraction;
      if (rest > 0.5) {
        rest--;
        times++;
      }
      result = StrictMath.exp(rest * StrictMath.log(x));
    }
    int shift = Math.getExponent(x) + 1;
    double base = Math.scalb(x, -shift);
    long baseExponent = shift;
    for (long i = (long) times; i != 0; i >>= 1) {
      if (Math.abs(baseExponent) > LARGEST_EXPONENT) {
        exponent += baseExponent;
        break;
      }
      if ((i & 1) == 1) {
        result *= base;
        exponent += baseExponent;
      }
      base *= base;
      baseExponent <<= 1;
      if (base < .5) {
        base += base;
        baseExponent--;
      }
    }
    int scale = Math.clamp(exponent, -10_000, 10_000);
    return inverse ? Math.scalb(1 / result, -scale) : Math.scalb(result, scale);
  }
}
