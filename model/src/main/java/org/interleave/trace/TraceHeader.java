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

  /** The same header with its makespan known. */
  public TraceHeader withTtxMicros(long micros) {
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
        provenance);
  }
}
