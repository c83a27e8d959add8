package org.interleave.sweep;

/**
 * A part of a sweep: every n-th point.
 *
 * @param number from 1
 * @param of how many parts
 */
public record Shard(int number, int of) {

  /** All of it. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final int MOST = 100_000;

  public Shard {
    if (of < 1 || of > MOST || number < 1 || number > of) {
      throw new IllegalArgumentException(
          "a shard is written i/n, with i from 1 to n and n at most " + MOST + ", as in 1/4");
    }
  }

  /** From a text such as {@code 2/8}. */
  public static Shard of(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 2) {
        return new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("a shard is written i/n, as in 1/4, not '" + text + "'");
  }

  /** The first of its points; every {@code of}-th from it on is another. */
  long first() {
    return number - 1L;
  }

  /** How many of a number of points are its. */
  long share(long points) {
    return points <= first() ? 0 : (points - first() - 1) / of + 1;
  }

  boolean isWhole() {
    return of == 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
