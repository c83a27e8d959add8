package org.interleave.execution;

import org.interleave.scheduling.TaskEnd;

/**
 * Where tasks really run. An executor drives the same dispatcher as the simulator and hands each
 * placed task to a backend; the backend starts it, and reports what becomes of it from any thread.
 */
public interface Backend extends AutoCloseable {

  /** Takes the reports of a backend. Instants are microseconds on the run's monotonic clock. */
  interface Events {

    /** The task began to execute. */
    void started(int task, int attempt, long micros);

    /**
     * The task stopped, and its resources are free.
     *
     * @param exitCode of its process, or -1 if it never had one
     */
    void ended(int task, int attempt, TaskEnd end, int exitCode, long micros);
  }

  /** The backend's name in traces. */
  String label();

  /** Starts a task and returns at once; a failure to start is reported as its end. */
  void start(TaskLaunch launch, Events events);

  /** Ends a task that runs: politely first, then by force. Its end is reported as usual. */
  void cancel(int task);

  /** Ends everything that still runs. */
  @Override
  void close();
}
