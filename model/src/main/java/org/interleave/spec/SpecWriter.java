package org.interleave.spec;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.TaskSet;

/**
 * Writes specifications, clusters and overheads as YAML. What {@link SpecReader} has read is
 * written as a text that it reads as the same, to the last bit of every number. What a program has
 * put together is written as it is: the reader may refuse it, as with a task set's name of two
 * words.
 *
 * <p>Texts are in the order of the format, without what is left to its defaults, and always the
 * same for the same values.
 */
public final class SpecWriter {

  /** The name of what stands in place and has none of its own. */
  static final String IN_PLACE = "in place";

  private SpecWriter() {}

  /**
   * A specification that stands by itself: cluster, overheads and measured times are in place. The
   * source of the given one is not kept, nor are overheads of sets and pipelines that its workflow
   * does not have.
   *
   * @throws IllegalArgumentException if it has a policy that is not one of the offered ones, or is
   *     larger than what is read
   */
  public static String text(Spec spec) {
    Draft top = new Draft().put("interleave", "1");
    WorkflowWriter.put(top, spec.workflow(), spec.faults());
    top.put("cluster", ClusterWriter.node(spec.cluster(), IN_PLACE));
    if (!spec.overheads().equals(Overheads.NONE)) {
      top.put("overheads", overheads(spec));
    }
    top.putUnlessEmpty("policy", policy(spec.policy()));
    top.putUnlessEmpty("failures", failures(spec.failures(), spec.faults()));
    top.putMicros("walltime", spec.faults().walltimeMicros(), 0);
    Draft masked = new Draft();
    new TreeMap<>(spec.masked()).forEach((set, copies) -> masked.put(set, copies.toString()));
    return written(top.putUnlessEmpty("masked", masked).node());
  }

  /**
   * A specification with lines of comment before it.
   *
   * @param comments a line each; characters that are not safe to print are written as escapes
   * @throws IllegalArgumentException as in {@link #text(Spec)}
   */
  public static String text(Spec spec, List<String> comments) {
    StringBuilder text = new StringBuilder();
    comments.forEach(c -> text.append("# ").append(Printable.of(c)).append('\n'));
    return sized(text.append(text(spec)).toString());
  }

  /**
   * A file of overheads.
   *
   * @throws IllegalArgumentException if they are larger than what is read
   */
  public static String overheads(Overheads overheads) {
    return written(OverheadsWriter.node(overheads, "", name -> true, name -> true));
  }

  /**
   * A file of a cluster.
   *
   * @throws IllegalArgumentException if it is larger than what is read
   */
  public static String cluster(Cluster cluster) {
    return written(ClusterWriter.node(cluster, ""));
  }

  /** Of a shipped name or a file, they may serve other workflows too; in place they may not. */
  private static SpecNode overheads(Spec spec) {
    Set<String> pipelines = new HashSet<>();
    spec.workflow().pipelines().stream().map(Pipeline::name).forEach(pipelines::add);
    Set<String> sets = new HashSet<>();
    spec.workflow().sets().stream().map(TaskSet::name).forEach(sets::add);
    return OverheadsWriter.node(spec.overheads(), IN_PLACE, pipelines::contains, sets::contains);
  }

  private static Draft policy(SchedulingPolicy policy) {
    if (!(policy instanceof StandardPolicy standard)
        || !(standard.placement() instanceof Placement placement)) {
      throw new IllegalArgumentException(
          "the scheduling policy "
              + Printable.quoted(policy.label())
              + " can't be written in a specification; use a StandardPolicy of the offered orders,"
              + " fits and placements");
    }
    StandardPolicy usual = StandardPolicy.RECORDED;
    return new Draft()
        .putText("order", standard.order().label(), usual.order().label())
        .putText("fit", standard.fit().label(), usual.fit().label())
        .putText("placement", placement.label(), usual.placement().label());
  }

  private static Draft failures(FailurePolicy policy, Faults faults) {
    Draft draft = new Draft();
    if (faults.taskProbability() > 0) {
      draft.put("probability", QuantityText.number(faults.taskProbability()));
    }
    draft.putMicros("node-mtbf", faults.nodeMtbfMicros(), 0);
    draft.putMicros("node-repair", faults.nodeRepairMicros(), 0);
    draft.put("retries", policy.retries(), FailurePolicy.STRICT.retries());
    String onFailure = policy.onFailure().name();
    draft.putText(
        "on-failure",
        onFailure.toLowerCase(Locale.ROOT),
        FailurePolicy.STRICT.onFailure().name().toLowerCase(Locale.ROOT));
    return draft.putMicros("grace", policy.graceMicros(), FailurePolicy.USUAL_GRACE_MICROS);
  }

  private static String written(SpecNode root) {
    return sized(SpecEmitter.text(root));
  }

  private static String sized(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.SPEC_BYTES) {
      throw new IllegalArgumentException(
          "the text would have "
              + bytes
              + " bytes, but at most "
              + Limits.SPEC_BYTES
              + " are read; use fewer task sets or measured times");
    }
    return text;
  }
}
