package dev.groma.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumTest {
  private static Num num(String text) {
    return Num.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 1.5",
    "-0, 0",
    "1e3, 1000",
    "1e-7, 0.0000001",
    "0.1, 0.1",
    "12345678901234567890123456789, 12345678901234567890123456789",
    "1e50, 100000000000000000000000000000000000000000000000000",
    "+5, 5",
  })
  void printsTheShortestDecimal(String text, String printed) {
    assertThat(num(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "0x10", "1_000", "Inf", "NaN", "1e", "१", "1e9999999", "--1"})
  void refusesWhatIsNoDecimal(String text) {
    assertThat(Num.parse(text)).isEmpty();
  }

  @Test
  void hasFiveHundredTwelveBits() {
    assertThat(num("0.1").add(num("0.2"))).isEqualTo(num("0.3"));
    Num third = Num.ONE.divide(Num.of(3));
    assertThat(third.toString()).startsWith("0.3333333333").hasSize(157);
    assertThat(third.multiply(Num.of(3))).isEqualTo(Num.ONE);
    BigInteger big = BigInteger.TWO.pow(512).subtract(BigInteger.ONE);
    assertThat(Num.of(big).toBigInteger()).isEqualTo(big);
    assertThat(Num.of(big.add(BigInteger.TWO)).toBigInteger())
        .isNotEqualTo(big.add(BigInteger.TWO));
  }

  @ParameterizedTest
  @CsvSource({"7, 3, 1", "-7, 3, -1", "7, -3, 1", "7.5, 2, 1.5", "5, 0, 5", "0, 3, 0"})
  void remainderHasTheSignOfTheDividend(String a, String b, String expected) {
    assertThat(num(a).remainder(num(b))).isEqualTo(num(expected));
  }

  @Test
  void infinityIsComparedAndPrintedButNotStored() {
    Num infinity = Num.ONE.divide(Num.ZERO);
    assertThat(infinity).isEqualTo(Num.INFINITY).hasToString("+Inf");
    assertThat(Num.ONE.negate().divide(Num.ZERO)).isEqualTo(Num.NEGATIVE_INFINITY);
    assertThat(infinity).isGreaterThan(num("1e300"));
    assertThat(infinity.isInteger()).isFalse();
    assertThat(infinity.isInt()).isFalse();
    assertThat(Num.of(7).divide(infinity)).isEqualTo(Num.ZERO);
    assertThat(infinity.subtract(Num.ONE)).isEqualTo(infinity);
    assertThatThrownBy(() -> infinity.multiply(Num.ZERO)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> infinity.subtract(infinity)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Num.ZERO.divide(Num.ZERO)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(infinity::toBigDecimal).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatGrowsTooLargeIsInfiniteAndTooSmallZero() {
    Num large = num("1e1000000");
    Num grown = large;
    for (int i = 0; i < 5; i++) {
      grown = grown.multiply(grown);
    }
    assertThat(grown).isEqualTo(Num.INFINITY);
    assertThat(Num.ONE.divide(large).divide(large).divide(large)).isEqualTo(Num.ZERO);
    assertThat(Num.of(new BigDecimal("1e2000000000"))).isEqualTo(Num.INFINITY);
    assertThat(Num.of(new BigDecimal("1e-2000000000"))).isEqualTo(Num.ZERO);
  }

  @Test
  void printedNumbersReadBackTheSame() {
    long seed = 41;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Num number =
          new Num(new BigInteger(random.nextInt(1, 600), random), random.nextInt(-700, 700));
      Num other = Num.of(random.nextLong() | 1);
      for (Num each : new Num[] {number, number.divide(other), number.multiply(other).negate()}) {
        assertThat(num(each.toString())).as("seed %s, %s", seed, each).isEqualTo(each);
      }
      assertThat(number.compareTo(other))
          .as("seed %s", seed)
          .isEqualTo(number.toBigDecimal().compareTo(other.toBigDecimal()));
    }
  }

  @Test
  void onlyNumbersThatFitAreInts() {
    assertThat(Num.of(Integer.MAX_VALUE).isInt()).isTrue();
    assertThat(Num.of(Integer.MIN_VALUE).isInt()).isTrue();
    assertThat(Num.of(1L << 31).isInt()).isFalse();
    assertThat(num("1.5").isInt()).isFalse();
    assertThat(num("1e3").toInt()).isEqualTo(1000);
  }
}
