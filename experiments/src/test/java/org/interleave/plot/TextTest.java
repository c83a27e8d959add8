package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import org.junit.jupiter.api.Test;

class TextTest {

  private static final Font FONT = Fonts.regular(Text.LABEL_SIZE);

  @Test
  void whatFitsStays() {
    assertThat(Text.fit("Simulation", FONT, 100)).isEqualTo("Simulation");
  }

  @Test
  void longTextKeepsBothEnds() {
    String fitting = Text.fit("a-very-long-name-of-a-task-set-12", FONT, 80);

    assertThat(fitting).startsWith("a-very").endsWith("-12").contains("\u2026");
    assertThat(Text.width(fitting, FONT)).isLessThanOrEqualTo(80);
    assertThat(Text.fit("abcdef", FONT, 0)).isEqualTo("\u2026");
  }

  @Test
  void charactersOutsideOfThePlaneStayWhole() {
    String rockets = "\uD83D\uDE80".repeat(50);

    assertThat(Text.fit(rockets, FONT, 60).codePoints())
        .allMatch(c -> c == 0x1F680 || c == '\u2026');
  }

  @Test
  void whatXmlCannotHoldIsReplaced() {
    assertThat(Text.printable("a\u0000b\nc\uD800d\uFFFEe\uD83D\uDE80"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uD83D\uDE80");
  }

  @Test
  void shortTimesAreFiner() {
    assertThat(Text.seconds(1575)).isEqualTo("1575.0 s");
    assertThat(Text.seconds(0.0727)).isEqualTo("0.073 s");
  }
}
