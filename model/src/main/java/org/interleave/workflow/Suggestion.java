package org.interleave.workflow;

import java.util.Collection;

/** Finds the name that was probably meant. */
public final class Suggestion {

  private static final int CANDIDATES = 2_000;
  private static final int LONGEST = 64;

  private Suggestion() {}

  /**
   * The end of an error message.
   *
   * @return {@code "; did you mean 'x'?"} where a known name is close, else what names there are
   */
  public static String of(String wrong, Collection<String> known) {
    String best = "";
    int distance = Math.max(1, wrong.length() / 3) + 1;
    if (wrong.length() <= LONGEST) {
      for (String candidate : known.stream().limit(CANDIDATES).toList()) {
        if (candidate.length() <= LONGEST) {
          int d =
              distance(
                  wrong.toLowerCase(java.util.Locale.ROOT),
                  candidate.toLowerCase(java.util.Locale.ROOT));
          if (d < distance) {
            distance = d;
            best = candidate;
          }
        }
      }
    }
    if (!best.isEmpty()) {
      return "; did you mean '" + best + "'?";
    }
    if (known.isEmpty()) {
      return "; none is declared";
    }
    String names = String.join(", ", known.stream().limit(12).toList());
    return "; known are: " + names + (known.size() > 12 ? ", ..." : "");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
