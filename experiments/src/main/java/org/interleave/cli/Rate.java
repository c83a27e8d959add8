package org.interleave.cli;

import java.io.PrintWriter;
import org.interleave.report.Format;

/**
 * Progress of what takes long: a bar where somebody looks, a line now and then elsewhere, with the
 * rate and the time that is left.
 */
final class Rate implements AutoCloseable {

  private static final double SECONDS_BETWEEN_LINES = 10;

  private final String what;
  private final long all;
  private final PrintWriter err;
  private final Steps steps;
  private final long start = System.nanoTime();
  private double lastLine;
  private long before = -1;

  Rate(String what, long all, PrintWriter err) {
    this.what = what;
    this.all = all;
    this.err = err;
    this.steps = Steps.of(what, (int) Math.min(Integer.MAX_VALUE, all));
  }

  /** So many are done, those of earlier runs included, of which no count is given. */
  void count(long done) {
    steps.count((int) Math.min(Integer.MAX_VALUE, done));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (before < 0) {
      before = done - 1;
    }
    if (!steps.isShown() && seconds - lastLine >= SECONDS_BETWEEN_LINES) {
      lastLine = seconds;
      double rate = (done - before) / seconds;
      err.println(
          done
              + " of "
              + all
              + " "
              + what
              + ", "
              + Format.plain(Math.round(10 * rate) / 10.0)
              + "/s, about "
              + Format.duration((all - done) / rate)
              + " left");
      err.flush();
    }
  }

  @Override
  public void close() {
    steps.close();
  }
}
