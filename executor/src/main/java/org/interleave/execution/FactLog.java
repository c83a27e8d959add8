package org.interleave.execution;

import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.jspecify.annotations.Nullable;

/** Where facts go: a journal, or nowhere. */
interface FactLog {

  /** Takes a fact; durable only after {@link #force}. */
  void append(Fact fact);

  /** Returns when all facts are durable. */
  void force();

  static FactLog of(@Nullable Journal journal) {
    return new FactLog() {
      @Override
      public void append(Fact fact) {
        if (journal != null) {
          journal.append(fact);
        }
      }

      @Override
      public void force() {
        if (journal != null) {
          journal.force();
        }
      }
    };
  }
}
