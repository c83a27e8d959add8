package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.interleave.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are written with as few digits as tell them apart, and read as the same. */
class QuantityTextTest {

  private static final long SEED = 20_260_102;

  @ParameterizedTest
  @CsvSource({
    "340, 340 s",
    "600, 600 s",
    "62.5, 62.5 s",
    "0.1, 100 ms",
    "0.00025, 250 us",
    "0.001, 1 ms",
    "1e-6, 1 us",
    "1e-300, 1E-294 us",
    "0.30000000000000004, 300.00000000000004 ms",
    "3155760000, 3155760000 s"
  })
  void timesHaveTheUnitThatSuitsThem(double seconds, String text) {
    assertThat(QuantityText.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void everyDoubleIsReadAsItself() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
      check(Double.isFinite(any) ? any : 1 / (double) (i + 1));
      check(random.nextDouble() * 1e4);
      check(random.nextLong(1L << 40) / 1e6);
    }
    check(Double.MIN_VALUE);
    check(Double.MAX_VALUE);
    check(0);
    for (int e = -1074; e < 1024; e++) {
      check(Math.scalb(1.0, e)); // where doubles are twice as far apart above as below
    }
  }

  @Test
  void everyMicrosecondIsReadAsItself() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      long micros = 1 + random.nextLong(1L << (1 + random.nextInt(49)));
      double seconds = Quantity.seconds("time", Draft.plain(QuantityText.micros(micros)));
      assertThat(Workload.micros(seconds)).isEqualTo(micros);
    }
    assertThat(QuantityText.micros(0)).isEqualTo("0 s");
    assertThat(QuantityText.micros(1_500_000)).isEqualTo("1.5 s");
    assertThat(QuantityText.micros(50_000)).isEqualTo("50 ms");
  }

  @Test
  void memoryIsReadAsItself() {
    for (long mebibytes : new long[] {1, 1_023, 1_024, 65_536, 65_537, Quantity.MOST_MEBIBYTES}) {
      SpecNode text = Draft.plain(QuantityText.mebibytes(mebibytes));
      assertThat(Quantity.mebibytes("memory", text)).isEqualTo(mebibytes);
    }
    assertThat(QuantityText.mebibytes(65_536)).isEqualTo("64 GiB");
  }

  private static void check(double value) {
    String number = QuantityText.number(value);
    assertThat(Quantity.number("number", Draft.plain(number))).as(number).isEqualTo(value);
    String time = QuantityText.seconds(value);
    assertThat(Quantity.seconds("time", Draft.plain(time))).as(time).isEqualTo(value);
    if (value > Double.MIN_NORMAL) {
      assertThat(digits(number)).as(number).isLessThanOrEqualTo(digits(Double.toString(value)));
    }
  }

  private static int digits(String number) {
    return new BigDecimal(number).stripTrailingZeros().precision();
  }
}
