package org.interleave.interchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The numbers of slots or GPUs as text: {@code 3-4,7} for 3, 4 and 7, and {@code -} for none. The
 * order is kept, so that any list is read as it was written.
 */
final class IdRanges {

  private static final String NONE = "-";
  private static final Pattern PART = Pattern.compile("-?[0-9]{1,10}|[0-9]{1,10}-[0-9]{1,10}");

  private IdRanges() {}

  static String text(List<Integer> ids) {
    if (ids.isEmpty()) {
      return NONE;
    }
    StringBuilder out = new StringBuilder();
    int next;
    for (int i = 0; i < ids.size(); i = next) {
      int first = ids.get(i);
      next = i + 1;
      while (first >= 0 && next < ids.size() && ids.get(next) == (long) first + next - i) {
        next++;
      }
      out.append(i == 0 ? "" : ",").append(first);
      if (next > i + 1) {
        out.append('-').append(ids.get(next - 1));
      }
    }
    return out.toString();
  }

  /**
   * Reads a list.
   *
   * @param most how many numbers there may be: a damaged range could be of thousands of millions
   * @throws IllegalArgumentException if it is none
   */
  static List<Integer> read(String text, int most) {
    if (text.equals(NONE)) {
      return List.of();
    }
    List<Integer> ids = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException("not a list of numbers and ranges");
      }
      int dash = part.indexOf('-', 1);
      long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
      long last = dash < 0 ? first : Long.parseLong(part.substring(dash + 1));
      if (first < Integer.MIN_VALUE || last > Integer.MAX_VALUE || last < first) {
        throw new IllegalArgumentException("'" + part + "' is not a range");
      }
      if (last - first >= most - ids.size()) {
        throw new IllegalArgumentException("more than " + most + " numbers");
      }
      for (long id = first; id <= last; id++) {
        ids.add((int) id);
      }
    }
    return ids;
  }
}
