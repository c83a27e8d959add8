package org.interleave.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.interleave.explain.CriticalChain;
import org.interleave.plot.StepStack;
import org.interleave.trace.Lanes;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Steps;
import tools.jackson.databind.json.JsonMapper;

/** What the charts of a page draw, as arrays of numbers. Times are whole microseconds. */
final class PageData {

  /** As many columns of time as a stack has at most; steps that lie closer become their mean. */
  static final int CELLS = 2_000;

  /** As many bars as a browser draws without a pause that anybody minds. */
  static final int MOST_BARS = 250_000;

  private static final int DECIMALS = 3;

  private PageData() {}

  /**
   * The data of all runs with one axis of time.
   *
   * @param uses what each of them occupied
   * @param fills of their sets
   */
  static Map<String, Object> of(
      String title, List<PageRun> runs, List<Utilization> uses, Fills fills) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", title);
    data.put("end", runs.stream().mapToLong(PageRun::endMicros).max().orElse(1));
    data.put("sets", fills.sets());
    data.put("fills", fills.list());
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      list.add(run(runs.get(i), uses.get(i), fills));
    }
    data.put("runs", list);
    return data;
  }

  /** JSON that may stand in a script element: nothing in it ends one, or begins a comment. */
  static String json(Object data) {
    return JsonMapper.builder().build().writeValueAsString(data).replace("<", "\\u003c");
  }

  private static Map<String, Object> run(PageRun run, Utilization use, Fills fills) {
    Map<String, Object> data = new LinkedHashMap<>();
    List<TaskRecord> records = run.trace().records();
    long end = run.endMicros();
    data.put("name", run.name());
    data.put("iterations", run.trace().header().iterations());
    data.put("ttx", run.trace().header().ttxMicros());
    data.put("slots", stack(byFill(use, fills, false), end, use.slotCapacity()));
    data.put("gpus", stack(byFill(use, fills, true), end, use.gpuCapacity()));
    Steps resources =
        Steps.during(records, TaskRecord::readyMicros, TaskRecord::dispatchedMicros, t -> 1);
    Steps overheads =
        Steps.during(records, TaskRecord::dispatchedMicros, TaskRecord::startedMicros, t -> 1);
    long most = Steps.sum(List.of(resources, overheads)).peak();
    data.put("waits", stack(List.of(resources, overheads), end, most));
    if (records.stream().mapToLong(t -> t.nodes().size()).sum() <= MOST_BARS) {
      data.put("gantt", gantt(run, fills));
    }
    return data;
  }

  private static List<Steps> byFill(Utilization use, Fills fills, boolean gpus) {
    List<List<Steps>> parts = new ArrayList<>();
    IntStream.range(0, fills.count()).forEach(i -> parts.add(new ArrayList<>()));
    for (Utilization.Series s : use.series()) {
      parts.get(fills.of(s.set())).add(gpus ? s.gpus() : s.slots());
    }
    return parts.stream().map(Steps::sum).toList();
  }

  /** When the columns start, and a list of levels for each series; empty where it is always 0. */
  private static Map<String, Object> stack(List<Steps> series, long end, long capacity) {
    StepStack stack = new StepStack(series, end, CELLS);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("capacity", capacity);
    data.put(
        "t",
        IntStream.range(0, stack.size())
            .mapToLong(c -> Math.round(stack.startMicros(c)))
            .toArray());
    List<Object> levels = new ArrayList<>();
    for (int s = 0; s < series.size(); s++) {
      int of = s;
      levels.add(
          series.get(s).size() == 0
              ? List.of()
              : IntStream.range(0, stack.size())
                  .mapToObj(c -> rounded(stack.level(c, of)))
                  .toList());
    }
    data.put("levels", levels);
    return data;
  }

  /** Whole numbers without a point, to keep the page small. */
  private static Number rounded(double level) {
    return level == Math.rint(level)
        ? (Number) Math.round(level)
        : BigDecimal.valueOf(level).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }

  private static Map<String, Object> gantt(PageRun run, Fills fills) {
    Lanes lanes = Lanes.of(run.trace());
    List<Lanes.Bar> bars = lanes.bars();
    Map<String, Integer> places = new LinkedHashMap<>();
    fills.sets().forEach(s -> places.put(s, places.size()));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("nodes", nodes(lanes.used()));
    data.put("n", bars.size());
    data.put("set", column(bars, t -> places.getOrDefault(t.set(), 0)));
    data.put("iteration", column(bars, TaskRecord::iteration));
    data.put("index", column(bars, TaskRecord::index));
    data.put("attempt", column(bars, TaskRecord::attempt));
    data.put("end", column(bars, t -> t.end().ordinal()));
    data.put(
        "ends",
        Arrays.stream(org.interleave.scheduling.TaskEnd.values())
            .map(e -> e.name().toLowerCase(Locale.ROOT))
            .toList());
    data.put("slots", column(bars, TaskRecord::slots));
    data.put("gpus", column(bars, TaskRecord::gpus));
    data.put("lane", rows(lanes));
    data.put("start", differences(bars));
    data.put("waited", column(bars, t -> t.dispatchedMicros() - t.readyMicros()));
    data.put("launch", column(bars, t -> t.startedMicros() - t.dispatchedMicros()));
    data.put("time", column(bars, t -> t.endedMicros() - t.startedMicros()));
    data.put("release", column(bars, t -> t.freedMicros() - t.endedMicros()));
    data.put("chain", chain(run, bars));
    return data;
  }

  /** Of every node its number, the first row of the chart that is its own, and how many are. */
  private static List<List<Integer>> nodes(List<Lanes.Lane> used) {
    List<List<Integer>> nodes = new ArrayList<>();
    for (int from = 0, to; from < used.size(); from = to) {
      int node = used.get(from).node();
      to = from + 1;
      while (to < used.size() && used.get(to).node() == node) {
        to++;
      }
      nodes.add(List.of(node, from, to - from));
    }
    return nodes;
  }

  /** The row of each bar: lanes that are in use, counted through all nodes. */
  private static int[] rows(Lanes lanes) {
    Map<Place, Integer> rows = new HashMap<>();
    lanes.used().forEach(lane -> rows.put(new Place(lane.node(), lane.number()), rows.size()));
    return lanes.bars().stream()
        .mapToInt(bar -> rows.getOrDefault(new Place(bar.node(), bar.lane()), 0))
        .toArray();
  }

  private record Place(int node, int lane) {}

  /** A value for each bar; one number where all have the same. */
  private static Object column(List<Lanes.Bar> bars, ToLongFunction<TaskRecord> value) {
    long[] values = bars.stream().mapToLong(b -> value.applyAsLong(b.record())).toArray();
    return values.length > 0 && Arrays.stream(values).allMatch(v -> v == values[0])
        ? (Object) values[0]
        : values;
  }

  /** Starts as differences from bar to bar, which are short. */
  private static long[] differences(List<Lanes.Bar> bars) {
    long[] differences = new long[bars.size()];
    long before = 0;
    for (int i = 0; i < differences.length; i++) {
      long start = bars.get(i).record().startedMicros();
      differences[i] = start - before;
      before = start;
    }
    return differences;
  }

  /** The bars of the critical chain. */
  private static int[] chain(PageRun run, List<Lanes.Bar> bars) {
    Map<TaskRecord, Boolean> critical = new IdentityHashMap<>();
    CriticalChain.tasks(run.trace(), run.graph()).forEach(t -> critical.put(t, true));
    return IntStream.range(0, bars.size())
        .filter(i -> critical.containsKey(bars.get(i).record()))
        .toArray();
  }
}
