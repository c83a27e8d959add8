package org.interleave.spec;

/**
 * A place in a text.
 *
 * @param source the file, or another name of the text
 * @param line from 1
 * @param column from 1
 */
public record Position(String source, int line, int column) {

  @Override
  public String toString() {
    return source + ":" + line + ":" + column;
  }
}
