package org.interleave.execution.slurm.pilot;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.execution.Backend;
import org.interleave.execution.Signals;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.local.Machine;
import org.interleave.execution.local.Warden;
import org.interleave.scheduling.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one node for a dispatcher elsewhere, which it hears on its standard input and
 * answers on its standard output. It ends, with all that it has started, when its input ends or
 * when the dispatcher has not been heard for a while.
 */
public final class Agent {

  /** Less than the dispatcher waits, so that nothing runs here any more when it is given up. */
  static final int LONGEST_SILENCE_SECONDS = 20;

  private final Sender sender;
  private final AtomicInteger silence = new AtomicInteger();
  private final Machine machine = Machine.here();
  private final Set<String> cleared = new HashSet<>();
  private @Nullable LocalBackend backend;
  private LocalBackend.@Nullable Setting setting;
  private int run;

  private Agent(Sender sender) {
    this.sender = sender;
  }

  /** Serves one dispatcher. */
  public static void main(String[] arguments) {
    // An allocation that ends sends them to all its processes; the dispatcher says when to end.
    // Handled and not ignored: what is ignored would be ignored by every child as well.
    Signals.handle(number -> {});
    // What anything else prints must not get among the messages.
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Sender sender = new Sender(out);
    new Agent(sender).serve(new FileInputStream(FileDescriptor.in));
    sender.close();
    sender.await();
    Runtime.getRuntime().halt(0);
  }

  private void serve(InputStream in) {
    sender.send(Message.of("hello", ProcessHandle.current().pid()));
    Threads.daemon(this::watch, "watch").start();
    try {
      Receiver.read(in, this::handle, noise -> complain("not understood: " + noise));
    } catch (IOException | RuntimeException e) {
      complain("gives up: " + e);
    }
    close();
  }

  private static void complain(String text) {
    System.err.println("agent: " + text);
  }

  /** Counts seconds in which nothing was heard; a program that is stopped counts none. */
  private void watch() {
    try {
      while (silence.incrementAndGet() <= LONGEST_SILENCE_SECONDS) {
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    complain("the dispatcher is not heard any more");
    close();
    Runtime.getRuntime().halt(1);
  }

  private void handle(Message message) {
    silence.set(0);
    Fields in = new Fields(message);
    switch (message.verb()) {
      case "ping" -> sender.send(Message.of("pong", in.text(), ClockOffset.nowMicros()));
      case "prepare" -> prepare(in.number(), Terms.setting(in));
      case "open" -> open(in.number());
      case "start" -> start(in);
      case "cancel" -> {
        LocalBackend current = backend;
        if (in.number() == run && current != null) {
          current.cancel(in.number());
        }
      }
      case "close" -> {
        close();
        sender.send(Message.of("closed", in.number()));
      }
      default -> complain("knows nothing of " + message.verb());
    }
  }

  private void prepare(int number, LocalBackend.Setting wanted) {
    close();
    try {
      String refusal =
          LocalBackend.refusal(wanted.workflow(), oneNode(wanted), machine, wanted.base());
      if (!refusal.isEmpty()) {
        sender.send(Message.of("refused", number, refusal));
        return;
      }
      if (cleared.add(wanted.runId())) {
        Warden.clear(wanted.runId());
      }
      setting = wanted;
      run = number;
      sender.send(Message.of("prepared", number));
    } catch (IOException | RuntimeException e) {
      sender.send(Message.of("refused", number, String.valueOf(e.getMessage())));
    }
  }

  private void open(int number) {
    LocalBackend.Setting prepared = setting;
    if (number != run || prepared == null) {
      return;
    }
    try {
      LocalBackend opened = LocalBackend.of(prepared);
      opened.open(ClockOffset::nowMicros, new Reports(number, sender));
      synchronized (this) {
        backend = opened;
      }
      sender.send(Message.of("opened", number));
    } catch (RuntimeException e) {
      sender.send(Message.of("refused", number, String.valueOf(e.getMessage())));
    }
  }

  /** What this machine has to be. */
  private static Cluster oneNode(LocalBackend.Setting setting) {
    Cluster whole = setting.cluster();
    NodeGroup g = whole.nodes()[setting.node()];
    NodeGroup one = new NodeGroup(1, g.cores(), g.threads(), g.gpus(), g.reserved(), g.memoryMiB());
    return new Cluster(whole.name(), whole.slot(), List.of(one), whole.virtual());
  }

  private void start(Fields in) {
    LocalBackend current = backend;
    LocalBackend.Setting terms = setting;
    if (in.number() == run && current != null && terms != null) {
      current.start(Terms.launch(in, terms.workflow()));
    }
  }

  private void close() {
    LocalBackend current;
    synchronized (this) {
      current = backend;
      backend = null;
    }
    if (current != null) {
      current.close();
    }
  }

  /** Tells the dispatcher what becomes of tasks. */
  private record Reports(int run, Sender sender) implements Backend.Events {

    @Override
    public void started(int task, int launch, long pid, long micros) {
      sender.send(Message.of("started", run, task, launch, pid, micros));
    }

    @Override
    public void ended(int task, int launch, TaskEnd end, int exitCode, String why, long micros) {
      sender.send(Message.of("ended", run, task, launch, end, exitCode, why, micros));
    }

    @Override
    public void nodeDown(int node) {
      throw new IllegalStateException("one machine has no nodes");
    }

    @Override
    public void nodeUp(int node) {
      throw new IllegalStateException("one machine has no nodes");
    }
  }
}
