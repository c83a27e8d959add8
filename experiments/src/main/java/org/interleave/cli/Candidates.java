package org.interleave.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.interleave.calibration.Lump;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.SequentialBaseline;

/** What a shell may complete where an option or parameter takes more than an enum's constants. */
abstract sealed class Candidates implements Iterable<String> {

  private final List<String> all;

  private Candidates(Stream<String> all) {
    this.all = all.toList();
  }

  @Override
  public final Iterator<String> iterator() {
    return all.iterator();
  }

  private static Stream<String> shipped(String kind) {
    return new ShippedPresets().names(kind).stream();
  }

  static final class Workflows extends Candidates {
    Workflows() {
      super(shipped(ShippedPresets.WORKFLOW));
    }
  }

  static final class Clusters extends Candidates {
    Clusters() {
      super(shipped("cluster"));
    }
  }

  static final class OverheadsOrNone extends Candidates {
    OverheadsOrNone() {
      super(Stream.concat(shipped("overheads"), Stream.of("none")));
    }
  }

  static final class Shipped extends Candidates {
    Shipped() {
      super(
          Stream.of(ShippedPresets.WORKFLOW, "cluster", "overheads").flatMap(Candidates::shipped));
    }
  }

  static final class Orders extends Candidates {
    Orders() {
      super(Arrays.stream(Order.values()).map(Order::label));
    }
  }

  static final class Fits extends Candidates {
    Fits() {
      super(Arrays.stream(Fit.values()).map(Fit::label));
    }
  }

  static final class Placements extends Candidates {
    Placements() {
      super(Arrays.stream(Placement.values()).map(Placement::label));
    }
  }

  static final class Baselines extends Candidates {
    Baselines() {
      super(Arrays.stream(SequentialBaseline.values()).map(b -> b.name().toLowerCase(Locale.ROOT)));
    }
  }

  static final class Lumps extends Candidates {
    Lumps() {
      super(Lump.labels().stream());
    }
  }
}
