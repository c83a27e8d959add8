package org.interleave.spec;

import org.interleave.Overheads;
import org.interleave.Workload;

/** Reads {@code {bootstrap: 35.9 s, stage-gap: 6.96 s, launch-rate: 96, tail: 20 s}}. */
final class OverheadsReader {

  private static final double MOST_SECONDS = 1e7;

  private OverheadsReader() {}

  static Overheads read(String name, SpecNode node) {
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
            "tail");
    SpecNode given = s.find("name");
    long stageGap = micros(s, "stage-gap", 0);
    SpecNode rate = s.find("launch-rate");
    return new Overheads(
        given == null ? name : Quantity.text("name of the overheads", given),
        micros(s, "bootstrap", 0),
        stageGap,
        micros(s, "pipeline-gap", stageGap),
        micros(s, "set-gap", stageGap),
        rate == null ? 0 : rate(s.label("launch-rate"), rate),
        micros(s, "launch-latency", 0),
        overrun(s),
        micros(s, "release", 0),
        micros(s, "tail", 0));
  }

  private static double rate(String name, SpecNode node) {
    double rate = Quantity.number(name, node);
    if (!(rate > 0 && rate <= 1e9)) {
      throw new SpecException(
          node.at(), name + " must be more than 0 and at most 1e9 tasks a second, but is " + rate);
    }
    return rate;
  }

  private static Overheads.Overrun overrun(Section s) {
    SpecNode node = s.find("overrun");
    if (!(node instanceof SpecNode.Fields)) {
      long always = micros(s, "overrun", 0);
      return new Overheads.Overrun(always, always, 0);
    }
    Section o = Section.of("the overrun", node, "short", "long", "long-from");
    o.need("short");
    o.need("long");
    o.need("long-from");
    return new Overheads.Overrun(
        micros(o, "short", 0), micros(o, "long", 0), micros(o, "long-from", 0));
  }

  private static long micros(Section s, String key, long otherwise) {
    SpecNode node = s.find(key);
    if (node == null) {
      return otherwise;
    }
    double seconds = Quantity.seconds(s.label(key), node);
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new SpecException(
          node.at(),
          s.label(key) + " must be from 0 to " + MOST_SECONDS + " s, but is " + seconds + " s");
    }
    return seconds == 0 ? 0 : Workload.micros(seconds);
  }
}
