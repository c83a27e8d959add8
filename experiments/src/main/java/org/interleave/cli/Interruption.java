package org.interleave.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.execution.Signals;

/**
 * What happens on Ctrl-C, TERM and HUP while something runs: at first it is asked to end and goes
 * on until it has, a second signal ends the program at once.
 */
final class Interruption implements AutoCloseable {

  /** Added to a signal's number, this is the exit code of who was ended by it. */
  private static final int BY_SIGNAL = 128;

  private final AtomicInteger code = new AtomicInteger();
  private volatile boolean over;

  private Interruption() {}

  /**
   * Takes the signals over.
   *
   * @param first what to do at the first one
   */
  static Interruption handledBy(Runnable first) {
    Interruption interruption = new Interruption();
    if (!Signals.handle(number -> interruption.received(number, first))) {
      Runtime.getRuntime().addShutdownHook(new Thread(first));
    }
    return interruption;
  }

  /** The exit code that the signal stands for, or 0 if there was none. */
  int exitCode() {
    return code.get();
  }

  private void received(int number, Runnable first) {
    boolean isFirst = code.compareAndSet(0, BY_SIGNAL + number);
    if (isFirst && !over) {
      first.run();
    } else {
      Runtime.getRuntime().halt(code.get());
    }
  }

  /** From here on nothing is left that could be asked to end: a signal ends the program. */
  @Override
  public void close() {
    over = true;
  }
}
