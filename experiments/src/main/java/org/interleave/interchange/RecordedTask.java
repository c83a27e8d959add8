package org.interleave.interchange;

/**
 * A task of a recorded run. Instants are microseconds since the pilot's bootstrap.
 *
 * @param uid its name in the record
 * @param pipeline the pipeline that it ran in
 * @param stage the stage that it ran in
 * @param set the label of its set
 * @param processes how many, each with its own slots and GPUs
 * @param slots CPU slots of a process
 * @param gpus GPUs of a process
 * @param node from 0
 * @param requestedMicros what it was asked to take
 * @param dispatchedMicros it got its slots
 * @param startedMicros it began to execute
 * @param endedMicros it stopped
 * @param freedMicros its slots were free again
 * @param done whether it ended as it should
 */
public record RecordedTask(
    String uid,
    String pipeline,
    String stage,
    String set,
    int processes,
    int slots,
    int gpus,
    int node,
    long requestedMicros,
    long dispatchedMicros,
    long startedMicros,
    long endedMicros,
    long freedMicros,
    boolean done) {}
