package org.interleave.ddmd;

import java.nio.file.Path;

/**
 * Where the tasks of a run leave their files: a folder an iteration.
 *
 * @param folder of the whole run
 */
record WorkFolder(Path folder) {
  Path trajectory(int iteration, int simulation) {
    return in(iteration, "simulation-" + simulation + ".trajectory");
  }

  Path energies(int iteration, int simulation) {
    return in(iteration, "simulation-" + simulation + ".energies.csv");
  }

  Path dataset(int iteration) {
    return in(iteration, "dataset.frames");
  }

  Path weights(int iteration) {
    return in(iteration, "autoencoder.weights");
  }

  Path losses(int iteration) {
    return in(iteration, "autoencoder.losses.csv");
  }

  Path candidates(int iteration, int part) {
    return in(iteration, "inference-" + part + ".candidates");
  }

  Path candidatesTable(int iteration, int part) {
    return in(iteration, "inference-" + part + ".candidates.csv");
  }

  Path analysis(int iteration, int part) {
    return in(iteration, "analysis-" + part + ".csv");
  }

  Path clusters(int iteration, int part) {
    return in(iteration, "analysis-" + part + ".clusters.csv");
  }

  private Path in(int iteration, String name) {
    return folder.resolve("iteration-" + iteration).resolve(name);
  }
}
