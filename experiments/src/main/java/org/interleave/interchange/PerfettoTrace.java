package org.interleave.interchange;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interleave.trace.Lanes;
import org.interleave.trace.Lanes.Bar;
import org.interleave.trace.Lanes.Lane;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Steps;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Traces as Chrome's trace events in JSON, which Perfetto and chrome://tracing show: a process for
 * each node, a thread for each of its lanes, an event for each attempt at a task from its start to
 * its end, on its first node, and as counters the CPU slots and GPUs in use. All times are in
 * microseconds since the run began.
 */
public final class PerfettoTrace {

  private static final String SLOTS = "CPU slots in use";
  private static final String GPUS = "GPUs in use";

  private final JsonGenerator json;
  private int pid;

  private PerfettoTrace(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes traces into one file, each with processes of its own.
   *
   * @throws java.io.UncheckedIOException if it can't be written
   */
  public static void write(Path file, List<Trace> traces) {
    OutputFile.write(file, (OutputFile.Text) out -> write(out, traces));
  }

  /**
   * Writes traces as one JSON object, an event a line.
   *
   * @throws IOException if that fails
   */
  public static void write(Writer out, List<Trace> traces) throws IOException {
    try {
      new PerfettoTrace(JsonMapper.builder().build().createGenerator(out)).write(traces);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void write(List<Trace> traces) {
    List<String> names = RunNames.of(traces);
    json.writeStartObject();
    json.writeStringProperty("displayTimeUnit", "ms");
    json.writeArrayPropertyStart("traceEvents");
    for (int i = 0; i < traces.size(); i++) {
      write(names.get(i), traces.get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw("\n");
    json.flush();
  }

  private void write(String name, Trace trace) {
    process(name, labels(trace.header()));
    Utilization use = Utilization.of(trace);
    counter(SLOTS, "slots", use.slots());
    counter(GPUS, "gpus", use.gpus());
    Lanes lanes = Lanes.ofFirstProcesses(trace);
    Map<Integer, Integer> pids = new HashMap<>();
    for (Lane lane : lanes.used()) {
      if (!pids.containsKey(lane.node())) {
        process(name + ": node " + lane.node(), "");
        pids.put(lane.node(), pid);
      }
      thread(lane);
    }
    int iterations = trace.header().iterations();
    for (Bar bar : lanes.bars()) {
      attempt(bar, pids.getOrDefault(bar.node(), 0), iterations);
    }
  }

  private static String labels(TraceHeader h) {
    return String.format(
        Locale.ROOT,
        "%s, %s on %s, TTX %.3f s",
        h.workflow(),
        h.engine(),
        h.cluster().name(),
        h.ttxMicros() / 1e6);
  }

  /** Begins the next process. */
  private void process(String name, String labels) {
    pid++;
    metadata("process_name", 0, "name", name);
    if (!labels.isEmpty()) {
      metadata("process_labels", 0, "labels", labels);
    }
    begin("process_sort_index", "M", pid, 0);
    json.writeNumberProperty("sort_index", pid);
    end();
  }

  private void thread(Lane lane) {
    String kind = lane.slot() ? "slot " : "lane ";
    metadata("thread_name", thread(lane.number()), "name", kind + lane.number());
    begin("thread_sort_index", "M", pid, thread(lane.number()));
    json.writeNumberProperty("sort_index", lane.number());
    end();
  }

  /** Thread 0 would be taken for the idle task of a processor. */
  private static int thread(int lane) {
    return lane + 1;
  }

  private void metadata(String name, int thread, String key, String value) {
    begin(name, "M", pid, thread);
    json.writeStringProperty(key, value);
    end();
  }

  private void counter(String name, String key, Steps steps) {
    for (int i = 0; i < steps.size(); i++) {
      begin(name, "C", pid, 0, steps.instantMicros(i));
      json.writeNumberProperty(key, steps.level(i));
      end();
    }
  }

  private void attempt(Bar bar, int process, int iterations) {
    TaskRecord t = bar.record();
    json.writeRaw("\n");
    json.writeStartObject();
    json.writeStringProperty("name", t.label(iterations));
    json.writeStringProperty("cat", t.end().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("ph", "X");
    json.writeNumberProperty("pid", process);
    json.writeNumberProperty("tid", thread(bar.lane()));
    json.writeNumberProperty("ts", t.startedMicros());
    json.writeNumberProperty("dur", Math.max(0, t.endedMicros() - t.startedMicros()));
    json.writeObjectPropertyStart("args");
    json.writeNumberProperty("index", t.index());
    json.writeNumberProperty("attempt", t.attempt());
    json.writeStringProperty("stage", t.stage());
    json.writeNumberProperty("slots", t.totalSlots());
    json.writeNumberProperty("gpus", t.totalGpus());
    if (t.nodes().size() > 1) {
      json.writeArrayPropertyStart("nodes");
      t.nodes().forEach(json::writeNumber);
      json.writeEndArray();
    }
    json.writeNumberProperty("waited_us", t.dispatchedMicros() - t.readyMicros());
    json.writeNumberProperty("launch_us", t.startedMicros() - t.dispatchedMicros());
    if (t.execution() != null) {
      json.writeNumberProperty("exit_code", t.execution().exitCode());
    }
    end();
  }

  private void begin(String name, String phase, int process, int thread) {
    begin(name, phase, process, thread, 0);
  }

  /** Begins an event, up to its arguments. */
  private void begin(String name, String phase, int process, int thread, long micros) {
    json.writeRaw("\n");
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("ph", phase);
    json.writeNumberProperty("pid", process);
    json.writeNumberProperty("tid", thread);
    json.writeNumberProperty("ts", micros);
    json.writeObjectPropertyStart("args");
  }

  private void end() {
    json.writeEndObject();
    json.writeEndObject();
  }
}
