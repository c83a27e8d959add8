package org.interleave.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * The largest number of sets that are pairwise compatible and whose full demands fit a capacity
 * together, found by branch and bound.
 *
 * @param sets the sets found, in the order of their ids
 * @param exact whether the search was finished: there is no larger number
 */
record FittingSets(List<SetInstance> sets, boolean exact) {

  /** How many pairs of sets are looked at before the best found so far has to do. */
  private static final int MOST_STEPS = 500_000;

  /** More sets than these are not searched: the depth of the search is the size of the answer. */
  private static final int MOST_BRANCHED = 1_000;

  /** Which sets may be chosen together, apart from what they demand. */
  interface Compatibility {
    boolean together(SetInstance a, SetInstance b);
  }

  static FittingSets search(WorkflowGraph graph, Demand capacity, Compatibility compatibility) {
    Search search = new Search(capacity, compatibility);
    List<SetInstance> candidates =
        graph.instances().stream()
            .filter(s -> Demand.of(s.set()).fits(capacity))
            .sorted(
                Comparator.comparingDouble((SetInstance s) -> share(s, capacity))
                    .thenComparingInt(SetInstance::id))
            .toList();
    boolean exact = candidates.size() <= MOST_BRANCHED;
    List<SetInstance> best;
    if (exact) {
      search.branch(candidates, Demand.NOTHING);
      exact = search.steps <= MOST_STEPS;
      best = new ArrayList<>(firstOfSize(search, candidates));
    } else {
      best = greedy(candidates, capacity, compatibility);
    }
    if (best.isEmpty() && !graph.instances().isEmpty()) {
      // No set fits with all its tasks: even so, one at a time can run.
      best.add(graph.instance(0));
    }
    best.sort(Comparator.comparingInt(SetInstance::id));
    return new FittingSets(best, exact);
  }

  /**
   * Of all choices as large as the one found, the first in the order of ids, which is the one that
   * a reader would name.
   */
  private static List<SetInstance> firstOfSize(Search found, List<SetInstance> candidates) {
    Search search = new Search(found.capacity, found.compatibility);
    search.target = found.best.size();
    search.branch(
        candidates.stream().sorted(Comparator.comparingInt(SetInstance::id)).toList(),
        Demand.NOTHING);
    return search.best.size() == search.target ? search.best : found.best;
  }

  /** One pass over the candidates, the smallest first: a lower bound for what can't be searched. */
  private static List<SetInstance> greedy(
      List<SetInstance> candidates, Demand capacity, Compatibility compatibility) {
    List<SetInstance> chosen = new ArrayList<>();
    Demand used = Demand.NOTHING;
    int steps = 0;
    for (SetInstance s : candidates) {
      Demand with = used.plus(Demand.of(s.set()));
      if (!with.fits(capacity)) {
        continue;
      }
      steps += chosen.size();
      if (steps > MOST_STEPS) {
        break;
      }
      if (chosen.stream().allMatch(c -> compatibility.together(c, s))) {
        chosen.add(s);
        used = with;
      }
    }
    return chosen;
  }

  private static double share(SetInstance s, Demand capacity) {
    Demand d = Demand.of(s.set());
    return Math.max(
        (double) d.slots() / Math.max(1, capacity.slots()),
        (double) d.gpus() / Math.max(1, capacity.gpus()));
  }

  private static final class Search {
    private static final SetInstance[] NONE = {};

    private final Demand capacity;
    private final Compatibility compatibility;
    private final List<SetInstance> chosen = new ArrayList<>();
    private List<SetInstance> best = List.of();
    private int target = Integer.MAX_VALUE;
    private int steps;

    Search(Demand capacity, Compatibility compatibility) {
      this.capacity = capacity;
      this.compatibility = compatibility;
    }

    void branch(List<SetInstance> candidates, Demand used) {
      SetInstance[] all = candidates.toArray(SetInstance[]::new);
      branch(all, all.length, used);
    }

    private void branch(SetInstance[] candidates, int count, Demand used) {
      if (chosen.size() > best.size()) {
        best = List.copyOf(chosen);
      }
      // One for all branches here: most of the time of a search would go into making them.
      SetInstance[] rest = NONE;
      for (int c = 0; c < count; c++) {
        if (chosen.size() + count - c <= best.size() || best.size() >= target) {
          return;
        }
        if (steps > MOST_STEPS) {
          return;
        }
        SetInstance pick = candidates[c];
        Demand with = used.plus(Demand.of(pick.set()));
        if (with.fits(capacity)) {
          steps += count - c;
          if (rest.length == 0) {
            rest = new SetInstance[count];
          }
          int left = 0;
          for (int o = c + 1; o < count; o++) {
            if (compatibility.together(pick, candidates[o])) {
              rest[left++] = candidates[o];
            }
          }
          chosen.add(pick);
          branch(rest, left, with);
          chosen.remove(chosen.size() - 1);
        }
      }
    }
  }
}
