package org.interleave.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error where somebody looks, nothing elsewhere. */
final class Steps implements AutoCloseable {

  private final @Nullable ProgressBar bar;

  private Steps(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins to show progress.
   *
   * @param all how many steps there will be, or -1 if that is not known
   */
  static Steps of(String task, int all) {
    // The launcher knows whether standard error is a terminal; Java does not.
    if (!Boolean.getBoolean("interleave.terminal")) {
      return new Steps(null);
    }
    return new Steps(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(all)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .clearDisplayOnFinish()
            .build());
  }

  /** Whether somebody sees it. */
  boolean isShown() {
    return bar != null;
  }

  /** One more step is done. */
  void step(String what) {
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(" " + what);
    }
  }

  /** So many steps are done; from any thread, and not always in order. */
  void count(int done) {
    if (bar != null && done > bar.getCurrent()) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
