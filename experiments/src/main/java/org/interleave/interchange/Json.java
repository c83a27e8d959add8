package org.interleave.interchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object in the making, its keys in the order in which they are put. */
public final class Json {

  private static final int DECIMALS = 9;

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .build()
          .writer()
          .with(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** An object without keys. */
  public static Json object() {
    return new Json();
  }

  /** Puts a number, rounded to nine decimals so that sums show no binary dust; NaN becomes null. */
  public Json put(String key, double value) {
    fields.put(
        key,
        Double.isFinite(value)
            ? Double.valueOf(
                new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue()
                    + 0.0)
            : null);
    return this;
  }

  /** Puts a number, or null where there is none. */
  public Json put(String key, OptionalDouble value) {
    return put(key, value.orElse(Double.NaN));
  }

  /** Puts a whole number. */
  public Json put(String key, long value) {
    fields.put(key, value);
    return this;
  }

  /** Puts true or false. */
  public Json put(String key, boolean value) {
    fields.put(key, value);
    return this;
  }

  /** Puts a text. */
  public Json put(String key, String value) {
    fields.put(key, value);
    return this;
  }

  /** Puts an object. */
  public Json put(String key, Json value) {
    fields.put(key, value.fields);
    return this;
  }

  /** Puts a list of texts, numbers or objects. */
  public Json put(String key, List<?> values) {
    fields.put(key, values.stream().map(v -> v instanceof Json j ? j.fields : v).toList());
    return this;
  }

  /** The text of the object, with a line feed at its end. */
  public String text() {
    return WRITER.writeValueAsString(fields) + "\n";
  }
}
