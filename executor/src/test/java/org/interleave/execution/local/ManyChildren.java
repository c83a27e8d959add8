package org.interleave.execution.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.workflow.Command;

/** A program of its own, to be killed. Arguments: a folder, how many children. */
final class ManyChildren {
  private ManyChildren() {}

  public static void main(String[] args) throws Exception {
    int tasks = Integer.parseInt(args[1]);
    String script = "setsid sleep 1000 & trap '' TERM; sleep 1000; sleep 1000";
    try (LocalRun run =
        new LocalRun(
            Path.of(args[0]),
            LocalRun.set("X", tasks, new Command.Argv(List.of("sh", "-c", script))))) {
      run.startAll(0);
      run.events.starts(tasks);
      System.out.println(run.id);
      TimeUnit.SECONDS.sleep(1000);
    }
  }
}
