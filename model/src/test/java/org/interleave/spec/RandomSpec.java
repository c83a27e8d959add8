package org.interleave.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.interleave.Calibrated;
import org.interleave.Faults;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Exponential;
import org.interleave.duration.Gamma;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Recorded;
import org.interleave.duration.Uniform;
import org.interleave.duration.Weibull;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** A specification of anything that the format can say, and that the reader reads. */
final class RandomSpec {

  private static final List<String> IDENTIFIERS =
      List.of(
          "A",
          "null",
          "true",
          "no",
          "on",
          "1",
          "017",
          "1e3",
          "0x1F",
          "12:30:45",
          "2001-01-01",
          "_",
          "a:",
          "a:b",
          "a#",
          "a#b",
          "a-b",
          "a@b",
          "a+",
          "\u540d",
          "\u00e9t\u00e9",
          "\ud835\udd38");

  private final SplittableRandom random;

  private RandomSpec(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static Spec of(long seed) {
    return new RandomSpec(seed).spec();
  }

  private Spec spec() {
    Workflow workflow = workflow();
    Map<String, Double> own = new HashMap<>();
    Map<String, Integer> masked = new HashMap<>();
    for (TaskSet set : workflow.sets()) {
      if (chance(4)) {
        own.put(set.name(), random.nextDouble());
      }
      if (chance(4)) {
        masked.put(set.name(), random.nextInt(workflow.iterations() + 1));
      }
    }
    long mtbf = chance(2) ? 0 : micros();
    return new Spec(
        "random",
        "",
        workflow,
        cluster(),
        chance(3) ? Overheads.NONE : overheads(workflow),
        new StandardPolicy(one(Order.values()), one(Fit.values()), one(Placement.values())),
        new FailurePolicy(
            chance(2) ? 0 : random.nextInt(1_001),
            one(OnFailure.values()),
            chance(2) ? FailurePolicy.USUAL_GRACE_MICROS : random.nextInt(3) * 1_234_567L),
        new Faults(
            chance(2) ? 0 : random.nextDouble(),
            own,
            mtbf,
            mtbf == 0 || chance(2) ? 0 : micros(),
            chance(2) ? 0 : micros()),
        masked);
  }

  private Workflow workflow() {
    int iterations = chance(2) ? 1 : 1 + random.nextInt(3);
    List<String> names = identifiers(1 + random.nextInt(6));
    boolean barriers = iterations == 1 && chance(4);
    List<TaskSet> sets = new ArrayList<>();
    for (String name : names) {
      int tasks = 1 + random.nextInt(3);
      LinkedHashSet<Dependency> after = new LinkedHashSet<>();
      for (TaskSet before : sets) {
        if (!barriers && chance(2)) {
          Match match = before.tasks() == tasks ? one(Match.values()) : Match.ALL;
          after.add(new Dependency(before.name(), chance(4), match));
        }
      }
      if (!barriers && chance(4)) {
        after.add(new Dependency(name, true, one(Match.values())));
      }
      sets.add(
          new TaskSet(
              name,
              tasks,
              resources(),
              timeOfSet(),
              List.copyOf(after),
              command(),
              chance(2) ? 0 : micros()));
    }
    List<List<String>> stages = chance(2) ? List.of() : names.stream().map(List::of).toList();
    boolean piped = barriers || (iterations == 1 ? chance(2) : false);
    return new Workflow(
        chance(4) ? "workflow" : line(),
        iterations,
        sets,
        stages,
        piped ? pipelines(names) : List.of());
  }

  /** Two one after the other, or one, with the sets in their order. */
  private List<Pipeline> pipelines(List<String> names) {
    List<String> own = identifiers(2);
    int middle = random.nextInt(names.size());
    List<List<String>> all = names.stream().map(List::of).toList();
    Pipeline first = new Pipeline(own.get(0), List.of(), all.subList(0, Math.max(1, middle)));
    return middle == 0
        ? List.of(new Pipeline(own.get(0), List.of(), all))
        : List.of(
            new Pipeline(own.get(1), List.of(own.get(0)), all.subList(middle, all.size())), first);
  }

  private Resources resources() {
    int slots = random.nextInt(3);
    return new Resources(
        1 + random.nextInt(2),
        slots,
        slots == 0 ? 1 : random.nextInt(3),
        chance(2) ? 0 : random.nextInt(4_096));
  }

  private Command command() {
    return switch (random.nextInt(5)) {
      case 0 -> new Command.Stress();
      case 1, 2 -> new Command.Sleep();
      default -> {
        List<String> argv = new ArrayList<>(List.of("p" + text()));
        texts(4).forEach(argv::add);
        Map<String, String> environment = new HashMap<>();
        if (chance(2)) {
          texts(4).forEach(value -> environment.put(variable(), value));
        }
        yield new Command.Argv(argv, chance(2) ? null : "d" + text(), environment);
      }
    };
  }

  private String variable() {
    String name = text().replace("=", "");
    return name.isEmpty() || name.equals("<<") ? "NAME" : name;
  }

  private Cluster cluster() {
    List<NodeGroup> groups = new ArrayList<>();
    groups.add(new NodeGroup(4, 8, 2, 4, chance(2) ? 0 : 1, chance(2) ? 0 : 65_536));
    for (int g = random.nextInt(3); g > 0; g--) {
      groups.add(
          new NodeGroup(
              1 + random.nextInt(3),
              1 + random.nextInt(100),
              1 + random.nextInt(4),
              random.nextInt(3),
              random.nextInt(2),
              chance(2) ? 0 : random.nextInt(1 << 20)));
    }
    return new Cluster(
        chance(3) ? "in place" : line(), one(SlotKind.values()), groups, random.nextBoolean());
  }

  private Overheads overheads(Workflow workflow) {
    Map<String, Overheads.OfPipeline> pipelines = new HashMap<>();
    for (Pipeline p : workflow.pipelines()) {
      if (chance(2)) {
        pipelines.put(p.name(), new Overheads.OfPipeline(maybeTime(), maybeTime()));
      }
    }
    Map<String, Overheads.OfSet> sets = new HashMap<>();
    for (TaskSet s : workflow.sets()) {
      if (chance(3)) {
        Overrun overrun = chance(2) ? null : overrun();
        sets.put(s.name(), new Overheads.OfSet(maybeTime(), maybeTime(), overrun));
      }
    }
    OverheadTime gap = time();
    return new Overheads(
        chance(3) ? "in place" : line(),
        time(),
        gap,
        chance(2) ? gap : time(),
        chance(2) ? gap : time(),
        chance(2) ? 0 : random.nextDouble() * (chance(2) ? 100 : 1e9),
        time(),
        overrun(),
        time(),
        time(),
        pipelines,
        sets,
        chance(2) ? null : calibrated());
  }

  private Calibrated calibrated() {
    return new Calibrated(
        1 + random.nextInt(100),
        chance(2),
        chance(2) ? Double.NaN : random.nextDouble(),
        chance(2) ? Double.NaN : random.nextDouble(),
        range(1),
        range(1),
        range(0),
        range(0),
        range(1),
        chance(2) ? java.util.Set.of() : java.util.Set.of("stage", "set"));
  }

  private Calibrated.Range range(int least) {
    int low = least + random.nextInt(1_000);
    return new Calibrated.Range(low, low + random.nextInt(1_000_000));
  }

  private Overrun overrun() {
    OverheadTime ofShort = time();
    long from = chance(2) ? 0 : random.nextLong(1L << (1 + random.nextInt(45)));
    return new Overrun(ofShort, chance(2) ? ofShort : time(), from);
  }

  private @Nullable OverheadTime maybeTime() {
    return chance(2) ? null : time();
  }

  private OverheadTime time() {
    return switch (random.nextInt(4)) {
      case 0 -> OverheadTime.NONE;
      case 1 -> OverheadTime.ofMicros(random.nextLong(1L << (1 + random.nextInt(44))));
      case 2 -> OverheadTime.of(new Constant(seconds()));
      default -> OverheadTime.of(duration());
    };
  }

  private Duration timeOfSet() {
    return random.nextInt(10) > 0
        ? duration()
        : new Recorded(
            IntStream.rangeClosed(0, random.nextInt(30)).mapToObj(i -> seconds()).toList());
  }

  private Duration duration() {
    Supplier<Duration> family =
        switch (random.nextInt(9)) {
          case 0 -> () -> new Constant(seconds());
          case 1 -> this::uniform;
          case 2 -> () -> new Normal(seconds(), 1e-7 + seconds());
          case 3 -> () -> Normal.withCv(seconds(), random.nextDouble());
          case 4 -> () -> new Lognormal(seconds(), 0.01 + 3 * random.nextDouble());
          case 5 -> () -> new Exponential(seconds());
          case 6 -> () -> new Gamma(0.01 + 100 * random.nextDouble(), seconds());
          case 7 -> () -> new Weibull(0.1 + 10 * random.nextDouble(), seconds());
          default ->
              () ->
                  new Empirical(
                      IntStream.rangeClosed(0, random.nextInt(30))
                          .mapToObj(i -> seconds())
                          .toList());
        };
    Duration duration = family.get();
    return duration.meanSeconds() >= 1e-6 ? duration : new Constant(1);
  }

  private Duration uniform() {
    double a = seconds();
    double b = seconds();
    return new Uniform(Math.min(a, b), Math.max(a, b));
  }

  /** From a microsecond to about an hour, more or less round. */
  private double seconds() {
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(1_000);
      case 1 -> (1 + random.nextInt(1 << 30)) / 1e6;
      case 2 -> 1e-6 + random.nextDouble() * 1e-3;
      default -> 1e-6 + random.nextDouble() * 4_000;
    };
  }

  private long micros() {
    return 1 + random.nextLong(1L << (1 + random.nextInt(48)));
  }

  private List<String> identifiers(int count) {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    while (names.size() < count) {
      String name = IDENTIFIERS.get(random.nextInt(IDENTIFIERS.size()));
      names.add(chance(8) ? name.repeat(128 / name.length()) : name);
    }
    return List.copyOf(names);
  }

  /** A name for people. */
  private String line() {
    String text = text();
    StringBuilder line = new StringBuilder();
    text.codePoints().filter(c -> !Printable.isUnsafe(c)).forEach(line::appendCodePoint);
    return line.toString().isBlank() || line.length() > 128 ? "name" : line.toString();
  }

  private String text() {
    return NastyTexts.any(random);
  }

  private List<String> texts(int most) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> text()).toList();
  }

  private boolean chance(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
