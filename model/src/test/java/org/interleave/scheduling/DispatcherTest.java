package org.interleave.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The dispatcher's answers to little cases that are worked out by hand. A launch is written {@code
 * set.index@node}, with the nodes of several processes joined by {@code +}.
 */
class DispatcherTest {

  @Nested
  class WhichNode {

    private final Cluster threeOf164 = Cluster.of("3 x 164", 3, 164, 0);

    /**
     * Tasks of 40 slots on nodes of 164: four a node (160 of 164), so 12 of 13 start: 0-3 on node
     * 0, 4-7 on node 1, 8-11 on node 2. When 4 and 1 end, node 0 and node 1 have room for one each;
     * the search begins at node 2, where the last one went, and wraps to node 0.
     */
    @Test
    void doesNextFitFillANodeMoveOnAndWrap() {
      Bench bench = Bench.of(Placement.NEXT_FIT, threeOf164, cpu("A", 13, 40));

      assertThat(bench.start())
          .containsExactly(
              "A.0@0", "A.1@0", "A.2@0", "A.3@0", "A.4@1", "A.5@1", "A.6@1", "A.7@1", "A.8@2",
              "A.9@2", "A.10@2", "A.11@2");
      assertThat(bench.done(5, "A.4", "A.1")).containsExactly("A.12@0");
    }

    /**
     * A has six tasks: 0-3 on node 0, 4 and 5 on node 1. Then A.0 ends, and B becomes ready: next
     * fit goes on at node 1, where two more fit, fills node 2, and wraps to what A.0 left on 0.
     */
    @Test
    void doesNextFitBeginAtTheNodeUsedLast() {
      Bench bench =
          Bench.of(Placement.NEXT_FIT, threeOf164, cpu("A", 6, 40), cpu("B", 7, 40)).holding("B");

      assertThat(bench.start())
          .containsExactly("A.0@0", "A.1@0", "A.2@0", "A.3@0", "A.4@1", "A.5@1");
      bench.end("A.0", TaskEnd.DONE, 5);
      bench.release("B", 5);
      assertThat(bench.dispatch(5))
          .containsExactly("B.0@1", "B.1@1", "B.2@2", "B.3@2", "B.4@2", "B.5@2", "B.6@0");
    }

    /**
     * The pointer stays where a task was placed, even when that task has ended: with one task at a
     * time on three empty nodes, all go to node 0.
     */
    @Test
    void doesThePointerStayWhereThereIsRoomAgain() {
      Bench bench =
          Bench.of(
              Placement.NEXT_FIT,
              threeOf164,
              cpu("A", 5, 164),
              cpu("B", 1, 100, "A"),
              cpu("C", 1, 100, "B"));

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@1", "A.2@2");
      assertThat(bench.done(1, "A.1")).containsExactly("A.3@1");
      assertThat(bench.done(2, "A.2")).containsExactly("A.4@2");
      assertThat(bench.done(3, "A.0", "A.3")).isEmpty();
      assertThat(bench.done(4, "A.4")).containsExactly("B.0@2");
      assertThat(bench.done(5, "B.0")).containsExactly("C.0@2");
    }

    /** The same case as for next fit: A.0 ends on node 0, so the first of B goes there. */
    @Test
    void doesFirstFitBeginAtNodeZeroAgain() {
      Bench bench =
          Bench.of(Placement.FIRST_FIT, threeOf164, cpu("A", 6, 40), cpu("B", 7, 40)).holding("B");

      bench.start();
      bench.end("A.0", TaskEnd.DONE, 5);
      bench.release("B", 5);
      assertThat(bench.dispatch(5))
          .containsExactly("B.0@0", "B.1@1", "B.2@1", "B.3@2", "B.4@2", "B.5@2", "B.6@2");
    }

    /**
     * Node 0 has 8 slots and 2 GPUs, node 1 has 8 slots, nodes 2 and 3 have 4 slots. Tasks of two
     * slots: among the nodes without GPUs, 2 has the fewest slots and the lower number; it is
     * filled first, then 3, then 1, and the node with GPUs last.
     */
    @Test
    void doesBestFitLeaveTheFewestGpusThenTheFewestSlotsThenTheLowestNumber() {
      Bench bench = Bench.of(Placement.BEST_FIT, nodes("8:2 8:0 4:0 4:0"), cpu("A", 13, 2));

      assertThat(bench.start())
          .containsExactly(
              "A.0@2", "A.1@2", "A.2@3", "A.3@3", "A.4@1", "A.5@1", "A.6@1", "A.7@1", "A.8@0",
              "A.9@0", "A.10@0", "A.11@0");
    }

    /**
     * Node 0 has 8 slots and 2 GPUs, node 1 has 4 and 2. G (1 slot, 1 GPU) goes to node 1, which
     * has fewer slots, and leaves 3 and 1 there. H (7 slots) fits node 0 alone and leaves 1 and 2.
     * I (1 slot, 1 GPU) goes to node 1 with its one GPU, though node 0 has fewer slots; J is left
     * with node 0.
     */
    @Test
    void doesBestFitCountGpusBeforeSlots() {
      Bench bench =
          Bench.of(
              Placement.BEST_FIT,
              nodes("8:2 4:2"),
              gpu("G", 1, 1, 1),
              gpu("H", 1, 7, 0),
              gpu("I", 1, 1, 1),
              gpu("J", 1, 1, 1));

      assertThat(bench.start()).containsExactly("G.0@1", "H.0@0", "I.0@1", "J.0@0");
    }

    /** Three tasks of 2 slots on two nodes of 3: node by node two fit, pooled all three. */
    @Test
    void doesPoolingHideFragmentation() {
      Cluster cluster = Cluster.of("2 x 3", 2, 3, 0);

      assertThat(Bench.of(Placement.POOLED, cluster, cpu("A", 4, 2)).start())
          .containsExactly("A.0@0", "A.1@0", "A.2@0");
      assertThat(Bench.of(Placement.NEXT_FIT, cluster, cpu("A", 4, 2)).start())
          .containsExactly("A.0@0", "A.1@1");
    }

    /** A task of 5 slots never fits a node of 3, but fits two of them taken for one. */
    @Test
    void isATaskThatCanNeverFitRefusedAtOnce() {
      Cluster cluster = Cluster.of("2 x 3", 2, 3, 0);

      assertThat(Bench.of(Placement.POOLED, cluster, cpu("A", 2, 5)).start())
          .containsExactly("A.0@0");
      assertThatThrownBy(() -> Bench.of(Placement.FIRST_FIT, cluster, cpu("A", 2, 5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'A'")
          .hasMessageContaining("5 slots")
          .hasMessageContaining("largest node has 3");
    }

    /** A node of 2 cores with 4 threads each, 3 of them reserved, holds 5 tasks of one thread. */
    @Test
    void areReservedSlotsLeftAlone() {
      Cluster cluster =
          new Cluster("smt", SlotKind.THREAD, List.of(new NodeGroup(1, 2, 4, 0, 3, 0)));

      assertThat(Bench.of(Placement.NEXT_FIT, cluster, cpu("A", 8, 1)).start()).hasSize(5);
    }

    /** 10 MiB on nodes of 16: one a node, though there are slots for eight. */
    @Test
    void doesMemoryKeepTasksApart() {
      Cluster cluster =
          new Cluster("memory", SlotKind.CORE, List.of(new NodeGroup(2, 8, 1, 0, 0, 16)));
      TaskSet a = set("A", 3, new Resources(1, 1, 0, 10), 1);

      assertThat(Bench.of(Placement.FIRST_FIT, cluster, a).start())
          .containsExactly("A.0@0", "A.1@1");
      // Pooled, 3 x 10 of 32 MiB fit.
      assertThat(Bench.of(Placement.POOLED, cluster, a).start()).hasSize(3);
    }
  }

  @Nested
  class WhatComesFirst {

    /** One node of 4: A takes 3, B asks for 2 and does not fit the last one, C does. */
    @Test
    void doesSkippingLetASmallTaskPassALargeOne() {
      Bench bench = Bench.of(Fit.SKIP, node(4), cpu("A", 1, 3), cpu("B", 1, 2), cpu("C", 1, 1));

      assertThat(bench.start()).containsExactly("A.0@0", "C.0@0");
      assertThat(bench.done(7, "A.0")).containsExactly("B.0@0");
    }

    /** The same: C waits behind B until A has ended. */
    @Test
    void doesStrictFitLetNothingPass() {
      Bench bench = Bench.of(Fit.STRICT, node(4), cpu("A", 1, 3), cpu("B", 1, 2), cpu("C", 1, 1));

      assertThat(bench.start()).containsExactly("A.0@0");
      assertThat(bench.done(7, "A.0")).containsExactly("B.0@0", "C.0@0");
    }

    /**
     * B does not fit while A holds 3 of 4 slots. Whatever is released and ends beside it, B is
     * tried again as soon as there is room: C.0 and C.1 (1 slot each) leave too little, A's end is
     * enough. D has B's shape and stands behind it.
     */
    @Test
    void isAShapeThatDidNotFitTriedAgainOnceThereIsRoom() {
      Bench bench =
          Bench.of(
                  Fit.SKIP, node(4), cpu("A", 1, 3), cpu("B", 1, 2), cpu("C", 2, 1), cpu("D", 1, 2))
              .holding("D");

      assertThat(bench.start()).containsExactly("A.0@0", "C.0@0");
      bench.release("D", 2);
      assertThat(bench.dispatch(2)).isEmpty();
      assertThat(bench.done(3, "C.0")).containsExactly("C.1@0");
      assertThat(bench.done(4, "C.1")).isEmpty();
      assertThat(bench.done(5, "A.0")).containsExactly("B.0@0", "D.0@0");
    }

    /**
     * On a machine that holds everything, the order of launches is the order of the policy.
     *
     * <pre>
     * set  tasks  slots  gpus  TX   GPUs of the set  to a sink
     * P    1      1      0     5    0                5
     * Q    2      1      2     3    4                3
     * R    1      4      3     4    3                4
     * S    1      4      0     1    0                11
     * T    1      1      0     10   after S
     * </pre>
     */
    @Test
    void doesEachOrderPutFirstWhatItSays() {
      assertThat(launchesUnder(Order.SUBMISSION)).isEqualTo("P.0 Q.0 Q.1 R.0 S.0");
      assertThat(launchesUnder(Order.GPU_DEMAND)).isEqualTo("Q.0 Q.1 R.0 P.0 S.0");
      assertThat(launchesUnder(Order.LONGEST_PATH)).isEqualTo("S.0 P.0 R.0 Q.0 Q.1");
      assertThat(launchesUnder(Order.LARGEST_TASK)).isEqualTo("R.0 S.0 Q.0 Q.1 P.0");
      assertThat(launchesUnder(Order.SHORTEST)).isEqualTo("S.0 Q.0 Q.1 R.0 P.0");
    }

    private String launchesUnder(Order order) {
      StandardPolicy policy = new StandardPolicy(order, Fit.SKIP, Placement.FIRST_FIT);
      Bench bench =
          new Bench(
              policy,
              FailurePolicy.STRICT,
              Cluster.of("large", 1, 100, 100),
              workflow(
                  set("P", 1, Resources.of(1, 0), 5),
                  set("Q", 2, Resources.of(1, 2), 3),
                  set("R", 1, Resources.of(4, 3), 4),
                  set("S", 1, Resources.of(4, 0), 1),
                  set("T", 1, Resources.of(1, 0), 10, Dependency.on("S"))));
      return bench.start().stream().map(l -> l.replace("@0", "")).collect(Collectors.joining(" "));
    }

    /** The one slot is taken until 10; B is ready at 5, A, which is declared first, at 6. */
    @Test
    void doesWhatWasReadyEarlierGoFirst() {
      Bench bench =
          Bench.of(Fit.SKIP, node(1), cpu("H", 1, 1), cpu("A", 1, 1), cpu("B", 1, 1))
              .holding("A", "B");

      assertThat(bench.start()).containsExactly("H.0@0");
      bench.release("B", 5);
      bench.dispatch(5);
      bench.release("A", 6);
      bench.dispatch(6);
      assertThat(bench.done(10, "H.0")).containsExactly("B.0@0");
      assertThat(bench.done(11, "B.0")).containsExactly("A.0@0");
    }

    /** Ready at the same instant: in declaration order, whichever was reported first. */
    @Test
    void doesDeclarationOrderDecideBetweenWhatIsReadyAtOnce() {
      Bench bench =
          Bench.of(Fit.SKIP, node(1), cpu("H", 1, 1), cpu("A", 1, 1), cpu("B", 1, 1))
              .holding("A", "B");

      bench.start();
      bench.release("B", 5);
      bench.release("A", 5);
      assertThat(bench.dispatch(5)).isEmpty();
      assertThat(bench.done(10, "H.0")).containsExactly("A.0@0");
    }

    /** Shortest first: A takes 1 s and B 2 s, so A goes first although B was ready before. */
    @Test
    void doesThePolicysKeyComeBeforeTheTimeOfReadiness() {
      Bench bench =
          new Bench(
                  new StandardPolicy(Order.SHORTEST, Fit.SKIP, Placement.NEXT_FIT),
                  FailurePolicy.STRICT,
                  node(1),
                  workflow(
                      set("H", 1, Resources.of(1, 0), 0.5),
                      set("A", 1, Resources.of(1, 0), 1),
                      set("B", 1, Resources.of(1, 0), 2)))
              .holding("A", "B");

      bench.start();
      bench.release("B", 5);
      bench.dispatch(5);
      bench.release("A", 6);
      bench.dispatch(6);
      assertThat(bench.done(10, "H.0")).containsExactly("A.0@0");
    }

    /** Two free iterations of X and Y: by set, then iteration, then index. */
    @Test
    void doesDeclarationComeBeforeIterationBeforeIndex() {
      Workflow twice =
          new Workflow("twice", 2, List.of(cpu("X", 2, 1), cpu("Y", 1, 1)), List.of(), List.of());
      Bench bench = new Bench(StandardPolicy.RECORDED, FailurePolicy.STRICT, node(9), twice);

      assertThat(bench.start())
          .containsExactly("X[0].0@0", "X[0].1@0", "X[1].0@0", "X[1].1@0", "Y[0].0@0", "Y[1].0@0");
    }

    /**
     * A stage is submitted as it is listed, not as its sets are declared; the next stage waits for
     * all of it, although B depends on A alone.
     */
    @Test
    void isAStageSubmittedAsListedAndWaitedForAsAWhole() {
      Workflow workflow =
          new Workflow(
              "staged",
              1,
              List.of(cpu("A", 1, 1), cpu("B", 1, 1, "A"), cpu("C", 2, 1)),
              List.of(),
              List.of(new Pipeline("p", List.of(), List.of(List.of("C", "A"), List.of("B")))));
      WorkflowGraph graph = WorkflowGraph.of(workflow);
      Bench bench =
          new Bench(StandardPolicy.RECORDED, FailurePolicy.STRICT, node(3), graph, Plan.pst(graph));

      assertThat(bench.start()).containsExactly("C.0@0", "C.1@0", "A.0@0");
      assertThat(bench.done(4, "A.0")).isEmpty();
      assertThat(bench.done(5, "C.0", "C.1")).containsExactly("B.0@0");
    }

    @Test
    void isAPriorityThatIsNoNumberRefused() {
      SchedulingPolicy noNumber =
          new SchedulingPolicy() {
            @Override
            public String label() {
              return "no number";
            }

            @Override
            public double priority(SetInstance set, WorkflowGraph graph) {
              return Double.NaN;
            }

            @Override
            public Fit fit() {
              return Fit.SKIP;
            }

            @Override
            public PlacementPolicy placement() {
              return Placement.NEXT_FIT;
            }
          };

      assertThatThrownBy(
              () -> new Bench(noNumber, FailurePolicy.STRICT, node(1), workflow(cpu("A", 1, 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no number")
          .hasMessageContaining("'A'");
    }
  }

  @Nested
  class WhatWaitsForWhat {

    /** B waits for both tasks of A. Eligible at 3, it is released at 8, and only then ready. */
    @Test
    void isAnEligibleGroupHeldUntilItsRelease() {
      Bench bench = Bench.of(Fit.SKIP, node(4), cpu("A", 2, 1), cpu("B", 1, 1, "A")).holding("B");

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@0");
      assertThat(bench.done(2, "A.0")).isEmpty();
      assertThat(bench.held()).isEmpty();
      assertThat(bench.done(3, "A.1")).isEmpty();
      assertThat(bench.held()).containsExactly("B");
      bench.release("B", 8);
      assertThat(bench.dispatch(8)).containsExactly("B.0@0");
      assertThat(bench.readyMicros("B.0")).isEqualTo(8);
    }

    /** What waits for nothing is eligible at the very beginning, and nothing else is. */
    @Test
    void areTheSourcesEligibleAtTheBeginning() {
      Bench bench =
          Bench.of(Fit.SKIP, node(4), cpu("C", 1, 1, "A", "B"), cpu("A", 1, 1), cpu("B", 1, 1))
              .holding("A", "B", "C");

      assertThat(bench.start()).isEmpty();
      assertThat(bench.held()).containsExactly("A", "B");
    }

    /** A task that waits for slots is ready from its release on, not from its start. */
    @Test
    void isTheTimeOfReadinessThatOfTheReleaseAndNotOfTheStart() {
      Bench bench = Bench.of(Fit.SKIP, node(1), cpu("A", 2, 1));

      bench.start();
      assertThat(bench.done(6, "A.0")).containsExactly("A.1@0");
      assertThat(bench.readyMicros("A.1")).isZero();
    }

    /** B's task i waits for A's task i alone: A.2 ends first, and B.2 starts at once. */
    @Test
    void doesATaskStartAsSoonAsItsMatchIsDone() {
      Bench bench = Bench.of(Fit.SKIP, node(9), cpu("A", 3, 1), matched("B", 3, "A"));

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@0", "A.2@0");
      assertThat(bench.done(4, "A.2")).containsExactly("B.2@0");
      assertThat(bench.readyMicros("B.2")).isEqualTo(4);
      assertThat(bench.done(5, "A.1", "A.0")).containsExactly("B.0@0", "B.1@0");
      assertThat(bench.done(6, "B.0", "B.1", "B.2")).isEmpty();
      assertThat(bench.dispatcher.complete()).isTrue();
    }

    /** C's tasks wait for their matches in A and B, and all of them for G. */
    @Test
    void doesATaskWaitForAllItsMatchesAndForWholeSetsToo() {
      TaskSet c =
          set(
              "C",
              2,
              Resources.of(1, 0),
              1,
              new Dependency("A", false, Match.INDEX),
              new Dependency("B", false, Match.INDEX),
              Dependency.on("G"));
      Bench bench = Bench.of(Fit.SKIP, node(9), cpu("A", 2, 1), cpu("B", 2, 1), cpu("G", 1, 1), c);

      assertThat(bench.start()).hasSize(5);
      assertThat(bench.done(1, "A.0")).isEmpty();
      assertThat(bench.done(2, "B.0")).isEmpty();
      assertThat(bench.done(3, "B.1")).isEmpty();
      assertThat(bench.done(4, "G.0")).containsExactly("C.0@0");
      assertThat(bench.readyMicros("C.0")).isEqualTo(4);
      assertThat(bench.done(5, "A.1")).containsExactly("C.1@0");
    }

    /**
     * C waits for all of A, for its match in A, which says nothing more, and for its match in B: as
     * long as B.0 is not done, C.0 must not start.
     */
    @Test
    void doesATaskThatWaitsForASetTwiceStillWaitForTheOther() {
      TaskSet c =
          set(
              "C",
              1,
              Resources.of(1, 0),
              1,
              Dependency.on("A"),
              new Dependency("A", false, Match.INDEX),
              new Dependency("B", false, Match.INDEX));
      Bench bench = Bench.of(Fit.SKIP, node(9), cpu("A", 1, 1), cpu("B", 1, 1), c);

      assertThat(bench.start()).containsExactly("A.0@0", "B.0@0");
      assertThat(bench.done(1, "A.0")).isEmpty();
      assertThat(bench.done(2, "B.0")).containsExactly("C.0@0");
    }

    /** X[1] waits for X[0] task by task: a chain in each index, none across. */
    @Test
    void doIterationsFollowEachOtherIndexByIndex() {
      TaskSet x = set("X", 2, Resources.of(1, 0), 1, new Dependency("X", true, Match.INDEX));
      Workflow twice = new Workflow("twice", 2, List.of(x), List.of(), List.of());
      Bench bench = new Bench(StandardPolicy.RECORDED, FailurePolicy.STRICT, node(9), twice);

      assertThat(bench.start()).containsExactly("X[0].0@0", "X[0].1@0");
      assertThat(bench.done(3, "X[0].1")).containsExactly("X[1].1@0");
      assertThat(bench.done(4, "X[1].1")).isEmpty();
      assertThat(bench.done(5, "X[0].0")).containsExactly("X[1].0@0");
    }

    /** Where stages have barriers, matched tasks wait for the whole stage like all others. */
    @Test
    void doBarriersOverruleMatches() {
      WorkflowGraph graph = WorkflowGraph.of(workflow(cpu("A", 2, 1), matched("B", 2, "A")));
      Bench bench =
          new Bench(
              StandardPolicy.RECORDED,
              FailurePolicy.STRICT,
              node(9),
              graph,
              Plan.sequential(graph, SequentialBaseline.RANKS));

      bench.start();
      assertThat(bench.done(1, "A.0")).isEmpty();
      assertThat(bench.done(2, "A.1")).containsExactly("B.0@0", "B.1@0");
    }
  }

  @Nested
  class SeveralProcesses {

    /** Three processes of 2 slots on nodes of 4: two on node 0, the third on node 1. */
    @Test
    void doTheProcessesOfATaskSpreadOverNodes() {
      TaskSet a = set("A", 2, new Resources(3, 2, 0, 0), 1);
      Bench bench = Bench.of(Placement.NEXT_FIT, Cluster.of("3 x 4", 3, 4, 0), a);

      assertThat(bench.start()).containsExactly("A.0@0+0+1", "A.1@1+2+2");
      assertThat(bench.dispatcher.nodes(bench.task("A.0"))).containsExactly(0, 0, 1);
      assertThat(bench.dispatcher.node(bench.task("A.0"))).isZero();
    }

    /**
     * Nodes of 4 slots, two of them. S takes 3 slots of node 0; M asks for 3 x 2, of which two fit
     * node 1 and the third nowhere: nothing of it stays behind, so B (4 slots) still finds node 1
     * empty, and the pointer is where it was: C takes the last slot of node 0.
     */
    @Test
    void doesATaskThatDoesNotFitWhollyLeaveNothingBehind() {
      TaskSet m = set("M", 1, new Resources(3, 2, 0, 0), 1);
      Bench bench =
          Bench.of(
              Placement.NEXT_FIT,
              Cluster.of("2 x 4", 2, 4, 0),
              cpu("S", 1, 3),
              m,
              cpu("C", 1, 1),
              cpu("B", 1, 4));

      assertThat(bench.start()).containsExactly("S.0@0", "C.0@0", "B.0@1");
      // Node 1 alone holds two processes; with node 0 there is room for all three.
      assertThat(bench.done(2, "B.0")).isEmpty();
      assertThat(bench.done(3, "C.0")).isEmpty();
      assertThat(bench.done(4, "S.0")).containsExactly("M.0@1+1+0");
    }

    /** All processes give back what they took: the next wave fits in the same way. */
    @Test
    void doAllProcessesGiveBackWhatTheyTook() {
      TaskSet a = set("A", 3, new Resources(2, 3, 1, 0), 1);
      Bench bench = Bench.of(Placement.FIRST_FIT, Cluster.of("2 x 4", 2, 4, 1), a);

      assertThat(bench.start()).containsExactly("A.0@0+1");
      assertThat(bench.done(2, "A.0")).containsExactly("A.1@0+1");
      assertThat(bench.done(4, "A.1")).containsExactly("A.2@0+1");
    }

    /** Two nodes of 4 slots hold two processes of 3, one on each, and never three. */
    @Test
    void isATaskOfMoreProcessesThanEverFitRefused() {
      Cluster cluster = Cluster.of("2 x 4", 2, 4, 0);

      assertThatThrownBy(
              () ->
                  Bench.of(Placement.NEXT_FIT, cluster, set("A", 1, new Resources(3, 3, 0, 0), 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'A'")
          .hasMessageContaining("3 x (3 slots");
    }
  }

  @Nested
  class WhatGoesWrong {

    /** Two retries: attempts 1, 2 and 3 fail; then the task has failed for good. */
    @Test
    void isAFailedTaskTriedAgainAsOftenAsAllowed() {
      Bench bench = failing(2, OnFailure.STOP, cpu("A", 1, 1), cpu("B", 1, 1, "A"));

      assertThat(bench.start()).containsExactly("A.0@0");
      assertThat(bench.attempt("A.0")).isEqualTo(1);
      assertThat(bench.ended(2, TaskEnd.FAILED, "A.0")).containsExactly("A.0@0");
      assertThat(bench.attempt("A.0")).isEqualTo(2);
      assertThat(bench.readyMicros("A.0")).isEqualTo(2);
      assertThat(bench.ended(3, TaskEnd.FAILED, "A.0")).containsExactly("A.0@0");
      assertThat(bench.attempt("A.0")).isEqualTo(3);
      assertThat(bench.dispatcher.failedTasks()).isZero();
      assertThat(bench.ended(4, TaskEnd.FAILED, "A.0")).isEmpty();
      assertThat(bench.dispatcher.failedTasks()).isEqualTo(1);
      assertThat(bench.dispatcher.runningTasks()).isZero();
      assertThat(bench.dispatcher.complete()).isFalse();
    }

    /** Each task has its own retries: A.0 uses its one up, A.1 still has its own. */
    @Test
    void areRetriesCountedTaskByTask() {
      Bench bench = failing(1, OnFailure.CONTINUE, cpu("A", 2, 1));

      bench.start();
      assertThat(bench.ended(1, TaskEnd.FAILED, "A.0")).containsExactly("A.0@0");
      assertThat(bench.ended(2, TaskEnd.FAILED, "A.0")).isEmpty();
      assertThat(bench.ended(3, TaskEnd.FAILED, "A.1")).containsExactly("A.1@0");
      assertThat(bench.done(4, "A.1")).isEmpty();
      assertThat(bench.dispatcher.failedTasks()).isEqualTo(1);
      assertThat(bench.dispatcher.doneTasks()).isEqualTo(1);
    }

    /** A retry that succeeds lets the run go on as if nothing had happened. */
    @Test
    void doesARetryThatSucceedsLetWhatWaitsGoOn() {
      Bench bench = failing(1, OnFailure.STOP, cpu("A", 2, 1), cpu("B", 1, 1, "A"));

      bench.start();
      bench.ended(1, TaskEnd.FAILED, "A.1");
      assertThat(bench.done(2, "A.0")).isEmpty();
      assertThat(bench.done(3, "A.1")).containsExactly("B.0@0");
      bench.done(4, "B.0");
      assertThat(bench.dispatcher.complete()).isTrue();
    }

    /** Without any retry, a task that is lost with its node three times still gets a fourth try. */
    @Test
    void isALostTaskTriedAgainWithoutCounting() {
      Bench bench = failing(0, OnFailure.STOP, cpu("A", 1, 1));

      bench.start();
      for (int t = 1; t <= 3; t++) {
        assertThat(bench.ended(t, TaskEnd.LOST, "A.0")).containsExactly("A.0@0");
        assertThat(bench.attempt("A.0")).isEqualTo(1);
      }
      assertThat(bench.dispatcher.failedTasks()).isZero();
      assertThat(bench.done(9, "A.0")).isEmpty();
      assertThat(bench.dispatcher.complete()).isTrue();
    }

    /**
     * A.0 fails for good at 1; under STOP nothing of B, which is ready, starts on the slots that it
     * leaves, and A.1, which still runs, is seen to its end.
     */
    @Test
    void doesNothingStartAfterAFailureUnderStop() {
      Bench bench = failing(0, OnFailure.STOP, cpu("A", 2, 4), cpu("B", 3, 4), cpu("C", 1, 1, "B"));

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@0");
      assertThat(bench.ended(1, TaskEnd.FAILED, "A.0")).isEmpty();
      assertThat(bench.dispatcher.runningTasks()).isEqualTo(1);
      assertThat(bench.done(2, "A.1")).isEmpty();
      assertThat(bench.dispatcher.runningTasks()).isZero();
      assertThat(bench.dispatcher.complete()).isFalse();
    }

    /** Under CONTINUE, B and its follower C go on; D, which depends on A, never starts. */
    @Test
    void doesWhatDoesNotDependOnAFailureGoOnUnderContinue() {
      Bench bench =
          failing(
              0,
              OnFailure.CONTINUE,
              cpu("A", 2, 4),
              cpu("B", 1, 4),
              cpu("C", 1, 1, "B"),
              cpu("D", 1, 1, "A"));

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@0");
      assertThat(bench.ended(1, TaskEnd.FAILED, "A.0")).containsExactly("B.0@0");
      assertThat(bench.done(2, "A.1")).isEmpty();
      assertThat(bench.done(3, "B.0")).containsExactly("C.0@0");
      assertThat(bench.done(4, "C.0")).isEmpty();
      assertThat(bench.dispatcher.complete()).isFalse();
      assertThat(bench.dispatcher.doneTasks()).isEqualTo(3);
    }

    /** B.1 waits for A.1 alone, so it goes on when A.0 fails; B.0 does not. */
    @Test
    void doesOnlyTheMatchOfAFailedTaskStayBehind() {
      Bench bench = failing(0, OnFailure.CONTINUE, cpu("A", 2, 1), matched("B", 2, "A"));

      bench.start();
      assertThat(bench.ended(1, TaskEnd.FAILED, "A.0")).isEmpty();
      assertThat(bench.done(2, "A.1")).containsExactly("B.1@0");
    }

    /** A canceled task counts as failed and is not tried again, retries or not. */
    @Test
    void isACanceledTaskNotTriedAgain() {
      Bench bench = failing(5, OnFailure.CONTINUE, cpu("A", 1, 1));

      bench.start();
      assertThat(bench.ended(1, TaskEnd.CANCELED, "A.0")).isEmpty();
      assertThat(bench.dispatcher.failedTasks()).isEqualTo(1);
    }

    /** At the walltime: what runs is seen to its end, nothing new starts. */
    @Test
    void doesNothingStartAfterAStop() {
      Bench bench = Bench.of(Fit.SKIP, node(1), cpu("A", 2, 1));

      bench.start();
      bench.dispatcher.stop();
      assertThat(bench.done(3, "A.0")).isEmpty();
      assertThat(bench.dispatcher.doneTasks()).isEqualTo(1);
      assertThat(bench.dispatcher.complete()).isFalse();
    }

    /**
     * Two nodes of 2 slots, five tasks of one: two on each. Node 0 goes down with A.0 and A.1: they
     * wait behind A.4, which was ready before them, and find room on node 1 one after the other.
     * When node 0 is back, it takes what still waits.
     */
    @Test
    void isANodeThatWentDownLeftAloneUntilItIsUp() {
      Bench bench = Bench.of(Placement.FIRST_FIT, Cluster.of("2 x 2", 2, 2, 0), cpu("A", 5, 1));

      assertThat(bench.start()).containsExactly("A.0@0", "A.1@0", "A.2@1", "A.3@1");
      assertThat(bench.dispatcher.nodeDown(0))
          .containsExactly(bench.task("A.0"), bench.task("A.1"));
      assertThat(bench.ended(1, TaskEnd.LOST, "A.0", "A.1")).isEmpty();
      assertThat(bench.done(2, "A.2")).containsExactly("A.4@1");
      assertThat(bench.done(3, "A.3")).containsExactly("A.0@1");
      bench.dispatcher.nodeUp(0);
      assertThat(bench.dispatch(4)).containsExactly("A.1@0");
      assertThat(bench.done(5, "A.4", "A.0", "A.1")).isEmpty();
      assertThat(bench.dispatcher.complete()).isTrue();
    }

    /** A node that comes back has all its slots, whether its tasks were lost before or after. */
    @Test
    void doesANodeComeBackWhole() {
      Bench bench = Bench.of(Placement.NEXT_FIT, Cluster.of("1 x 3", 1, 3, 0), cpu("A", 6, 1));

      assertThat(bench.start()).hasSize(3);
      assertThat(bench.dispatcher.nodeDown(0)).hasSize(3);
      assertThat(bench.ended(1, TaskEnd.LOST, "A.0", "A.1")).isEmpty();
      bench.dispatcher.nodeUp(0);
      assertThat(bench.dispatch(2)).containsExactly("A.3@0", "A.4@0");
      assertThat(bench.ended(3, TaskEnd.LOST, "A.2")).containsExactly("A.5@0");
      assertThat(bench.done(4, "A.3", "A.4", "A.5")).containsExactly("A.0@0", "A.1@0", "A.2@0");
    }

    /** A task with one process on node 0 and one on node 1 is lost with either. */
    @Test
    void isATaskOfSeveralProcessesLostWithAnyOfItsNodes() {
      TaskSet a = set("A", 1, new Resources(2, 2, 0, 0), 1);
      Bench bench = Bench.of(Placement.NEXT_FIT, Cluster.of("3 x 2", 3, 2, 0), a, cpu("B", 1, 2));

      assertThat(bench.start()).containsExactly("A.0@0+1", "B.0@2");
      assertThat(bench.dispatcher.nodeDown(1)).containsExactly(bench.task("A.0"));
      assertThat(bench.ended(1, TaskEnd.LOST, "A.0")).isEmpty();
      // Node 0 was given back too: with node 2 free there is room for both processes.
      assertThat(bench.done(2, "B.0")).containsExactly("A.0@2+0");
    }

    @Test
    void isTheEndOfATaskThatDoesNotRunRefused() {
      Bench bench = Bench.of(Fit.SKIP, node(1), cpu("A", 2, 1));

      bench.start();
      assertThatThrownBy(() -> bench.end("A.1", TaskEnd.DONE, 1))
          .isInstanceOf(IllegalStateException.class);
      bench.end("A.0", TaskEnd.DONE, 1);
      assertThatThrownBy(() -> bench.end("A.0", TaskEnd.DONE, 1))
          .isInstanceOf(IllegalStateException.class);
    }

    private Bench failing(int retries, OnFailure onFailure, TaskSet... sets) {
      return new Bench(
          StandardPolicy.RECORDED, new FailurePolicy(retries, onFailure), node(8), workflow(sets));
    }
  }

  private static Cluster node(int slots) {
    return Cluster.of("1 x " + slots, 1, slots, 0);
  }

  /** Nodes written as {@code slots:gpus}. */
  private static Cluster nodes(String each) {
    List<NodeGroup> groups =
        Arrays.stream(each.split(" "))
            .map(n -> n.split(":"))
            .map(n -> new NodeGroup(1, Integer.parseInt(n[0]), 1, Integer.parseInt(n[1]), 0, 0))
            .toList();
    return new Cluster(each, SlotKind.CORE, groups);
  }

  private static Workflow workflow(TaskSet... sets) {
    return Workflow.of("by hand", sets);
  }

  private static TaskSet cpu(String name, int tasks, int slots, String... after) {
    return TaskSet.of(name, tasks, Resources.of(slots, 0), Duration.ofSeconds(1), after);
  }

  private static TaskSet gpu(String name, int tasks, int slots, int gpus) {
    return TaskSet.of(name, tasks, Resources.of(slots, gpus), Duration.ofSeconds(1));
  }

  private static TaskSet matched(String name, int tasks, String before) {
    return set(name, tasks, Resources.of(1, 0), 1, new Dependency(before, false, Match.INDEX));
  }

  private static TaskSet set(
      String name, int tasks, Resources resources, double seconds, Dependency... after) {
    return new TaskSet(
        name, tasks, resources, Duration.ofSeconds(seconds), List.of(after), new Command.Sleep());
  }

  /** An engine without a clock: it releases at once, or when told to, and writes launches down. */
  private static final class Bench implements Dispatcher.Engine {
    private final WorkflowGraph graph;
    private final Plan plan;
    private final Dispatcher dispatcher;
    private final List<String> holds = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private final int[] attempts;
    private final long[] readyMicros;
    private List<String> launched = new ArrayList<>();

    Bench(SchedulingPolicy policy, FailurePolicy failures, Cluster cluster, Workflow workflow) {
      this(policy, failures, cluster, WorkflowGraph.of(workflow), null);
    }

    Bench(
        SchedulingPolicy policy,
        FailurePolicy failures,
        Cluster cluster,
        WorkflowGraph graph,
        Plan plan) {
      this.graph = graph;
      this.plan = plan == null ? Plan.asynchronous(graph) : plan;
      this.attempts = new int[graph.taskCount()];
      this.readyMicros = new long[graph.taskCount()];
      this.dispatcher = new Dispatcher(this.plan, cluster, policy, failures, this);
    }

    static Bench of(Placement placement, Cluster cluster, TaskSet... sets) {
      return new Bench(
          new StandardPolicy(Order.SUBMISSION, Fit.SKIP, placement),
          FailurePolicy.STRICT,
          cluster,
          workflow(sets));
    }

    static Bench of(Fit fit, Cluster cluster, TaskSet... sets) {
      return new Bench(
          new StandardPolicy(Order.SUBMISSION, fit, Placement.NEXT_FIT),
          FailurePolicy.STRICT,
          cluster,
          workflow(sets));
    }

    /** The same bench, which does not release these groups by itself. */
    Bench holding(String... labels) {
      holds.addAll(List.of(labels));
      return this;
    }

    List<String> start() {
      dispatcher.begin(0);
      return dispatch(0);
    }

    List<String> dispatch(long now) {
      dispatcher.dispatch(now);
      List<String> since = launched;
      launched = new ArrayList<>();
      return since;
    }

    List<String> done(long now, String... tasks) {
      return ended(now, TaskEnd.DONE, tasks);
    }

    List<String> ended(long now, TaskEnd how, String... tasks) {
      for (String task : tasks) {
        end(task, how, now);
      }
      return dispatch(now);
    }

    void end(String task, TaskEnd how, long now) {
      dispatcher.ended(task(task), how, now);
    }

    void release(String label, long now) {
      for (int g = 0; g < plan.groups().size(); g++) {
        if (plan.groups().get(g).label().equals(label)) {
          dispatcher.release(g, now);
          return;
        }
      }
      throw new AssertionError("no group is called " + label);
    }

    List<String> held() {
      return held;
    }

    int attempt(String task) {
      return attempts[task(task)];
    }

    long readyMicros(String task) {
      return readyMicros[task(task)];
    }

    int task(String written) {
      int dot = written.lastIndexOf('.');
      SetInstance set = graph.named(written.substring(0, dot)).get(0);
      return set.firstTask() + Integer.parseInt(written.substring(dot + 1));
    }

    @Override
    public void eligible(int group, long nowMicros) {
      String label = plan.groups().get(group).label();
      if (holds.contains(label)) {
        held.add(label);
      } else {
        dispatcher.release(group, nowMicros);
      }
    }

    @Override
    public void launch(int task, int attempt, long ready, long nowMicros) {
      SetInstance set = graph.instanceOf(task);
      attempts[task] = attempt;
      readyMicros[task] = ready;
      launched.add(
          set.label()
              + "."
              + (task - set.firstTask())
              + "@"
              + Arrays.stream(dispatcher.nodes(task))
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining("+")));
    }
  }
}
