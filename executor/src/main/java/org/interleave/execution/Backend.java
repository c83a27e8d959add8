package org.interleave.execution;

import java.util.Map;
import org.interleave.scheduling.TaskEnd;

/**
 * Where tasks really run. An executor drives the same dispatcher as the simulator and hands each
 * placed task to a backend; the backend starts it, and reports what becomes of it.
 */
public interface Backend extends AutoCloseable {

  /**
   * Takes the reports of a backend, from any thread. Instants are microseconds on the run's clock.
   * The reports of one task come in their order.
   */
  interface Events {

    /**
     * The task began to execute.
     *
     * @param pid of its process, or 0 if it has none
     */
    void started(int task, int launch, long pid, long micros);

    /**
     * The task stopped, and its resources are free. A task that could not be started ends without
     * having started.
     *
     * @param exitCode of its process, 128 + n if signal n ended it; -1 if it never had one
     * @param why what a person should know of an end that is not DONE; empty if nothing
     */
    void ended(int task, int launch, TaskEnd end, int exitCode, String why, long micros);

    /** A node is out of service; its tasks are lost, and are not reported one by one. */
    void nodeDown(int node);

    /** A node is back in service. */
    void nodeUp(int node);
  }

  /** The backend's name in traces. */
  String label();

  /** What a trace's header should say of it besides its name. */
  default Map<String, String> provenance() {
    return Map.of();
  }

  /**
   * Makes ready to start tasks.
   *
   * @param clock of the run
   * @param events takes the reports
   */
  void open(Clock clock, Events events);

  /** Starts a task and returns at once; a failure to start is reported as its end. */
  void start(TaskLaunch launch);

  /**
   * Ends a task that was started: politely first, then by force. It is reported as CANCELED, unless
   * it has ended by itself before. A task that is not running is ignored.
   */
  void cancel(int task);

  /** Ends everything that still runs, by force, and returns when nothing of the run is left. */
  @Override
  void close();
}
