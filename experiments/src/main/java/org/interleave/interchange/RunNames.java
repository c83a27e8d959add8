package org.interleave.interchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;

/** What runs are called that are shown together. */
public final class RunNames {

  private RunNames() {}

  /**
   * A name for each trace, no two alike: its mode; with the engine, the workflow and a number as
   * far as that is needed.
   */
  public static List<String> of(List<Trace> traces) {
    List<TraceHeader> headers = traces.stream().map(Trace::header).toList();
    List<String> names = headers.stream().map(TraceHeader::mode).toList();
    if (!distinct(names)) {
      names = headers.stream().map(h -> h.mode() + ", " + h.engine()).toList();
    }
    if (!distinct(names)) {
      names =
          headers.stream().map(h -> h.workflow() + ", " + h.mode() + ", " + h.engine()).toList();
    }
    return distinct(names) ? names : numbered(names);
  }

  private static boolean distinct(List<String> names) {
    return names.stream().distinct().count() == names.size();
  }

  private static List<String> numbered(List<String> names) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> numbered = new ArrayList<>();
    for (String name : names) {
      numbered.add(name + ", " + seen.merge(name, 1, Integer::sum));
    }
    return List.copyOf(numbered);
  }
}
