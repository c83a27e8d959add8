package org.interleave.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TraceDraft.Row;
import org.interleave.trace.Violation.Kind;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A correct trace, made by hand, has no violations; broken in one place, it has just that one. */
class TraceCheckerTest {

  private static final long S = 1_000_000;

  /** Two nodes with 4 of 5 slots usable, a GPU and 100 MiB each. */
  private static final Cluster TWO_NODES =
      new Cluster("two", SlotKind.CORE, List.of(new NodeGroup(2, 5, 1, 1, 1, 100)));

  /**
   * Simulate waits for its previous iteration, Filter for the simulation of its own index, Train,
   * of two processes, for all of Filter.
   */
  private static final Workflow LOOP =
      new Workflow(
          "loop",
          2,
          List.of(
              set("Simulate", 2, new Resources(1, 2, 1, 40), Dependency.onPrevious("Simulate")),
              set(
                  "Filter",
                  2,
                  new Resources(1, 1, 0, 0),
                  new Dependency("Simulate", false, Match.INDEX)),
              set("Train", 1, new Resources(2, 4, 0, 10), Dependency.on("Filter"))),
          List.of(),
          List.of());

  private static TaskSet set(String name, int tasks, Resources resources, Dependency... after) {
    return new TaskSet(
        name, tasks, resources, Duration.ofSeconds(1), List.of(after), new Command.Sleep());
  }

  /**
   * Filter[0] #0 begins as Simulate[0] #0 ends, while #1 still runs; Simulate[1] takes over the
   * GPUs as they are freed; Train takes all slots of both nodes at once.
   */
  private static TraceDraft loop() {
    TraceDraft draft = new TraceDraft(LOOP, TWO_NODES, false);
    draft.add("Simulate", 0, 0).during(0, 10 * S).on(0);
    draft.add("Simulate", 0, 1).during(0, 11 * S).on(1);
    draft.add("Filter", 0, 0).during(10 * S, 12 * S).on(0);
    draft.add("Filter", 0, 1).during(11 * S, 13 * S).on(0);
    draft.add("Simulate", 1, 0).during(11 * S, 21 * S).on(1);
    draft.add("Simulate", 1, 1).during(11 * S, 21 * S).on(0);
    draft.add("Train", 0, 0).during(21 * S, 25 * S).on(0, 1);
    draft.add("Filter", 1, 0).during(25 * S, 27 * S).on(0);
    draft.add("Filter", 1, 1).during(25 * S, 27 * S).on(0);
    draft.add("Train", 1, 0).during(27 * S, 31 * S).on(1, 0);
    draft.ttx = 32 * S;
    return draft;
  }

  private static void assertOnly(Kind kind, TraceDraft draft, String... words) {
    assertOne(draft.check(), kind, words);
  }

  private static void assertOne(List<Violation> found, Kind kind, String... words) {
    assertThat(found).singleElement().satisfies(v -> assertThat(v.kind()).isEqualTo(kind));
    assertThat(found.get(0).message()).contains(words);
  }

  @Test
  void aCorrectTraceHasNoViolations() {
    assertThat(loop().check()).isEmpty();
    assertThat(TraceChecker.checkAlone(loop().trace())).isEmpty();
  }

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    TraceDraft draft = loop();
    Collections.reverse(draft.rows);
    assertThat(draft.check()).isEmpty();
  }

  /** Like the loop, but really executed: the fifth slot of a node is reserved. */
  private static TraceDraft executed() {
    TraceDraft draft = loop();
    draft.row("Simulate", 0, 0).with(share(0, List.of(0, 1), 0));
    draft.row("Simulate", 0, 1).with(share(1, List.of(1, 2), 0));
    draft.row("Filter", 0, 0).with(share(0, List.of(0)));
    draft.row("Filter", 0, 1).with(share(0, List.of(2)));
    draft.row("Simulate", 1, 0).with(share(1, List.of(2, 3), 0));
    draft.row("Simulate", 1, 1).with(share(0, List.of(1, 3), 0));
    draft.row("Train", 0, 0).with(share(0, ALL), share(1, ALL));
    draft.row("Filter", 1, 0).with(share(0, List.of(3)));
    draft.row("Filter", 1, 1).with(share(0, List.of(0)));
    draft.row("Train", 1, 0).with(share(1, ALL), share(0, ALL));
    return draft;
  }

  private static final List<Integer> ALL = List.of(0, 1, 2, 3);

  private static Share share(int node, List<Integer> slots, Integer... gpus) {
    return new Share(node, slots, List.of(gpus));
  }

  @Nested
  class OfShares {

    @Test
    void idsThatAreTakenOverAsTheyAreFreedAreInOrder() {
      assertThat(executed().check()).isEmpty();
      assertThat(TraceChecker.checkAlone(executed().trace())).isEmpty();
    }

    @Test
    void recordsWithoutExecutionAreLeftOut() {
      TraceDraft draft = executed();
      draft.row("Filter", 0, 0).execution = null;
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void anIdThatTwoHoldIsFoundThoughThereIsRoom() {
      TraceDraft draft = executed();
      draft.row("Filter", 1, 1).with(share(0, List.of(3)));
      assertOnly(
          Kind.SHARE,
          draft,
          "Filter[1] #1 attempt 1 on node 0 has slot 3 from 25.000000 s, which Filter[1] #0"
              + " attempt 1 had until 27.000000 s");
      draft.row("Filter", 1, 1).during(27 * S - 1, 27 * S);
      assertOnly(Kind.SHARE, draft, "has slot 3 from 26.999999 s");
      draft.row("Filter", 1, 0).during(25 * S, 27 * S - 1);
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void aLongHolderIsNotForgottenBehindAShortOne() {
      TraceDraft draft = executed();
      draft.row("Simulate", 0, 0).with(share(0, List.of(0, 2), 0));
      draft.row("Filter", 0, 0).with(share(0, List.of(1)));
      draft.row("Filter", 0, 1).during(11 * S, 12 * S).with(share(0, List.of(1)));
      draft.row("Simulate", 1, 1).with(share(0, List.of(0, 3), 0));
      assertOnly(Kind.SHARE, draft, "slot 1", "until 12.000000 s");
      draft.row("Filter", 0, 1).freed = 11 * S + 1;
      draft.row("Filter", 0, 1).ended = 11 * S + 1;
      draft.row("Filter", 0, 1).requested = 1;
      draft.row("Simulate", 1, 1).during(11 * S + 1, 21 * S).with(share(0, List.of(1, 3), 0));
      assertThat(draft.check())
          .extracting(Violation::message)
          .hasSize(2)
          .allSatisfy(m -> assertThat(m).contains("which Filter[0] #0 attempt 1 had until 12"));
    }

    @Test
    void gpusAreTheirOwnToo() {
      TraceDraft draft = executed();
      draft.cluster =
          new Cluster("two GPUs", SlotKind.CORE, List.of(new NodeGroup(2, 5, 1, 2, 1, 100)));
      draft.row("Simulate", 1, 0).later(-1);
      draft.row("Simulate", 1, 0).ready = 11 * S - 1;
      draft.row("Simulate", 0, 1).with(share(1, List.of(0, 1), 0)).during(0, 11 * S - 1).freed++;
      assertOnly(Kind.SHARE, draft, "on node 1 has GPU 0 from 10.999999 s");
      draft.row("Simulate", 1, 0).with(share(1, List.of(2, 3), 1));
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void twoProcessesOfATaskShareNothing() {
      TraceDraft draft = executed();
      draft.cluster =
          new Cluster("wide", SlotKind.CORE, List.of(new NodeGroup(2, 9, 1, 1, 1, 100)));
      draft.row("Train", 1, 0).with(share(1, ALL), share(1, List.of(3, 4, 5, 6)));
      assertOnly(
          Kind.SHARE,
          draft,
          "Train[1] #0 attempt 1 on node 1 has slot 3 from 27.000000 s, which another of its"
              + " processes had until 31.000000 s");
    }

    @Test
    void reservedSlotsAndSlotsThatAreNotThereAreNobodys() {
      TraceDraft draft = executed();
      draft.row("Filter", 1, 0).with(share(0, List.of(4)));
      assertOnly(
          Kind.SHARE,
          draft,
          "Filter[1] #0 attempt 1 on node 0 has slot 4, but may have 4 from 0 on");
      draft.row("Filter", 1, 0).with(share(0, List.of(-1)));
      assertOnly(Kind.SHARE, draft, "has slot -1, but may have 4 from 0 on");
      draft = executed();
      draft.row("Simulate", 1, 1).with(share(0, List.of(1, 3), 1));
      assertOnly(Kind.SHARE, draft, "has GPU 1, but may have 1 from 0 on");
    }

    @Test
    void aPooledClusterIsOneNode() {
      TraceDraft draft = executed();
      draft.pooled = true;
      for (Row r : draft.rows) {
        r.with(
            shares(r).stream()
                .map(s -> new Share(0, plus(s.slots(), 4 * s.node()), plus(s.gpus(), s.node())))
                .toArray(Share[]::new));
      }
      assertThat(draft.check()).isEmpty();
      draft.row("Filter", 1, 0).with(share(0, List.of(8)));
      assertOnly(Kind.SHARE, draft, "on node 0 (pooled) has slot 8, but may have 8 from 0 on");
    }

    @Test
    void aShareHoldsWhatAProcessAsksFor() {
      TraceDraft draft = executed();
      draft.row("Simulate", 1, 1).with(share(0, List.of(1), 0));
      assertOnly(Kind.SHARE, draft, "on node 0 has 1 slot(s) instead of 2");
      draft.row("Simulate", 1, 1).with(share(0, List.of(1, 1), 0));
      assertOnly(Kind.SHARE, draft, "on node 0 has slot 1 twice");
      draft.row("Simulate", 1, 1).with(share(0, List.of(1, 3)));
      assertOnly(Kind.SHARE, draft, "on node 0 has 0 GPU(s) instead of 1");
    }

    @Test
    void sharesAreOfTheNodesOfTheRecord() {
      TraceDraft draft = executed();
      draft.row("Train", 1, 0).with(share(0, ALL), share(1, ALL)).on(1, 0);
      assertOnly(
          Kind.SHARE,
          draft,
          "Train[1] #0 attempt 1 lies on nodes [1, 0], but its shares are of nodes [0, 1]");
      draft.row("Train", 1, 0).with(share(0, ALL)).on(0, 1);
      assertOnly(Kind.SHARE, draft, "on nodes [0, 1], but its shares are of nodes [0]");
    }

    @Test
    void whatTakesNoTimeClashesOnlyInTheMidstOfAnother() {
      TraceDraft draft = executed();
      Row lost = draft.addCopy(draft.row("Filter", 1, 0)).attempt(1, TaskEnd.LOST);
      lost.during(25 * S, 25 * S).with(share(0, List.of(0)));
      assertThat(draft.check()).isEmpty();
      draft.row("Filter", 1, 1).during(24 * S + 999_999, 27 * S);
      draft.row("Train", 0, 0).during(21 * S, 24 * S + 999_999);
      assertOnly(Kind.SHARE, draft, "Filter[1] #0 attempt 1 on node 0 has slot 0 from 25.000000 s");
    }

    private List<Integer> plus(List<Integer> ids, int by) {
      return ids.stream().map(id -> id + by).toList();
    }
  }

  private static List<Share> shares(Row row) {
    return java.util.Objects.requireNonNull(row.execution).shares();
  }

  @Nested
  class OfCapacity {

    @Test
    void slotsThatOverlapByAMicrosecondAreFound() {
      TraceDraft draft = loop();
      draft.row("Simulate", 1, 1).freed += 1;
      assertOnly(
          Kind.CAPACITY,
          draft,
          "node 0 at 21.000000 s: 6 slots in use of 4 (Simulate[1] #1, Train[0] #0)");
    }

    @Test
    void resourcesAreHeldFromDispatchedAndNotFromReady() {
      TraceDraft draft = loop();
      draft.row("Train", 0, 0).ready = 13 * S;
      assertThat(draft.check()).isEmpty();
      draft.row("Train", 0, 0).dispatched = 21 * S - 1;
      assertThat(draft.check())
          .extracting(Violation::message)
          .containsExactly(
              "node 0 at 20.999999 s: 6 slots in use of 4 (Simulate[1] #1, Train[0] #0)",
              "node 1 at 20.999999 s: 6 slots in use of 4 (Simulate[1] #0, Train[0] #0)");
    }

    @Test
    void reservedSlotsAreNotUsable() {
      TraceDraft draft = loop();
      draft.cluster =
          new Cluster("more reserved", SlotKind.CORE, List.of(new NodeGroup(2, 5, 1, 1, 2, 100)));
      assertThat(draft.check())
          .hasSize(5)
          .allSatisfy(v -> assertThat(v.message()).contains("4 slots in use of 3 ("));
    }

    @Test
    void threadsCountWhereTheyAreTheSlots() {
      TraceDraft draft = loop();
      draft.cluster =
          new Cluster("threads", SlotKind.THREAD, List.of(new NodeGroup(2, 2, 2, 1, 0, 100)));
      assertThat(draft.check()).isEmpty();
      draft.cluster =
          new Cluster("cores", SlotKind.CORE, List.of(new NodeGroup(2, 2, 2, 1, 0, 100)));
      assertThat(draft.check()).extracting(Violation::kind).containsOnly(Kind.CAPACITY);
    }

    @Test
    void gpusAreFound() {
      TraceDraft draft = loop();
      draft.row("Simulate", 1, 0).on(0);
      draft.cluster = Cluster.of("many slots", 2, 100, 1);
      assertOnly(
          Kind.CAPACITY,
          draft,
          "node 0 at 11.000000 s: 2 GPUs in use of 1 (Simulate[1] #0, Simulate[1] #1)");
    }

    @Test
    void memoryIsFoundWhereItIsModelled() {
      TraceDraft draft = loop();
      draft.cluster =
          new Cluster(
              "little memory",
              SlotKind.CORE,
              List.of(new NodeGroup(1, 5, 1, 1, 1, 0), new NodeGroup(1, 5, 1, 1, 1, 39)));
      assertThat(draft.check())
          .extracting(Violation::message)
          .containsExactly(
              "node 1 at 0.000000 s: 40 MiB of memory in use of 39 (Simulate[0] #1)",
              "node 1 at 11.000000 s: 40 MiB of memory in use of 39 (Simulate[1] #0)");
    }

    @Test
    void processesOnOneNodeAddUp() {
      TraceDraft draft = loop();
      draft.row("Train", 1, 0).on(1, 1);
      assertOnly(Kind.CAPACITY, draft, "node 1 at 27.000000 s: 8 slots in use of 4 (Train[1] #0)");
    }

    @Test
    void aPooledClusterIsOneNode() {
      TraceDraft draft = loop();
      draft.pooled = true;
      draft.rows.forEach(r -> r.nodes = Collections.nCopies(r.nodes.size(), 0));
      assertThat(draft.check()).isEmpty();

      draft.row("Filter", 1, 0).freed += 1;
      assertOnly(
          Kind.CAPACITY,
          draft,
          "node 0 (pooled) at 27.000000 s: 9 slots in use of 8 (Filter[1] #0, Train[1] #0)");
    }

    @Test
    void aPooledClusterModelsMemoryOnlyIfEveryNodeDoes() {
      TraceDraft draft = loop();
      draft.pooled = true;
      draft.rows.forEach(r -> r.nodes = Collections.nCopies(r.nodes.size(), 0));
      NodeGroup little = new NodeGroup(1, 5, 1, 1, 1, 10);
      draft.cluster = new Cluster("pool", SlotKind.CORE, List.of(little, little));
      assertThat(draft.check())
          .isNotEmpty()
          .allSatisfy(v -> assertThat(v.message()).contains("80 MiB of memory in use of 20"));
      NodeGroup unmodelled = new NodeGroup(1, 5, 1, 1, 1, 0);
      draft.cluster = new Cluster("pool", SlotKind.CORE, List.of(little, unmodelled));
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void whatTakesNoTimeFitsBetweenWhatEndsAndWhatBegins() {
      TraceDraft draft = loop();
      Row lost = draft.addCopy(draft.row("Train", 0, 0)).attempt(1, TaskEnd.LOST);
      lost.during(21 * S, 21 * S);
      assertThat(draft.check()).isEmpty();
      lost.freed += 1;
      assertThat(draft.check()).extracting(Violation::kind).containsOnly(Kind.CAPACITY);
    }

    @Test
    void whatTakesNoTimeStillNeedsItsSlots() {
      TraceDraft draft = loop();
      Row lost = draft.addCopy(draft.row("Filter", 1, 0)).attempt(1, TaskEnd.LOST);
      lost.during(22 * S, 22 * S);
      assertOnly(
          Kind.CAPACITY,
          draft,
          "node 0 at 22.000000 s: 5 slots in use of 4 (Train[0] #0, Filter[1] #0)");
    }

    @Test
    void aPeriodIsReportedOnceAndLongListsAreCut() {
      Workflow many = Workflow.of("many", set("A", 30, Resources.of(1, 0)));
      TraceDraft draft = new TraceDraft(many, Cluster.of("one", 1, 10, 0), false);
      for (int i = 0; i < 30; i++) {
        draft.add("A", 0, i).during(i, 100 + i).on(0);
      }
      draft.ttx = 200;
      assertOnly(
          Kind.CAPACITY,
          draft,
          "node 0 at 0.000010 s: 11 slots in use of 10 (A #0, A #1, A #2, A #3, A #4, and 6 more)");
    }

    @Test
    void hugeAmountsDoNotOverflow() {
      TraceDraft draft = loop();
      draft.row("Simulate", 0, 0).memory = Long.MAX_VALUE;
      draft.row("Train", 1, 0).slots = Integer.MAX_VALUE;
      draft.row("Train", 1, 0).memory = Long.MAX_VALUE;
      assertThat(draft.check())
          .filteredOn(v -> v.kind() == Kind.CAPACITY)
          .hasSize(5)
          .noneSatisfy(v -> assertThat(v.message()).contains("-"));
    }
  }

  @Nested
  class OfSingleRecords {

    @ParameterizedTest
    @CsvSource({"-1", "2", "2147483647", "-2147483648"})
    void aNodeThatIsNotThere(int node) {
      TraceDraft draft = loop();
      draft.row("Filter", 0, 1).on(node);
      assertOnly(
          Kind.NODE,
          draft,
          "Filter[0] #1 attempt 1 lies on node " + node,
          "the cluster's nodes are 0 to 1");
    }

    @Test
    void aPooledClusterHasNodeZeroOnly() {
      TraceDraft draft = loop();
      draft.pooled = true;
      draft.rows.forEach(r -> r.nodes = Collections.nCopies(r.nodes.size(), 0));
      draft.row("Filter", 0, 1).on(1);
      assertOnly(Kind.NODE, draft, "Filter[0] #1", "node 1", "pooled as node 0");
    }

    @Test
    void noNodeAtAll() {
      TraceDraft draft = loop();
      draft.row("Train", 0, 0).on();
      assertOnly(Kind.NODE, draft, "Train[0] #0 attempt 1 lies on no node");
    }

    @Test
    void instantsInTheWrongOrder() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).ready += 1;
      assertOnly(
          Kind.ORDER,
          draft,
          "Filter[1] #0 attempt 1: dispatched at 25.000000 s, but ready only at 25.000001 s");

      draft = loop();
      draft.row("Filter", 1, 0).dispatched += 1;
      assertOnly(Kind.ORDER, draft, "started at 25.000000 s, but dispatched only at 25.000001 s");

      draft = loop();
      draft.row("Filter", 1, 0).started = 27 * S + 1;
      assertOnly(Kind.ORDER, draft, "ended at 27.000000 s, but started only at 27.000001 s");

      draft = loop();
      draft.row("Filter", 1, 0).freed -= 1;
      assertOnly(Kind.ORDER, draft, "freed at 26.999999 s, but ended only at 27.000000 s");
    }

    @Test
    void anInstantBeforeTheRunOrAfterIt() {
      TraceDraft draft = loop();
      draft.row("Simulate", 0, 0).ready = -1;
      assertOnly(Kind.ORDER, draft, "ready at -0.000001 s, but the run began only at 0.000000 s");

      draft = loop();
      draft.ttx = 31 * S - 1;
      assertOnly(Kind.ORDER, draft, "the run ended at 30.999999 s, but freed only at 31.000000 s");
    }

    @Test
    void whatIsFreedBeforeItIsDispatchedHoldsNothing() {
      TraceDraft draft = loop();
      draft.row("Train", 0, 0).freed = 15 * S;
      assertOnly(Kind.ORDER, draft, "freed at 15.000000 s, but ended only at 25.000000 s");
    }

    @Test
    void theEndsOfTimeAreOutOfOrderAndNoMore() {
      TraceDraft draft = loop();
      draft.row("Simulate", 0, 0).started = Long.MIN_VALUE;
      assertOnly(Kind.ORDER, draft, "started at -9223372036854.775808 s");

      draft = loop();
      draft.row("Train", 1, 0).ended = Long.MAX_VALUE;
      draft.row("Train", 1, 0).freed = Long.MAX_VALUE;
      assertOnly(Kind.ORDER, draft, "freed only at 9223372036854.775807 s");
    }

    @Test
    void aTaskThatIsDoneTooSoon() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).requested += 1;
      assertOnly(
          Kind.DURATION,
          draft,
          "Filter[1] #0 attempt 1, started at 25.000000 s, was done in 2.000000 s of 2.000001 s");
    }

    @Test
    void aTaskOfUnknownDurationMayTakeAnyTime() {
      TraceDraft draft = loop();
      draft.rows.forEach(r -> r.requested = 0);
      draft.row("Train", 1, 0).ended = draft.row("Train", 1, 0).started;
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void onlyWhatIsDoneMustTakeItsTime() {
      TraceDraft draft = loop();
      Row failed = draft.addCopy(draft.row("Filter", 1, 0)).attempt(1, TaskEnd.FAILED);
      failed.during(21 * S, 21 * S).requested = 2 * S;
      draft.row("Filter", 1, 0).attempt = 2;
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void whatTheWorkflowDoesNotHave() {
      TraceDraft draft = loop();
      Row row = draft.addCopy(draft.row("Filter", 1, 0));
      row.during(31 * S, 32 * S);
      row.set = "Sieve";
      assertOnly(Kind.UNKNOWN, draft, "'Sieve'", "workflow 'loop' has no such set");
      row.set = "Filter";
      row.index = 2;
      assertOnly(Kind.UNKNOWN, draft, "'Filter', iteration 1, #2: its tasks are #0 to #1");
      row.index = -1;
      assertOnly(Kind.UNKNOWN, draft, "#-1");
      row.index = Integer.MAX_VALUE;
      assertOnly(Kind.UNKNOWN, draft, "#2147483647");
      row.index = 0;
      row.iteration = 2;
      assertOnly(Kind.UNKNOWN, draft, "'Filter', iteration 2, #0: iterations are 0 to 1");
      row.iteration = -1;
      assertOnly(Kind.UNKNOWN, draft, "iteration -1");
    }

    @Test
    void otherResourcesThanTheSets() {
      String asked = "but its set asks for 1 x (1 slots, 0 GPUs, 0 MiB)";
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).slots = 2;
      assertOnly(
          Kind.RESOURCES,
          draft,
          "Filter[1] #0 attempt 1 holds 1 x (2 slots, 0 GPUs, 0 MiB)",
          asked);

      draft = loop();
      draft.row("Filter", 1, 0).gpus = 1;
      assertOnly(Kind.RESOURCES, draft, "1 x (1 slots, 1 GPUs, 0 MiB)", asked);

      draft = loop();
      draft.row("Filter", 1, 0).memory = 5;
      assertOnly(Kind.RESOURCES, draft, "1 x (1 slots, 0 GPUs, 5 MiB)", asked);

      draft = loop();
      draft.row("Filter", 1, 0).on(0, 1);
      assertOnly(Kind.RESOURCES, draft, "2 x (1 slots, 0 GPUs, 0 MiB)", asked);
    }

    @Test
    void lessThanNothing() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).slots = -3;
      assertOnly(
          Kind.RESOURCES, draft, "Filter[1] #0 attempt 1 holds less than nothing", "-3 slots");
      assertOne(TraceChecker.checkAlone(draft.trace()), Kind.RESOURCES, "-3 slots");
    }

    @Test
    void lessThanNothingLeavesNoMoreForOthers() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).slots = -3;
      draft.row("Filter", 1, 0).freed += 1;
      draft.row("Filter", 1, 1).freed += 1;
      assertThat(draft.check())
          .extracting(Violation::kind)
          .containsExactly(Kind.CAPACITY, Kind.RESOURCES);
    }
  }

  @Nested
  class OfDependencies {

    @Test
    void allTasksOfTheSet() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 1).later(1);
      assertOnly(
          Kind.DEPENDENCY,
          withRoom(draft),
          "Train[1] #0 attempt 1 started at 27.000000 s, before Filter[1] #1 was done at "
              + "27.000001 s");
    }

    @Test
    void thePreviousIteration() {
      TraceDraft draft = loop();
      draft.row("Simulate", 1, 0).later(-1);
      draft.row("Simulate", 1, 0).requested = S;
      assertOnly(
          Kind.DEPENDENCY,
          withRoom(draft),
          "Simulate[1] #0 attempt 1 started at 10.999999 s, before Simulate[0] #1 was done at 11");
    }

    @Test
    void theTaskOfTheSameIndex() {
      TraceDraft draft = loop();
      draft.row("Filter", 0, 1).later(-1);
      assertOnly(
          Kind.DEPENDENCY,
          withRoom(draft),
          "Filter[0] #1 attempt 1 started at 10.999999 s, before Simulate[0] #1 was done at 11");
    }

    @Test
    void anAttemptThatFailedWaitsToo() {
      TraceDraft draft = loop();
      Row failed = draft.addCopy(draft.row("Train", 0, 0)).attempt(1, TaskEnd.FAILED);
      failed.during(12 * S, 12 * S + 1);
      draft.row("Train", 0, 0).attempt = 2;
      assertOnly(Kind.DEPENDENCY, withRoom(draft), "Train[0] #0 attempt 1 started at 12.000000 s");
    }

    @Test
    void whatFailedIsNotDone() {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 1).end = TaskEnd.FAILED;
      assertThat(draft.check())
          .extracting(Violation::kind)
          .containsExactly(Kind.DEPENDENCY, Kind.MISSING);
      assertThat(TraceChecker.check(draft.trace(), LOOP, false))
          .extracting(Violation::message)
          .containsExactly(
              "Train[1] #0 attempt 1 started at 27.000000 s, but waits for Filter[1] #1, which was"
                  + " never done");
    }

    @Test
    void theFirstEndCountsOfATaskThatIsDoneTwice() {
      TraceDraft draft = loop();
      draft.addCopy(draft.row("Filter", 0, 0)).later(18 * S).attempt = 2;
      assertOnly(Kind.DUPLICATE, withRoom(draft), "Filter[0] #0 attempt 2");
    }

    @Test
    void waitsAreForStartsOnly() {
      TraceDraft draft = loop();
      draft.row("Train", 1, 0).ready = 0;
      draft.row("Train", 1, 0).dispatched = 26 * S;
      assertThat(withRoom(draft).check()).isEmpty();
    }

    /** More slots and GPUs, so that only what else is broken shows. */
    private TraceDraft withRoom(TraceDraft draft) {
      draft.cluster = Cluster.of("roomy", 2, 100, 100);
      return draft;
    }
  }

  @Nested
  class OfPipelines {

    /** p has the stages A and then B, C; q waits for p with D, and r for nothing with E. */
    private static final Workflow PST =
        new Workflow(
            "pst",
            1,
            List.of(
                set("A", 1, Resources.of(1, 0)),
                set("B", 2, Resources.of(1, 0)),
                set("C", 1, Resources.of(1, 0)),
                set("D", 1, Resources.of(1, 0)),
                set("E", 1, Resources.of(1, 0))),
            List.of(),
            List.of(
                new Pipeline("q", List.of("p"), List.of(List.of("D"))),
                new Pipeline("p", List.of(), List.of(List.of("A"), List.of("B", "C"))),
                new Pipeline("r", List.of(), List.of(List.of("E")))));

    private TraceDraft pst() {
      TraceDraft draft = new TraceDraft(PST, Cluster.of("one", 1, 8, 0), false);
      draft.add("A", 0, 0).during(0, 10).on(0);
      draft.add("B", 0, 0).during(10, 20).on(0);
      draft.add("B", 0, 1).during(10, 20).on(0);
      draft.add("C", 0, 0).during(10, 30).on(0);
      draft.add("D", 0, 0).during(30, 40).on(0);
      draft.add("E", 0, 0).during(0, 5).on(0);
      draft.ttx = 40;
      return draft;
    }

    @Test
    void aCorrectTraceHasNoViolations() {
      assertThat(pst().check()).isEmpty();
    }

    @Test
    void aStageWaitsForTheOneBefore() {
      TraceDraft draft = pst();
      draft.row("B", 0, 1).later(-1);
      assertOnly(
          Kind.DEPENDENCY,
          draft,
          "B #1 attempt 1 started at 0.000009 s, before A #0 was done at 0.000010 s");
    }

    @Test
    void aPipelineWaitsForThoseItIsAfter() {
      TraceDraft draft = pst();
      draft.row("D", 0, 0).later(-1);
      assertOnly(
          Kind.DEPENDENCY,
          draft,
          "D #0 attempt 1 started at 0.000029 s, before C #0 was done at 0.000030 s");
    }
  }

  @Nested
  class OfAttempts {

    @Test
    void aTaskThatWasNeverDone() {
      TraceDraft draft = loop();
      draft.rows.remove(draft.row("Train", 1, 0));
      assertOnly(Kind.MISSING, draft, "Train[1] #0 was not done in 0 attempt(s)");
      assertThat(TraceChecker.check(draft.trace(), LOOP, false)).isEmpty();
      assertThat(TraceChecker.checkAlone(draft.trace())).isEmpty();
    }

    @Test
    void aTaskThatWasCanceledIsMissing() {
      TraceDraft draft = loop();
      draft.row("Train", 1, 0).end = TaskEnd.CANCELED;
      assertOnly(Kind.MISSING, draft, "Train[1] #0 was not done in 1 attempt(s)");
    }

    @Test
    void aTaskThatIsDoneTwice() {
      TraceDraft draft = loop();
      draft.addCopy(draft.row("Filter", 1, 0)).during(31 * S, 32 * S).attempt = 2;
      String message =
          "Filter[1] #0 attempt 2, started at 31.000000 s, is done, but the task was done before";
      assertOnly(Kind.DUPLICATE, draft, message);
      assertOne(TraceChecker.checkAlone(draft.trace()), Kind.DUPLICATE, message);
    }

    @Test
    void anAttemptThatIsRecordedTwice() {
      TraceDraft draft = loop();
      draft.addCopy(draft.row("Filter", 1, 0));
      assertOnly(Kind.DUPLICATE, draft, "Filter[1] #0 attempt 1");

      draft = loop();
      Row failed = draft.addCopy(draft.row("Filter", 1, 0)).attempt(1, TaskEnd.FAILED);
      failed.during(25 * S, 25 * S);
      assertOnly(Kind.DUPLICATE, draft, "Filter[1] #0 attempt 1", "recorded twice");
    }

    @Test
    void failuresCountAndLossesDoNot() {
      TraceDraft draft = loop();
      Row done = draft.row("Train", 1, 0).during(35 * S, 39 * S).attempt(3, TaskEnd.DONE);
      draft.ttx = 40 * S;
      draft.addCopy(done).during(31 * S, 31 * S).attempt(3, TaskEnd.LOST);
      draft.addCopy(done).during(30 * S, 30 * S).attempt(2, TaskEnd.FAILED);
      draft.addCopy(done).during(30 * S, 30 * S).attempt(1, TaskEnd.FAILED);
      Row lost = draft.addCopy(done).during(30 * S, 30 * S).attempt(1, TaskEnd.LOST);
      draft.addCopy(done).during(27 * S, 28 * S).attempt(1, TaskEnd.LOST);
      draft.addCopy(done).during(28 * S, 29 * S).attempt(1, TaskEnd.LOST);
      assertThat(draft.check()).isEmpty();
      assertThat(TraceChecker.checkAlone(draft.trace())).isEmpty();

      lost.end = TaskEnd.FAILED;
      assertOnly(
          Kind.DUPLICATE,
          draft,
          "Train[1] #0 attempt 1, started at 30.000000 s, is recorded twice",
          "was not lost the first time");
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "-2147483648", "2147483647"})
    void theFirstAttemptIsNumberOne(int number) {
      TraceDraft draft = loop();
      draft.row("Filter", 1, 0).attempt = number;
      assertOnly(
          Kind.ATTEMPT,
          draft,
          "Filter[1] #0 attempt " + number + ", started at 25.000000 s, should be attempt 1");
      assertOne(TraceChecker.checkAlone(draft.trace()), Kind.ATTEMPT, "should be attempt 1");
    }
  }

  /** Filter[1] #0 fails from 21 s to 25 s, and is done at the second attempt. */
  @Nested
  class OfRetries {

    private final TraceDraft draft = loop();
    private final Row done = draft.row("Filter", 1, 0).attempt(2, TaskEnd.DONE);
    private final Row failed =
        draft.addCopy(done).during(21 * S, 25 * S).attempt(1, TaskEnd.FAILED);

    OfRetries() {
      draft.cluster = Cluster.of("roomy", 2, 100, 100);
    }

    @Test
    void aCorrectTraceHasNoViolations() {
      assertThat(draft.check()).isEmpty();
    }

    @Test
    void aRetryThatSkipsANumber() {
      done.attempt = 3;
      assertOnly(Kind.ATTEMPT, draft, "Filter[1] #0 attempt 3", "should be attempt 2");
    }

    @Test
    void aLossDoesNotCount() {
      failed.end = TaskEnd.LOST;
      assertOnly(Kind.ATTEMPT, draft, "Filter[1] #0 attempt 2", "should be attempt 1");
    }

    @Test
    void aRetryThatBeginsBeforeTheFailure() {
      failed.later(1);
      assertOnly(
          Kind.ATTEMPT,
          draft,
          "Filter[1] #0 attempt 2, started at 25.000000 s, began before an earlier one had ended at"
              + " 25.000001 s");
    }

    @Test
    void aRetryThatBeginsBeforeAFailureBeforeTheLast() {
      draft.addCopy(failed).during(22 * S, 23 * S).attempt = 2;
      done.attempt = 3;
      failed.later(1);
      assertThat(draft.check())
          .hasSize(2)
          .allSatisfy(
              v ->
                  assertThat(v.message()).contains("before an earlier one had ended at 25.000001"));
    }

    @Test
    void numbersDoNotWrapAround() {
      failed.attempt = Integer.MAX_VALUE;
      done.attempt = Integer.MIN_VALUE;
      assertThat(draft.check())
          .extracting(Violation::message)
          .satisfiesExactly(
              first -> assertThat(first).endsWith("should be attempt 1"),
              second -> assertThat(second).endsWith("should be attempt 2147483648"));
    }

    @Test
    void nothingComesAfterTheTaskWasDone() {
      draft.addCopy(failed).during(31 * S, 32 * S).attempt = 3;
      assertOnly(
          Kind.ATTEMPT,
          draft,
          "Filter[1] #0 attempt 3, started at 31.000000 s, comes after the task was done");
    }

    @Test
    void nothingComesAfterTheTaskWasCanceled() {
      failed.end = TaskEnd.CANCELED;
      assertOnly(Kind.ATTEMPT, draft, "Filter[1] #0 attempt 2", "after the task was canceled");
    }

    @Test
    void whatWasCanceledInARealExecutionIsAttemptedAgainUnderItsNumber() {
      failed.end = TaskEnd.CANCELED;
      done.attempt = 1;
      assertOnly(Kind.DUPLICATE, draft, "Filter[1] #0 attempt 1", "recorded twice");
      failed.execution = new TaskRecord.Execution(143, List.of());
      assertThat(TraceChecker.checkAlone(draft.trace()))
          .noneMatch(v -> v.kind() == Kind.DUPLICATE || v.kind() == Kind.ATTEMPT);
      done.attempt = 2;
      assertThat(TraceChecker.checkAlone(draft.trace()))
          .anyMatch(v -> v.message().contains("should be attempt 1"));
    }
  }

  @Nested
  class OfReports {

    @Test
    void twentyOfAKindAreListedAndTheRestCounted() {
      Workflow many = Workflow.of("many", set("A", 100, Resources.of(1, 0)));
      TraceDraft draft = new TraceDraft(many, Cluster.of("one", 1, 10, 0), false);
      List<Violation> found = draft.check();
      assertThat(found).hasSize(21).allSatisfy(v -> assertThat(v.kind()).isEqualTo(Kind.MISSING));
      assertThat(found.get(19)).hasToString("MISSING: A #19 was not done in 0 attempt(s)");
      assertThat(found.get(20)).hasToString("MISSING: and 80 more of this kind");

      Workflow twenty = Workflow.of("twenty", set("A", 20, Resources.of(1, 0)));
      assertThat(new TraceDraft(twenty, draft.cluster, false).check()).hasSize(20);
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        TraceDraft draft = loop();
        draft.row("Simulate", 1, 1).freed += 1;
        assertOnly(Kind.CAPACITY, draft, "node 0 at 21.000000 s: 6 slots in use of 4");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Nested
  class OfSize {

    private static final int TASKS = 200_000;
    private static final int NODES = 1_000;

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void manyTasksOnManyNodesOrOnOne() {
      Workflow many = Workflow.of("many", set("A", TASKS, Resources.of(1, 0)));
      TraceDraft draft = new TraceDraft(many, Cluster.of("wide", NODES, 1, 0), false);
      for (int i = 0; i < TASKS; i++) {
        long wave = i / NODES;
        draft.add("A", 0, i).during(wave * S, (wave + 1) * S).on(i % NODES);
      }
      draft.ttx = TASKS / NODES * S;
      assertThat(draft.check()).isEmpty();
      assertThat(TraceChecker.checkAlone(draft.trace())).isEmpty();

      draft.pooled = true;
      draft.rows.forEach(r -> r.on(0));
      assertThat(draft.check()).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void manySharesOfManySlots() {
      int slots = 16;
      Workflow many = Workflow.of("many", set("A", TASKS, Resources.of(slots, 0)));
      TraceDraft draft = new TraceDraft(many, Cluster.of("wide", NODES, slots, 0), false);
      for (int i = 0; i < TASKS; i++) {
        long wave = i / NODES;
        List<Integer> ids = IntStream.range(0, slots).boxed().toList();
        draft.add("A", 0, i).during(wave * S, (wave + 1) * S).with(share(i % NODES, ids));
      }
      draft.ttx = TASKS / NODES * S;
      assertThat(draft.check()).isEmpty();

      draft.pooled = true;
      for (int i = 0; i < TASKS; i++) {
        int first = i % NODES * slots;
        List<Integer> ids = IntStream.range(first, first + slots).boxed().toList();
        draft.rows.get(i).with(share(0, ids));
      }
      assertThat(draft.check()).isEmpty();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void stagesAndSetsThatWaitForThreeThousandOthers() {
      int sets = 3_000; // two stages of more stand for more waits than a workflow may have
      String[] sources = new String[sets];
      TaskSet[] all = new TaskSet[2 * sets];
      for (int s = 0; s < sets; s++) {
        sources[s] = "S" + s;
        all[s] = set(sources[s], 1, Resources.of(1, 0));
        all[sets + s] = set("T" + s, 1, Resources.of(1, 0));
      }
      List<TaskSet> declared = List.of(all);
      List<String> names = declared.stream().map(TaskSet::name).toList();
      Pipeline pipeline =
          new Pipeline(
              "p", List.of(), List.of(names.subList(0, sets), names.subList(sets, 2 * sets)));
      checkFan(new Workflow("barrier", 1, declared, List.of(), List.of(pipeline)), sets);

      all[sets] = TaskSet.of("T0", sets, Resources.of(1, 0), Duration.ofSeconds(1), sources);
      checkFan(Workflow.of("fan-in", Arrays.copyOf(all, sets + 1)), sets);
    }

    private void checkFan(Workflow workflow, int sets) {
      TraceDraft draft = new TraceDraft(workflow, Cluster.of("wide", 1, 2 * sets, 0), false);
      for (int s = 0; s < workflow.sets().size(); s++) {
        TaskSet set = workflow.sets().get(s);
        long from = s < sets ? 0 : S;
        for (int i = 0; i < set.tasks(); i++) {
          draft.rows.add(row(set, i).during(from, from + S).on(0));
        }
      }
      draft.ttx = 2 * S;
      assertThat(draft.check()).isEmpty();
      draft.rows.get(draft.rows.size() - 1).later(-1);
      assertThat(draft.check())
          .singleElement()
          .satisfies(v -> assertThat(v.message()).contains("before S0 #0 was done at 1.000000 s"));
    }

    private static Row row(TaskSet set, int index) {
      Row row = new Row();
      row.set = set.name();
      row.index = index;
      row.slots = set.resources().slots();
      return row;
    }
  }
}
