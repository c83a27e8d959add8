package org.interleave.execution.local;

/** What the tasks of a set do, as a function of this program. */
@FunctionalInterface
public interface TaskFunction {

  /**
   * Executes a task. Returning is success, any exception is failure. To be ended early, its thread
   * is interrupted.
   */
  void run(TaskContext task) throws Exception;
}
