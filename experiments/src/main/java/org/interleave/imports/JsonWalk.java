package org.interleave.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goes through a JSON file token by token, so that a large one is never held; every complaint has
 * its place.
 */
final class JsonWalk implements AutoCloseable {

  /** What the parser says of its own source within a message, which is no help. */
  private static final Pattern SOURCE =
      Pattern.compile(" \\((?:start marker at|for \\w+ starting at) \\[Source: .*?\\]\\)");

  private static final int MOST_NESTING = 100;
  private static final int LONGEST_TEXT = 10_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_NESTING)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNameLength(10_000)
                          .build())
                  .build())
          .build();

  private final Path file;
  private final JsonParser json;

  private JsonWalk(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /** What reads a file. */
  interface Reading<T> {
    T of(JsonWalk walk);
  }

  /**
   * Reads a file that is one JSON value.
   *
   * @throws SpecException if it is not JSON, or the reading complains
   */
  static <T> T read(Path file, Reading<T> reading) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonWalk walk = new JsonWalk(file, MAPPER.createParser(in))) {
      walk.next();
      T result = reading.of(walk);
      if (walk.json.nextToken() != null) {
        throw walk.wrong("there is more behind the end of the workflow; remove it");
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JacksonIOException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (StreamConstraintsException e) {
      throw new SpecException(
          at(file, e.getLocation()),
          "this is larger or nested deeper than any workflow: " + firstLine(e));
    } catch (JacksonException e) {
      throw new SpecException(
          at(file, e.getLocation()),
          "this is not whole, valid JSON: " + firstLine(e) + "; was the file cut?");
    }
  }

  private static String firstLine(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return SOURCE.matcher(message.lines().findFirst().orElse(message)).replaceAll("");
  }

  private static Position at(Path file, TokenStreamLocation location) {
    return location == null
        ? new Position(file.toString(), 1, 1)
        : new Position(
            file.toString(),
            Math.max(1, location.getLineNr()),
            Math.max(1, location.getColumnNr()));
  }

  /** The place of the current token. */
  Position here() {
    return at(file, json.currentTokenLocation());
  }

  SpecException wrong(String message) {
    return new SpecException(here(), message);
  }

  private JsonToken next() {
    JsonToken token = json.nextToken();
    if (token == null) {
      throw new SpecException(
          at(file, json.currentLocation()), "the file ends too early; was it cut?");
    }
    return token;
  }

  /** Whether the current value is null. */
  boolean isNull() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Whether the current value is a text. */
  boolean isText() {
    return json.currentToken() == JsonToken.VALUE_STRING;
  }

  /**
   * Goes through the fields of an object; the value is the current one while its key is handled.
   */
  void object(String what, Consumer<String> field) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(what + " must be an object in braces");
    }
    while (next() != JsonToken.END_OBJECT) {
      String key = String.valueOf(json.currentName());
      next();
      field.accept(key);
    }
  }

  /** Goes through the items of a list; null counts for an empty one. */
  void list(String what, Runnable item) {
    if (isNull()) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(what + " must be a list in brackets");
    }
    while (next() != JsonToken.END_ARRAY) {
      item.run();
    }
  }

  /** Leaves out the current value, with all that is in it. */
  void skip() {
    json.skipChildren();
  }

  /** The current value as a text that is not blank. */
  String text(String what) {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return json.getString();
    }
    if (!isText() || json.getString().isBlank()) {
      throw wrong(what + " must be a text that is not empty");
    }
    return json.getString();
  }

  /** The current value if it is a text that is not blank; anything else is left out. */
  @Nullable String textOrNull() {
    if (isText() && !json.getString().isBlank()) {
      return json.getString();
    }
    skip();
    return null;
  }

  /** The current value as a number from {@code least} to {@code most}. */
  double number(String what, double least, double most) {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(what + " must be a number");
    }
    double value = Double.parseDouble(json.getString());
    if (!(value >= least && value <= most)) {
      throw wrong(
          what
              + " must be from "
              + shown(least)
              + " to "
              + shown(most)
              + ", but is "
              + json.getString());
    }
    return value;
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  @Override
  public void close() {
    json.close();
  }
}
