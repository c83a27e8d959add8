package org.interleave.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Dates as other systems write them, in microseconds since 1970; without a zone they are UTC. */
final class Instants {

  private static final List<DateTimeFormatter> FORMS =
      List.of(
          form("yyyy-MM-dd'T'HH:mm:ss"),
          form("yyyy-MM-dd HH:mm:ss"),
          form("yyyyMMdd'T'HHmmss"),
          form("yyyy-MM-dd'T'HH:mm"));

  private Instants() {}

  private static DateTimeFormatter form(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern.replace("yyyy", "uuuu"))
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HH:MM", "Z")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HHMM", "Z")
        .optionalEnd()
        .toFormatter(Locale.ROOT);
  }

  /** The instant, or nothing if the text is none. */
  static OptionalLong micros(String text) {
    for (DateTimeFormatter form : FORMS) {
      try {
        TemporalAccessor time =
            form.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
        Instant instant =
            time instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        return OptionalLong.of(
            Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000));
      } catch (DateTimeException | ArithmeticException e) {
        continue; // not in this form
      }
    }
    return OptionalLong.empty();
  }
}
