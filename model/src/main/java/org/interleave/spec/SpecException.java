package org.interleave.spec;

/** Bad input: what, where, why, and what to do, in one line. */
public final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Position position;

  /** A complaint about the given place. */
  public SpecException(Position position, String message) {
    super(
        Printable.of(position.source())
            + ":"
            + position.line()
            + ":"
            + position.column()
            + ": "
            + Printable.of(message));
    this.position = position;
  }

  /** Where the input is wrong. */
  public Position position() {
    return position;
  }
}
