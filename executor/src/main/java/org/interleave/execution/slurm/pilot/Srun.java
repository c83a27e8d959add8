package org.interleave.execution.slurm.pilot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts agents as steps of the job that this program runs in. */
public final class Srun implements AgentLauncher {

  private static final String MECHANISM = "jdk.lang.Process.launchMechanism";

  /**
   * A session of its own keeps the terminal's signals away. The step shares the node with others
   * and is not bound, for the agent binds its tasks itself; it may use all that the job was given.
   */
  @Override
  public Process start(String host, Path errors) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "srun",
                "--quiet",
                "--overlap",
                "--nodes=1",
                "--ntasks=1",
                "--nodelist=" + host,
                "--no-kill",
                "--cpu-bind=none",
                "--kill-on-bad-exit=0",
                "--job-name=interleave-agent"));
    command.addAll(agent());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
        .start();
  }

  /** The command of an agent: a small Java with the classes of this one. */
  static List<String> agent() {
    String classPath =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData"));
    String mechanism = System.getProperty(MECHANISM);
    if (mechanism != null) {
      command.add("-D" + MECHANISM + "=" + mechanism);
    }
    command.addAll(List.of("-cp", classPath, Agent.class.getName()));
    return command;
  }
}
