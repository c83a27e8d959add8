package org.interleave.trace;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.cluster.Cluster;

/**
 * What a trace is a trace of.
 *
 * @param engine who made it: {@code simulated}, {@code executed} or {@code recorded}
 * @param workflow the workflow's name
 * @param iterations how many the workflow has
 * @param mode the execution mode with its baseline
 * @param policy order, fit and placement
 * @param pooled whether the cluster was taken for one large node, number 0
 * @param cluster the machine
 * @param overheads the name of the overheads
 * @param seed of the durations
 * @param replication of the durations
 * @param ttxMicros from the start of the bootstrap to the end of the tail: the makespan
 * @param provenance what else is known of the run, such as its time scale; keys of small letters
 *     and hyphens
 */
public record TraceHeader(
    String engine,
    String workflow,
    int iterations,
    String mode,
    String policy,
    boolean pooled,
    Cluster cluster,
    String overheads,
    long seed,
    int replication,
    long ttxMicros,
    Map<String, String> provenance) {

  /** Of how much the durations of an executed run were scaled, where they were. */
  public static final String TIME_SCALE = "time-scale";

  /** That an executed run does not tell which slots and GPUs its tasks had, where that is so. */
  public static final Map<String, String> WITHOUT_IDS = Map.of("slot-ids", "unknown");

  /** The digest of the specification that was run, with everything that was set beside it. */
  public static final String SPEC_SHA256 = "spec-sha256";

  public TraceHeader {
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /** A header that says nothing else of the run. */
  public TraceHeader(
      String engine,
      String workflow,
      int iterations,
      String mode,
      String policy,
      boolean pooled,
      Cluster cluster,
      String overheads,
      long seed,
      int replication,
      long ttxMicros) {
    this(
        engine,
        workflow,
        iterations,
        mode,
        policy,
        pooled,
        cluster,
        overheads,
        seed,
        replication,
        ttxMicros,
        Map.of());
  }

  /**
   * Whether another run was one of the same work on the same machine, in whatever mode: only then
   * does it mean something to compare their makespans. Headers that don't tell their specification
   * are taken at their word.
   */
  public boolean isOfSameWork(TraceHeader other) {
    return workflow.equals(other.workflow)
        && iterations == other.iterations
        && engine.equals(other.engine)
        && policy.equals(other.policy)
        && cluster.equals(other.cluster)
        && overheads.equals(other.overheads)
        && seed == other.seed
        && replication == other.replication
        && said(TIME_SCALE).equals(other.said(TIME_SCALE))
        && said(SPEC_SHA256).equals(other.said(SPEC_SHA256));
  }

  private String said(String key) {
    return provenance.getOrDefault(key, "");
  }

  /** The same header, which says more of where the run comes from. */
  public TraceHeader withProvenance(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(provenance);
    all.putAll(more);
    return with(ttxMicros, all);
  }

  /** The same header with its makespan known. */
  public TraceHeader withTtxMicros(long micros) {
    return with(micros, provenance);
  }

  private TraceHeader with(long micros, Map<String, String> said) {
    return new TraceHeader(
        engine,
        workflow,
        iterations,
        mode,
        policy,
        pooled,
        cluster,
        overheads,
        seed,
        replication,
        micros,
        said);
  }
}
