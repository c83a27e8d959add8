package org.interleave.workflow;

import java.util.List;

/**
 * A pipeline in the sense of PST (pipeline, stage, task): stages one after the other with a barrier
 * between them; the sets of a stage run together.
 *
 * @param name unique in its workflow
 * @param after the pipelines that must be done before this one starts
 * @param stages each a list of set names; in a workflow of several iterations {@code X[i]} names
 *     the instance of iteration {@code i} (from 0), and a bare {@code X} stands for all of them
 */
public record Pipeline(String name, List<String> after, List<List<String>> stages) {

  public Pipeline {
    after = List.copyOf(after);
    stages = stages.stream().map(List::copyOf).toList();
    if (stages.isEmpty() || stages.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "pipeline '" + name + "' needs one stage or more, each with one set or more");
    }
  }
}
