package org.interleave.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.duration.Duration;
import org.interleave.duration.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {bootstrap: 35.9 s, stage-gap: 6.96 s, launch-rate: 96, tail: 20 s}}; each time may
 * be a distribution, and pipelines and sets may have some of their own.
 */
final class OverheadsReader {

  static final double MOST_SECONDS = Overheads.MOST_SECONDS;

  private final DurationReader.Files files;

  private OverheadsReader(DurationReader.Files files) {
    this.files = files;
  }

  static Overheads read(String name, SpecNode node, DurationReader.Files files) {
    return new OverheadsReader(files).read(name, node);
  }

  private Overheads read(String name, SpecNode node) {
    Section s =
        Section.of(
            "the overheads",
            node,
            "name",
            "description",
            "bootstrap",
            "stage-gap",
            "pipeline-gap",
            "set-gap",
            "launch-rate",
            "launch-latency",
            "overrun",
            "release",
            "tail",
            "pipelines",
            "sets",
            "calibration");
    s.description();
    SpecNode given = s.find("name");
    OverheadTime stageGap = time(s, "stage-gap", OverheadTime.NONE);
    SpecNode rate = s.find("launch-rate");
    return new Overheads(
        given == null ? name : Quantity.name("name of the overheads", given),
        time(s, "bootstrap", OverheadTime.NONE),
        stageGap,
        time(s, "pipeline-gap", stageGap),
        time(s, "set-gap", stageGap),
        rate == null ? 0 : rate(s.label("launch-rate"), rate),
        time(s, "launch-latency", OverheadTime.NONE),
        overrun(s, Overheads.Overrun.NONE),
        time(s, "release", OverheadTime.NONE),
        time(s, "tail", OverheadTime.NONE),
        each(s, "pipelines", this::pipeline),
        each(s, "sets", this::set),
        CalibrationNode.find(s));
  }

  private static <T> Map<String, T> each(
      Section s, String key, BiFunction<String, SpecNode, T> one) {
    Map<String, T> all = new HashMap<>();
    SpecNode node = s.find(key);
    if (node != null) {
      Section named = Section.open(s.label(key), node);
      named.keys().forEach(name -> all.put(name, one.apply(name, named.need(name))));
    }
    return all;
  }

  private Overheads.OfPipeline pipeline(String name, SpecNode node) {
    Section p =
        Section.of("overheads of pipeline '" + name + "'", node, "stage-gap", "pipeline-gap");
    return new Overheads.OfPipeline(find(p, "stage-gap"), find(p, "pipeline-gap"));
  }

  private Overheads.OfSet set(String name, SpecNode node) {
    Section s =
        Section.of(
            "overheads of task set '" + name + "'", node, "set-gap", "launch-latency", "overrun");
    return new Overheads.OfSet(
        find(s, "set-gap"),
        find(s, "launch-latency"),
        s.has("overrun") ? overrun(s, Overheads.Overrun.NONE) : null);
  }

  private static double rate(String name, SpecNode node) {
    double rate = Quantity.number(name, node);
    if (!(rate > 0 && rate <= 1e9)) {
      throw new SpecException(
          node.at(), name + " must be more than 0 and at most 1e9 tasks a second, but is " + rate);
    }
    return rate;
  }

  private Overheads.Overrun overrun(Section s, Overheads.Overrun otherwise) {
    SpecNode node = s.find("overrun");
    if (node == null) {
      return otherwise;
    }
    if (!(node instanceof SpecNode.Fields f) || !f.values().containsKey("long-from")) {
      OverheadTime always = time(s, "overrun", OverheadTime.NONE);
      return new Overheads.Overrun(always, always, 0);
    }
    Section o = Section.of("the overrun", node, "short", "long", "long-from");
    o.need("short");
    o.need("long");
    return new Overheads.Overrun(
        time(o, "short", OverheadTime.NONE),
        time(o, "long", OverheadTime.NONE),
        time(o, "long-from", OverheadTime.NONE).meanMicros());
  }

  private @Nullable OverheadTime find(Section s, String key) {
    return s.has(key) ? time(s, key, OverheadTime.NONE) : null;
  }

  private OverheadTime time(Section s, String key, OverheadTime otherwise) {
    SpecNode node = s.find(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof SpecNode.Fields) {
      Duration time = DurationReader.read(s.label(key), node, files);
      if (time instanceof Recorded) {
        throw new SpecException(
            node.at(),
            s.label(key)
                + " can't be recorded, which is the times of a set's tasks; write empirical");
      }
      return OverheadTime.of(time);
    }
    double seconds = Quantity.seconds(s.label(key), node);
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new SpecException(
          node.at(),
          s.label(key) + " must be from 0 to " + MOST_SECONDS + " s, but is " + seconds + " s");
    }
    return seconds == 0 ? OverheadTime.NONE : OverheadTime.ofMicros(Workload.micros(seconds));
  }
}
