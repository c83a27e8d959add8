package org.rapaio.jupyter.kernel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopThreadTest {

  /** One test, for what is open stays open. */
  @Test
  void aLoopBeginsWhenItIsLetAndEndsWhenItIsAsked() throws InterruptedException {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    LoopThread loop =
        new LoopThread(
            "loop",
            1,
            () -> {
              turns.incrementAndGet();
              three.countDown();
            });
    loop.setDaemon(true);
    loop.start();
    assertThat(three.await(100, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(turns).hasValue(0);

    LoopThread.open();
    assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();

    loop.shutdown();
    loop.join();
    int made = turns.get();
    LoopThread late = new LoopThread("late", 1, turns::incrementAndGet);
    late.shutdown();
    late.start();
    late.join();
    assertThat(turns).hasValue(made);
  }

  @Test
  void itIsThisClassThatTheKernelFinds() throws ReflectiveOperationException {
    assertThat(LoopThread.class.getProtectionDomain().getCodeSource().getLocation().toString())
        .doesNotContain("rapaio-jupyter-kernel");
    // What the kernel's own channels call.
    assertThat(LoopThread.class.getConstructor(String.class, long.class, Runnable.class))
        .isNotNull();
    assertThat(LoopThread.class.getMethod("shutdown")).isNotNull();
  }
}
