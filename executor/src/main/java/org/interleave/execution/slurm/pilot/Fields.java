package org.interleave.execution.slurm.pilot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The fields of a message, one after the other. */
final class Fields {

  private final List<String> fields;
  private int next;

  Fields(Message message) {
    this.fields = message.fields();
  }

  /**
   * The next one.
   *
   * @throws IllegalArgumentException if there is none
   */
  String text() {
    if (next >= fields.size()) {
      throw new IllegalArgumentException("a message of " + fields.size() + " fields is too short");
    }
    return fields.get(next++);
  }

  int number() {
    return Integer.parseInt(text());
  }

  long longNumber() {
    return Long.parseLong(text());
  }

  boolean flag() {
    return Boolean.parseBoolean(text());
  }

  /** Numbers that {@link #list} has put together. */
  List<Integer> numbers() {
    String text = text();
    List<Integer> numbers = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String number : text.split(",", -1)) {
        numbers.add(Integer.valueOf(number));
      }
    }
    return numbers;
  }

  static String list(List<Integer> numbers) {
    return numbers.stream().map(n -> Integer.toString(n)).collect(Collectors.joining(","));
  }
}
