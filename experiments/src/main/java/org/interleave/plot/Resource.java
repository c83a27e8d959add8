package org.interleave.plot;

import java.util.List;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;

/** What is in use: a panel for each. */
enum Resource {
  SLOTS("CPU slots in use") {
    @Override
    Steps of(Series series) {
      return series.slots();
    }

    @Override
    Steps total(Utilization use) {
      return use.slots();
    }

    @Override
    int capacity(Utilization use) {
      return use.slotCapacity();
    }
  },
  GPUS("GPUs in use") {
    @Override
    Steps of(Series series) {
      return series.gpus();
    }

    @Override
    Steps total(Utilization use) {
      return use.gpus();
    }

    @Override
    int capacity(Utilization use) {
      return use.gpuCapacity();
    }
  };

  /** Above the capacity there is room for its number. */
  private static final double HEADROOM = 1.14;

  private final String label;

  Resource(String label) {
    this.label = label;
  }

  /** The resources that some runs have; CPU slots always. */
  static List<Resource> of(List<Run> runs) {
    return GPUS.highest(runs) > 0 ? List.of(SLOTS, GPUS) : List.of(SLOTS);
  }

  String label() {
    return label;
  }

  abstract Steps of(Series series);

  abstract Steps total(Utilization use);

  abstract int capacity(Utilization use);

  /** The axis that all runs fit on. */
  NumberAxis axis(List<Run> runs, double pixels) {
    return Axes.amount(Math.max(1, highest(runs)) * HEADROOM, pixels);
  }

  private double highest(List<Run> runs) {
    double highest = 0;
    for (Run run : runs) {
      highest = Math.max(highest, Math.max(capacity(run.use()), total(run.use()).peak()));
    }
    return highest;
  }
}
