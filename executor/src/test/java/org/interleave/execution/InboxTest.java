package org.interleave.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitingForEverIsWaitingAndNotAsking() throws Exception {
    Inbox inbox = new Inbox();
    Thread waiting = new Thread(() -> inbox.await(Long.MAX_VALUE / 4), "waiting");
    waiting.setDaemon(true);
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      assertThat(waiting.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.sleep(1);
    }
    inbox.nudge();
    waiting.join();
    assertThat(inbox.take()).containsExactly(new Inbox.Report.Nudge());
  }

  @Test
  void aWaitEndsWithItsTime() {
    Inbox inbox = new Inbox();
    inbox.await(1_000);
    inbox.await(0);
    assertThat(inbox.isEmpty()).isTrue();
  }
}
