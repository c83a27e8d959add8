package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.interleave.duration.Duration;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.explain.CriticalChain.Reason;
import org.interleave.trace.Metrics;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class DagDrawingTest {

  private static final Metrics NOTHING_DONE = new Metrics(1, 0, 0, 0, 0, 0, 0, List.of());

  @Test
  void setsOfTheChainAreStrongAndOthersMasked() {
    WorkflowGraph graph =
        WorkflowGraph.of(Workflow.of("w", set("A"), set("B", "A"), set("C", "A"), set("D", "B")));
    Metrics metrics =
        new Metrics(
            4,
            4,
            3,
            3,
            1,
            1,
            0,
            List.of(figures("A", 0, 1), figures("B", 1, 2), figures("C", 1, 3)));
    List<Link> chain =
        List.of(
            new Link("A", 1, 0, 1, Reason.BEGIN, 0),
            new Link("B", 1, 1, 2, Reason.DEPENDENCY, 0),
            new Link("C", 1, 2, 3, Reason.RESOURCE, 0));
    String html = DagDrawing.html(graph, metrics, chain, new Fills(List.of()));
    assertThat(count(html, "class=\"set critical\"")).isEqualTo(3);
    assertThat(count(html, "class=\"set masked\"")).isZero();
    assertThat(count(html, "class=\"set not-started\"")).isEqualTo(1);
    assertThat(count(html, "class=\"edge strong\" data-from=\"0\" data-to=\"1\"")).isEqualTo(1);
    assertThat(count(html, "class=\"edge\" data-from=\"0\" data-to=\"2\"")).isEqualTo(1);
    assertThat(count(html, "class=\"edge strong freed\" data-from=\"1\" data-to=\"2\""))
        .isEqualTo(1);
    assertThat(html)
        .contains(">B<", "3 tasks × 2 slots, 1 GPU", "TX 5.00 s", "1.00 to 2.00 s")
        .contains("2 branches end")
        .contains("D, 3 tasks × 2 slots, 1 GPU, TX 5.00 s, not started, not started, rank 2");
    String masked = DagDrawing.html(graph, metrics, chain.subList(0, 2), new Fills(List.of()));
    assertThat(count(masked, "class=\"set masked\"")).isEqualTo(1);
  }

  @Test
  void everyBoxCanBeReachedByKeyboardAndSaysWhatItIs() {
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", set("A"), set("B", "A")));
    String html = DagDrawing.html(graph, NOTHING_DONE, List.of(), new Fills(List.of()));
    assertThat(count(html, "<g class=\"set [^>]*tabindex=\"0\" role=\"img\" aria-label=\"[AB], "))
        .isEqualTo(2);
    assertThat(html).contains("waits for nothing</title>", "waits for A</title>");
  }

  @Test
  void namesAreTextWhateverTheyAre() {
    String hostile = "</svg><script>alert(1)</script>&\"' onload=x";
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", set(hostile), set("B", hostile)));
    String html = DagDrawing.html(graph, NOTHING_DONE, List.of(), new Fills(List.of()));
    assertThat(html).doesNotContain("<script").contains("&lt;/svg&gt;&lt;script&gt;");
    assertThat(count(html, "</svg>")).isEqualTo(1);
    assertThat(html).doesNotContain("\"' onload");
  }

  @Test
  void aGraphOfThousandsOfSetsStaysSmallAndSaysWhatItLeavesOut() {
    List<TaskSet> sets = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sets.add(i < 40 ? set("s" + i) : set("s" + i, "s" + (i - 40), "s" + (i - 1)));
    }
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", sets.toArray(new TaskSet[0])));
    String html = DagDrawing.html(graph, NOTHING_DONE, List.of(), new Fills(List.of()));
    assertThat(count(html, "class=\"set ")).isBetween(10, DrawnSets.MOST);
    assertThat(html).contains("of 2000 sets").hasSizeLessThan(200_000);
  }

  @Test
  void ofManyIterationsTheFirstAreDrawn() {
    Workflow once = Workflow.of("w", set("A"), set("B", "A"));
    WorkflowGraph graph =
        WorkflowGraph.of(new Workflow("w", 500, once.sets(), List.of(), List.of()));
    String html = DagDrawing.html(graph, NOTHING_DONE, List.of(), new Fills(List.of()));
    assertThat(count(html, "class=\"set ")).isEqualTo(4);
    assertThat(html).contains("The first 2 of 500 iterations");
  }

  @Test
  void criticalSetsOfALargeGraphAreDrawnBeforeOthers() {
    List<TaskSet> sets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sets.add(set("s" + i));
    }
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", sets.toArray(new TaskSet[0])));
    assertThat(DrawnSets.of(graph, List.of("s299")).instances())
        .hasSize(DrawnSets.MOST)
        .contains(graph.instance(299), graph.instance(58))
        .doesNotContain(graph.instance(59));
  }

  @Test
  void boxesLieRightOfWhatTheyWaitForAndNeverOnEachOther() {
    for (int seed = 0; seed < 200; seed++) {
      WorkflowGraph graph = random(seed);
      DagLayout layout = new DagLayout(graph, graph.instances());
      for (SetInstance a : graph.instances()) {
        assertThat(layout.middle(a) + DagLayout.BOX_HEIGHT / 2)
            .as("seed " + seed)
            .isLessThanOrEqualTo(layout.height());
        for (int id : graph.predecessors(a.id())) {
          SetInstance before = graph.instance(id);
          if (before.iteration() == a.iteration()) {
            assertThat(layout.left(before)).as("seed " + seed).isLessThan(layout.left(a));
          }
        }
        for (SetInstance b : graph.instances()) {
          if (a.id() < b.id() && layout.left(a) == layout.left(b)) {
            assertThat(Math.abs(layout.middle(a) - layout.middle(b)))
                .as("seed %s, %s and %s", seed, a.label(), b.label())
                .isGreaterThan(DagLayout.BOX_HEIGHT);
          }
        }
      }
    }
  }

  private static WorkflowGraph random(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 1 + random.nextInt(18);
    List<TaskSet> sets = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Dependency> after = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(4) == 0) {
          after.add(Dependency.on("s" + j));
        }
      }
      TaskSet plain = set("s" + i);
      sets.add(
          new TaskSet(
              plain.name(), plain.tasks(), plain.resources(), plain.time(), after, plain.run()));
    }
    return WorkflowGraph.of(new Workflow("w", 1 + random.nextInt(3), sets, List.of(), List.of()));
  }

  private static TaskSet set(String name, String... after) {
    return TaskSet.of(name, 3, Resources.of(2, 1), Duration.ofSeconds(5), after);
  }

  private static Metrics.SetFigures figures(String set, double start, double end) {
    return new Metrics.SetFigures(set, 3, start, end, List.of(0));
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }
}
