package org.interleave.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord.Execution;
import org.interleave.trace.TraceDraft.Row;
import org.interleave.trace.Violation.Kind;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.Test;

/** Random traces: the correct ones pass, and each kind of break is found in each of them. */
class TraceMutationTest {

  private static final int TRACES = 500;
  private static final long[] EXTREMES = {Long.MIN_VALUE, -1, 0, 1, 2, 7, Long.MAX_VALUE};

  @Test
  void correctTracesPassAndBrokenOnesDoNot() {
    Map<Kind, Integer> broken = new EnumMap<>(Kind.class);
    for (long seed = 0; seed < TRACES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TraceDraft correct = new RandomTraces(random).next();
      assertThat(correct.check()).as("seed %d: %s", seed, correct.rows).isEmpty();
      assertThat(TraceChecker.checkAlone(correct.trace())).as("seed %d", seed).isEmpty();
      for (Kind kind : Kind.values()) {
        TraceDraft draft = correct.copy();
        if (breakOne(kind, draft, random)) {
          broken.merge(kind, 1, Integer::sum);
          assertThat(draft.check())
              .as("seed %d, %s: %s", seed, kind, draft.rows)
              .extracting(Violation::kind)
              .contains(kind);
        }
      }
    }
    assertThat(broken).containsOnlyKeys(Kind.values());
    assertThat(broken.values()).allSatisfy(n -> assertThat(n).isGreaterThan(TRACES / 4));
  }

  /** Where nothing was broken but capacity, nothing else may be reported. */
  @Test
  void capacityAgreesWithCountingPlainly() {
    int over = 0;
    for (long seed = 0; seed < TRACES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TraceDraft draft = new RandomTraces(random).next();
      for (Row r : draft.rows) {
        long left = draft.ttx - r.freed;
        r.dispatched -= Math.min(r.dispatched - r.ready, random.nextInt(3));
        r.freed += Math.min(left, random.nextInt(2));
        r.execution = null;
      }
      List<Kind> kinds = draft.check().stream().map(Violation::kind).distinct().toList();
      List<Kind> expected = draft.fits() ? List.of() : List.of(Kind.CAPACITY);
      assertThat(kinds).as("seed %d: %s", seed, draft.rows).isEqualTo(expected);
      over += expected.size();
    }
    assertThat(over).isBetween(TRACES / 10, TRACES * 9 / 10);
  }

  /** Where only times were moved, shares clash just where two that overlap have an id in common. */
  @Test
  void sharesAgreeWithComparingAllPairs() {
    int clashing = 0;
    for (long seed = 0; seed < TRACES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TraceDraft draft = new RandomTraces(random).next();
      for (Row r : draft.rows) {
        r.dispatched -= Math.min(r.dispatched - r.ready, random.nextInt(2));
        r.freed += random.nextInt(8) == 0 ? Math.min(draft.ttx - r.freed, 1) : 0;
      }
      boolean clash = false;
      for (int x = 0; x < draft.rows.size(); x++) {
        for (int y = 0; y < x; y++) {
          clash |= clash(draft.rows.get(x), draft.rows.get(y));
        }
      }
      assertThat(draft.check().stream().anyMatch(v -> v.kind() == Kind.SHARE))
          .as("seed %d: %s", seed, draft.rows)
          .isEqualTo(clash);
      clashing += clash ? 1 : 0;
    }
    assertThat(clashing).isBetween(TRACES / 10, TRACES * 9 / 10);
  }

  private static boolean clash(Row x, Row y) {
    return x.dispatched < y.freed
        && y.dispatched < x.freed
        && shares(x).stream()
            .anyMatch(
                s ->
                    shares(y).stream()
                        .anyMatch(
                            t ->
                                s.node() == t.node()
                                    && !(Collections.disjoint(s.slots(), t.slots())
                                        && Collections.disjoint(s.gpus(), t.gpus()))));
  }

  private static List<Share> shares(Row row) {
    return row.execution == null ? List.of() : row.execution.shares();
  }

  /** Whatever the fields hold, the check comes to an end and says the same when asked again. */
  @Test
  void noTraceMakesItThrow() {
    for (long seed = 0; seed < TRACES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TraceDraft draft = new RandomTraces(random).next();
      for (Row r : draft.rows) {
        for (int i = 0; i < 3; i++) {
          scramble(r, random);
        }
      }
      draft.ttx = random.nextInt(3) == 0 ? extreme(random) : draft.ttx;
      Trace trace = draft.trace();
      assertThat(draft.check()).as("seed %d", seed).isNotEmpty().isEqualTo(draft.check());
      assertThat(TraceChecker.checkAlone(trace)).isEqualTo(TraceChecker.checkAlone(trace));
    }
  }

  private static void scramble(Row r, SplittableRandom random) {
    long x = extreme(random);
    int n = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, x));
    switch (random.nextInt(16)) {
      case 0 -> r.iteration = n;
      case 1 -> r.index = n;
      case 2 -> r.attempt = n;
      case 3 -> r.slots = n;
      case 4 -> r.gpus = n;
      case 5 -> r.memory = x;
      case 6 -> r.ready = x;
      case 7 -> r.dispatched = x;
      case 8 -> r.started = x;
      case 9 -> r.ended = x;
      case 10 -> r.freed = x;
      case 11 -> r.requested = x;
      case 12 -> r.end = TaskEnd.values()[random.nextInt(4)];
      case 13 ->
          r.with(new Share(n, List.of(n, 0, n), List.of()), new Share(0, List.of(n), List.of(n)));
      case 14 -> r.set = random.nextInt(2) == 0 ? "" : "S1";
      default -> r.nodes = random.nextInt(3) == 0 ? List.of() : List.of(n, 0, n);
    }
  }

  private static long extreme(SplittableRandom random) {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  /** Breaks one rule somewhere; false where this trace has no place for it. */
  private static boolean breakOne(Kind kind, TraceDraft draft, SplittableRandom random) {
    Row any = draft.rows.get(random.nextInt(draft.rows.size()));
    List<Row> allDone = draft.rows.stream().filter(r -> r.end == TaskEnd.DONE).toList();
    Row done = allDone.get(random.nextInt(allDone.size()));
    return switch (kind) {
      case CAPACITY -> shrink(draft, any, random);
      case NODE -> moveAway(draft, any, random);
      case ORDER -> disorder(draft, any, random);
      case DEPENDENCY -> hurry(draft, random);
      case MISSING -> draft.rows.remove(done);
      case DUPLICATE -> repeat(draft, done, random);
      case UNKNOWN -> rename(draft, any, random);
      case RESOURCES -> resize(any, random);
      case ATTEMPT -> misnumber(draft, done, random);
      case DURATION -> (done.requested = done.ended - done.started + 1) > 0;
      case SHARE -> !shares(any).isEmpty() && reshare(draft, any, random);
    };
  }

  /** Leaves a node with one less than it needs of a resource. */
  private static boolean shrink(TraceDraft draft, Row row, SplittableRandom random) {
    int node = row.nodes.get(0);
    long slots = draft.peak(node, r -> r.slots);
    long gpus = draft.peak(node, r -> r.gpus);
    long memory = draft.peak(node, r -> r.memory);
    int what = random.nextInt(3);
    boolean possible = what == 0 ? slots > 0 : what == 1 ? gpus > 0 : memory > 1;
    int reserved = what == 0 ? 1000 - (int) slots + 1 : 0;
    NodeGroup small =
        new NodeGroup(
            draft.pooled ? 1 : draft.cluster.nodeCount(),
            1000,
            1,
            what == 1 ? (int) gpus - (possible ? 1 : 0) : 1000,
            possible ? reserved : 0,
            what == 2 && possible ? memory - 1 : 0);
    draft.cluster = new Cluster("small", SlotKind.CORE, List.of(small));
    return possible;
  }

  private static boolean moveAway(TraceDraft draft, Row row, SplittableRandom random) {
    int[] away = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, draft.cluster.nodeCount()};
    List<Integer> nodes = new ArrayList<>(row.nodes);
    nodes.set(random.nextInt(nodes.size()), away[random.nextInt(away.length)]);
    row.nodes = nodes;
    return true;
  }

  private static boolean disorder(TraceDraft draft, Row row, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> row.ready = -1;
      case 1 -> row.ready = row.dispatched + 1;
      case 2 -> row.dispatched = row.started + 1;
      case 3 -> row.started = row.ended + 1;
      case 4 -> row.freed = row.ended - 1;
      default -> row.freed = draft.ttx + 1;
    }
    return true;
  }

  /** Starts a task before the last end of the things that it waits for. */
  private static boolean hurry(TraceDraft draft, SplittableRandom random) {
    int at = random.nextInt(draft.rows.size());
    for (int r = 0; r < draft.rows.size(); r++) {
      Row row = draft.rows.get((at + r) % draft.rows.size());
      long waits = RandomTraces.waits(draft, draft.set(row.set), row.iteration, row.index);
      if (waits > 0) {
        row.started = random.nextLong(waits);
        row.dispatched = Math.min(row.dispatched, row.started);
        row.ready = Math.min(row.ready, row.dispatched);
        return true;
      }
    }
    return false;
  }

  private static boolean repeat(TraceDraft draft, Row done, SplittableRandom random) {
    Row again = draft.addCopy(done);
    if (random.nextBoolean()) {
      again.later(done.freed);
      again.attempt++;
      draft.ttx = Math.max(draft.ttx, again.freed);
    }
    return true;
  }

  private static boolean rename(TraceDraft draft, Row row, SplittableRandom random) {
    TaskSet set = draft.set(row.set);
    switch (random.nextInt(5)) {
      case 0 -> row.set += "'";
      case 1 -> row.iteration = draft.workflow.iterations();
      case 2 -> row.iteration = random.nextBoolean() ? -1 : Integer.MIN_VALUE;
      case 3 -> row.index = random.nextBoolean() ? set.tasks() : Integer.MAX_VALUE;
      default -> row.index = random.nextBoolean() ? -1 : Integer.MIN_VALUE;
    }
    return true;
  }

  private static boolean resize(Row row, SplittableRandom random) {
    int by = random.nextBoolean() ? 1 : -1;
    switch (random.nextInt(4)) {
      case 0 -> row.slots += by;
      case 1 -> row.gpus += by;
      case 2 -> row.memory += by;
      default -> {
        int processes = row.nodes.size() + (row.nodes.size() > 1 ? by : 1);
        row.nodes = IntStream.range(0, processes).mapToObj(p -> 0).toList();
      }
    }
    return true;
  }

  private static boolean misnumber(TraceDraft draft, Row done, SplittableRandom random) {
    switch (random.nextInt(3)) {
      case 0 -> done.attempt += 1 + random.nextInt(3);
      case 1 -> done.attempt = -random.nextInt(3);
      default -> {
        Row after = draft.addCopy(done).later(done.freed);
        after.attempt(done.attempt + 1, TaskEnd.values()[1 + random.nextInt(3)]);
        draft.ttx = Math.max(draft.ttx, after.freed);
      }
    }
    return true;
  }

  /** Changes one share of a row; false where that has no slots to be changed. */
  private static boolean reshare(TraceDraft draft, Row row, SplittableRandom random) {
    List<Share> shares = new ArrayList<>(shares(row));
    int process = random.nextInt(shares.size());
    Share share = shares.get(process);
    boolean gpus = share.slots().isEmpty();
    List<Integer> ids = new ArrayList<>(gpus ? share.gpus() : share.slots());
    int at = random.nextInt(ids.size());
    int node = share.node();
    switch (random.nextInt(7)) {
      case 0 -> ids.remove(at);
      case 1 -> ids.add(ids.get(at));
      case 2 -> ids.set(at, random.nextBoolean() ? -1 : Integer.MIN_VALUE);
      case 3 -> ids.set(at, random.nextBoolean() ? capacity(draft, node, gpus) : Integer.MAX_VALUE);
      case 4 -> node += random.nextBoolean() ? 1 : -1;
      case 5 -> shares.add(share);
      default -> {
        Row other = draft.addCopy(row);
        other.attempt += 7;
        other.dispatched = Math.max(0, other.dispatched - random.nextInt(2));
        // What takes no time clashes only if the other does.
        return other.dispatched < row.freed && row.dispatched < other.freed;
      }
    }
    shares.set(
        process, gpus ? new Share(node, share.slots(), ids) : new Share(node, ids, share.gpus()));
    row.execution = new Execution(0, shares);
    return true;
  }

  private static int capacity(TraceDraft draft, int node, boolean gpus) {
    if (draft.pooled) {
      return gpus ? draft.cluster.totalGpus() : draft.cluster.usableSlots();
    }
    NodeGroup group = draft.cluster.nodes()[node];
    return gpus ? group.gpus() : group.usableSlots(draft.cluster.slot());
  }
}
