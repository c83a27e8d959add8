package org.interleave.execution.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.execution.TaskLaunch;
import org.interleave.workflow.Command;

/** What the tasks of a run are to execute, for those who start them elsewhere. */
public final class TaskCommands {

  /**
   * What a task executes.
   *
   * @param argv its words
   * @param environment what is added to the environment of where it is started
   * @param directory where it runs, absolute; it may not be there yet
   */
  public record TaskCommand(List<String> argv, Map<String, String> environment, Path directory) {
    public TaskCommand {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }
  }

  /** Variables whose values are known only where a task is started. */
  private static final List<String> OF_ITS_NODE =
      List.of(
          "INTERLEAVE_NODE",
          "INTERLEAVE_SLOTS",
          "INTERLEAVE_GPUS",
          "CUDA_VISIBLE_DEVICES",
          "ROCR_VISIBLE_DEVICES");

  private final LocalBackend.Setting setting;
  private final Commands commands;
  private final OutputFolders folders;

  private TaskCommands(LocalBackend.Setting setting, Commands commands) {
    this.setting = setting;
    this.commands = commands;
    this.folders = new OutputFolders(setting.directory());
  }

  /**
   * The commands of a run.
   *
   * @throws IOException if the folder that its tasks share can't be made
   */
  public static TaskCommands of(LocalBackend.Setting setting) throws IOException {
    Path work = setting.directory().resolve("work");
    Files.createDirectories(work);
    return new TaskCommands(setting, new Commands(setting, work, null));
  }

  /**
   * What a task executes.
   *
   * @param launch with as many slots and GPUs as it gets, whatever their numbers
   * @throws IllegalArgumentException if it can't be started; the message says why
   */
  public TaskCommand of(TaskLaunch launch) {
    try {
      Commands.Meant words = commands.meant(launch, launch.task() + "-" + launch.launch(), 0);
      Map<String, String> environment = new TreeMap<>(words.environment());
      if (launch.set().set().run() instanceof Command.Argv argv) {
        // What the specification sets itself counts everywhere.
        OF_ITS_NODE.stream()
            .filter(name -> !argv.environment().containsKey(name))
            .forEach(environment::remove);
      } else {
        OF_ITS_NODE.forEach(environment::remove);
      }
      return new TaskCommand(
          words.argv(), environment, setting.base().resolve(words.directory()).normalize());
    } catch (CannotStartException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Where the tasks of a set print to, absolute; made if it is missing.
   *
   * @throws IOException if it can't be made
   */
  public Path output(TaskLaunch launch) throws IOException {
    return setting
        .directory()
        .resolve(folders.of(launch.set().set().name(), launch.set().iteration()));
  }
}
