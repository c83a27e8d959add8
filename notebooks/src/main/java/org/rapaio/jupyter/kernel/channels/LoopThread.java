package org.rapaio.jupyter.kernel.channels;

import java.util.concurrent.CountDownLatch;

/**
 * A thread of the kernel that looks for messages again and again. It takes the place of the
 * kernel's own class of this name, with which one start in four hung: there a loop could end before
 * it began, because it was declared running only after its start, and a message could come before
 * anybody had been named to handle it. Here no loop begins before {@link #open}.
 */
public final class LoopThread extends Thread {

  private static final CountDownLatch OPEN = new CountDownLatch(1);

  private final long pauseMillis;
  private final Runnable body;
  private volatile boolean running = true;

  /**
   * A thread that is not started yet.
   *
   * @param name of the thread
   * @param pauseMillis between two turns of the loop
   * @param body one turn
   */
  public LoopThread(String name, long pauseMillis, Runnable body) {
    super(name);
    this.pauseMillis = pauseMillis;
    this.body = body;
  }

  /** Lets the loops begin, those that have been started and those that will be. */
  public static void open() {
    OPEN.countDown();
  }

  @Override
  public void run() {
    try {
      OPEN.await();
      while (running) {
        body.run();
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      running = false;
    }
  }

  /** Ends the loop after the turn that it is in. */
  public void shutdown() {
    running = false;
  }
}
