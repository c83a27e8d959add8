package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {index}              | 17
          a{index}b{index}     | a17b17
          {index               | {index
          index}               | index}
          {Index}              | {Index}
          { index }            | { index }
          {}                   | {}
          {unknown}            | {unknown}
          {{index}}            | {index}
          {{unknown}}          | {{unknown}}
          {{index}             | {17
          {index}}             | 17}
          {{{index}}}          | {{index}}
          {set}                | $1{index}\\
          ${index}             | $17
          awk '{print {slots}}'| awk '{print 16}'
          """)
  void knownNamesInBracesAreReplaced(String text, String expected) {
    Map<String, String> values = new HashMap<>();
    values.put("index", "17");
    values.put("slots", "16");
    values.put("set", "$1{index}\\");
    assertThat(new Placeholders(values).in(text)).isEqualTo(expected);
  }

  @Test
  void aProgramNameWithAPlaceholderIsRecognized() {
    assertThat(Placeholders.isIn("{java}")).isTrue();
    assertThat(Placeholders.isIn("bin/{set}.sh")).isTrue();
    assertThat(Placeholders.isIn("{nothing}")).isFalse();
    assertThat(Placeholders.isIn("java")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000001",
    "1500000, 1.5",
    "20000000, 20",
    "600000000, 600",
    "999999, 0.999999"
  })
  void secondsHaveAllTheirDigitsAndNoExponent(long micros, String expected) {
    assertThat(Seconds.of(micros)).isEqualTo(expected);
  }
}
