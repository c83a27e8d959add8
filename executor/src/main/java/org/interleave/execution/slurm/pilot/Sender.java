package org.interleave.execution.slurm.pilot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes messages on a thread of its own, many at once where there are many. Never blocks. */
final class Sender implements AutoCloseable {

  private static final Message END = Message.of("end");

  private final OutputStream out;
  private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private long number;

  Sender(OutputStream out) {
    this.out = out;
    this.writer = Threads.daemon(this::write, "sender");
    writer.start();
  }

  /** Sends a message; one that can't be sent is lost, which the reader of the stream will see. */
  void send(Message message) {
    queue.add(message);
  }

  private void write() {
    List<Message> batch = new ArrayList<>();
    try (out) {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch);
        StringBuilder lines = new StringBuilder();
        boolean end = false;
        for (Message message : batch) {
          end |= message.equals(END);
          if (!end) {
            lines.append(message.line(number++)).append('\n');
          }
        }
        batch.clear();
        out.write(lines.toString().getBytes(US_ASCII));
        out.flush();
        if (end) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what waits, then the end of the stream; returns at once. */
  @Override
  public void close() {
    queue.add(END);
  }

  /** Waits until everything has been sent, but not for long. */
  void await() {
    try {
      writer.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
