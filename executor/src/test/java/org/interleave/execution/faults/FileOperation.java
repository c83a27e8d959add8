package org.interleave.execution.faults;

/** What a {@link FaultyFileSystem} counts. */
public enum FileOperation {
  OPEN,
  READ,
  WRITE,
  FORCE,
  TRUNCATE,
  SIZE,
  POSITION,
  LOCK,
  CLOSE,
  LIST,
  CREATE_DIRECTORY,
  DELETE,
  COPY,
  MOVE,
  LINK,
  ATTRIBUTES,
  CHANGE_ATTRIBUTES;

  /** Whether a disk that is full can refuse it. */
  public boolean needsRoom() {
    return this == OPEN
        || this == WRITE
        || this == FORCE
        || this == CREATE_DIRECTORY
        || this == COPY
        || this == MOVE
        || this == LINK
        || this == CLOSE;
  }
}
