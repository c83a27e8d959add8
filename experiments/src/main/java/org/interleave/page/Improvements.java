package org.interleave.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.scheduling.SequentialBaseline;

/** Which sequential run each other run is compared with. */
final class Improvements {

  private Improvements() {}

  /**
   * The sequential run for each other one of which I has a meaning, by the latter's place.
   *
   * <p>Where a mode was run several times, the first is compared with the first sequential one, the
   * second with the second, and so on, as they were executed.
   */
  static Map<Integer, PageRun> of(List<PageRun> runs) {
    Map<Integer, PageRun> over = new LinkedHashMap<>();
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      PageRun run = runs.get(i);
      if (run.isSequential()) {
        continue;
      }
      List<PageRun> sequential =
          runs.stream().filter(r -> r.isSequential() && run.isComparableTo(r)).toList();
      if (sequential.isEmpty()) {
        continue;
      }
      PageRun first = usual(sequential);
      List<PageRun> repeated =
          sequential.stream()
              .filter(r -> r.trace().header().mode().equals(first.trace().header().mode()))
              .toList();
      int turn = turns.merge(run.trace().header().mode() + " " + first.file(), 1, Integer::sum) - 1;
      over.put(i, repeated.get(Math.min(turn, repeated.size() - 1)));
    }
    return over;
  }

  /** Of several baselines that of ranks, else the first. */
  private static PageRun usual(List<PageRun> sequential) {
    return sequential.stream()
        .filter(r -> r.trace().header().mode().endsWith("/" + SequentialBaseline.RANKS.label()))
        .findFirst()
        .orElse(sequential.get(0));
  }
}
