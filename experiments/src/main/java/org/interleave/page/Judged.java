package org.interleave.page;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code validate} judged in which folders; other workflows there only served to calibrate.
 */
final class Judged {

  private final Map<Path, String> workflows = new LinkedHashMap<>();

  /**
   * What some results tell of.
   *
   * @throws org.interleave.spec.SpecException if one of them is no JSON object
   */
  Judged(List<Path> results) {
    for (Path file : results) {
      Path folder = file.toAbsolutePath().normalize().getParent();
      String workflow = ResultFiles.workflow(file);
      if (ResultFiles.is(file, ResultFiles.VALIDATION) && folder != null && !workflow.isEmpty()) {
        workflows.put(folder, workflow);
      }
    }
  }

  /** How early a run comes: what was judged first, and last what that only took. */
  int place(PageRun run) {
    return isJudged(run) ? 0 : isAside(run) ? 2 : 1;
  }

  /** Whether a run was made on the way to a judgement of another workflow. */
  boolean isAside(PageRun run) {
    return !isJudged(run) && workflows.keySet().stream().anyMatch(file(run)::startsWith);
  }

  private boolean isJudged(PageRun run) {
    String workflow = run.trace().header().workflow();
    return workflows.entrySet().stream()
        .anyMatch(j -> file(run).startsWith(j.getKey()) && workflow.equals(j.getValue()));
  }

  private static Path file(PageRun run) {
    return run.file().toAbsolutePath().normalize();
  }
}
