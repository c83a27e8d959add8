package org.interleave.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord.Execution;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** A trace that can still be changed, to break it in one place. */
final class TraceDraft {

  final Workflow workflow;
  Cluster cluster;
  boolean pooled;
  long ttx;
  final List<Row> rows = new ArrayList<>();

  TraceDraft(Workflow workflow, Cluster cluster, boolean pooled) {
    this.workflow = workflow;
    this.cluster = cluster;
    this.pooled = pooled;
  }

  /** A record that can still be changed. */
  static final class Row implements Cloneable {
    String set;
    int iteration;
    int index;
    int attempt = 1;
    int slots;
    int gpus;
    long memory;
    List<Integer> nodes = List.of();
    long ready;
    long dispatched;
    long started;
    long ended;
    long freed;
    long requested;
    TaskEnd end = TaskEnd.DONE;
    @Nullable Execution execution;

    /** The same instant of being ready, dispatched and started, and of being ended and freed. */
    Row during(long from, long to) {
      ready = from;
      dispatched = from;
      started = from;
      ended = to;
      freed = to;
      requested = to - from;
      return this;
    }

    Row later(long by) {
      ready += by;
      dispatched += by;
      started += by;
      ended += by;
      freed += by;
      return this;
    }

    Row attempt(int number, TaskEnd how) {
      attempt = number;
      end = how;
      return this;
    }

    Row on(Integer... numbers) {
      nodes = List.of(numbers);
      return this;
    }

    /** Lets it be a real execution on the nodes of its shares. */
    Row with(Share... shares) {
      execution = new Execution(0, List.of(shares));
      nodes = execution.shares().stream().map(Share::node).toList();
      return this;
    }

    Row copy() {
      try {
        return (Row) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    TaskRecord record() {
      return new TaskRecord(
          set,
          iteration,
          index,
          attempt,
          set,
          slots,
          gpus,
          memory,
          nodes,
          ready,
          dispatched,
          started,
          ended,
          freed,
          requested,
          end,
          execution);
    }

    @Override
    public String toString() {
      return record().toString();
    }
  }

  /** Adds a first attempt that holds what its set asks for. */
  Row add(String set, int iteration, int index) {
    Row row = new Row();
    row.set = set;
    row.iteration = iteration;
    row.index = index;
    Resources asked = set(set).resources();
    row.slots = asked.slots();
    row.gpus = asked.gpus();
    row.memory = asked.memoryMiB();
    rows.add(row);
    return row;
  }

  /** Adds another record of the same attempt. */
  Row addCopy(Row row) {
    Row copy = row.copy();
    rows.add(copy);
    return copy;
  }

  Row row(String set, int iteration, int index) {
    return rows.stream()
        .filter(r -> r.set.equals(set) && r.iteration == iteration && r.index == index)
        .findFirst()
        .orElseThrow();
  }

  TaskSet set(String name) {
    return workflow.sets().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  TraceDraft copy() {
    TraceDraft copy = new TraceDraft(workflow, cluster, pooled);
    copy.ttx = ttx;
    rows.forEach(copy::addCopy);
    return copy;
  }

  Trace trace() {
    TraceHeader header =
        new TraceHeader(
            "simulated",
            workflow.name(),
            workflow.iterations(),
            "asynchronous",
            "hand-made",
            pooled,
            cluster,
            "none",
            1,
            0,
            ttx);
    return new Trace(header, rows.stream().map(Row::record).toList());
  }

  List<Violation> check() {
    return TraceChecker.check(trace(), workflow);
  }

  /**
   * The most that is held of a node at any time, counted in the plainest way: usage can only peak
   * when something is dispatched.
   */
  long peak(int node, ToLongFunction<Row> amount) {
    long peak = 0;
    for (Row x : rows) {
      long held = x.nodes.contains(node) ? share(x, node, amount) : 0;
      for (Row y : rows) {
        boolean before = y.dispatched < x.dispatched || x.dispatched < x.freed && y != x;
        if (y != x && y.dispatched <= x.dispatched && x.dispatched < y.freed && before) {
          held += share(y, node, amount);
        }
      }
      peak = x.nodes.contains(node) ? Math.max(peak, held) : peak;
    }
    return peak;
  }

  private static long share(Row row, int node, ToLongFunction<Row> amount) {
    return row.nodes.stream().filter(n -> n == node).count() * amount.applyAsLong(row);
  }

  /** Whether no node is ever asked for more than it has. */
  boolean fits() {
    NodeGroup[] nodes = cluster.nodes();
    if (pooled) {
      return fits(0, cluster.usableSlots(), cluster.totalGpus(), cluster.totalMemoryMiB());
    }
    boolean fits = true;
    for (int n = 0; n < nodes.length; n++) {
      fits &= fits(n, nodes[n].usableSlots(cluster.slot()), nodes[n].gpus(), nodes[n].memoryMiB());
    }
    return fits;
  }

  private boolean fits(int node, long slots, long gpus, long memory) {
    return peak(node, r -> r.slots) <= slots
        && peak(node, r -> r.gpus) <= gpus
        && (memory == 0 || peak(node, r -> r.memory) <= memory);
  }
}
