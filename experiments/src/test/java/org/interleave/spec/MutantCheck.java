package org.interleave.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.interleave.analysis.Prediction;
import org.interleave.presets.ShippedPresets;
import org.interleave.workflow.WorkflowGraph;

/** What holds for every text: it is read and consistent, or refused at a place that exists. */
final class MutantCheck {

  private static final long MOST_NANOS = 1_000_000_000;
  private static final long MOST_BYTES = 256L << 20;
  private static final int SMALL = 30;

  /** Beyond, a double does not tell microseconds apart any more. */
  private static final double MOST_SECONDS = 1e9;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SpecReader reader = new SpecReader(new ShippedPresets());
  private final Path file;

  MutantCheck(Path folder) {
    this.file = folder.resolve("mutant.yaml");
  }

  /** Reads a mutant; what it is, if it is one that can be read. */
  Optional<Spec> read(Mutant mutant) throws IOException {
    Files.write(file, mutant.bytes());
    long nanos = THREAD.getCurrentThreadCpuTime();
    long bytes = THREAD.getThreadAllocatedBytes(Thread.currentThread().getId());
    Spec spec = null;
    SpecException refusal = null;
    try {
      spec = reader.read(file, mutant.settings());
    } catch (SpecException e) {
      refusal = e;
    }
    assertThat(THREAD.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes)
        .as("bytes")
        .isLessThan(MOST_BYTES);
    assertThat(THREAD.getCurrentThreadCpuTime() - nanos).as("time").isLessThan(MOST_NANOS);
    if (refusal != null) {
      check(refusal, mutant);
    } else {
      check(spec);
    }
    return Optional.ofNullable(spec);
  }

  private void check(SpecException refusal, Mutant mutant) {
    Position at = refusal.position();
    assertThat(refusal.getMessage())
        .startsWith(Printable.of(at.source()) + ":" + at.line() + ":" + at.column() + ": ")
        .hasSizeLessThan(1_000);
    assertThat(refusal.getMessage().codePoints()).noneMatch(Printable::isUnsafe);
    assertThat(at.source()).isNotBlank();
    assertThat(at.line()).isPositive();
    assertThat(at.column()).isPositive();
    if (at.source().equals(file.toString())) {
      String[] lines = new String(mutant.bytes(), UTF_8).split("\r\n|\r|\n", -1);
      assertThat(at.line()).as("line").isLessThanOrEqualTo(lines.length + 1);
      int length = at.line() > lines.length ? 0 : lines[at.line() - 1].length();
      assertThat(at.column()).as("column").isLessThanOrEqualTo(length + 1);
    }
  }

  private static void check(Spec spec) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    assertThat(graph.taskCount()).isEqualTo(spec.workflow().taskCount());
    double seconds =
        graph.instances().stream()
            .mapToDouble(i -> i.set().tasks() * i.set().time().meanSeconds())
            .sum();
    if (graph.instances().size() <= SMALL && seconds <= MOST_SECONDS) {
      Prediction prediction = Prediction.of(graph, spec.cluster(), spec.overheads(), spec.masked());
      assertThat(prediction.verdict()).isNotBlank();
      assertThat(prediction.correctedSeconds()).isPositive().isFinite();
    }
  }
}
