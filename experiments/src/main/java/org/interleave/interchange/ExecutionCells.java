package org.interleave.interchange;

import java.util.ArrayList;
import java.util.List;
import org.interleave.cluster.Share;
import org.interleave.trace.TaskRecord.Execution;
import org.jspecify.annotations.Nullable;

/**
 * What only a real execution has, as three cells: the slots of each process, the GPUs of each, and
 * the exit code. Processes are separated by blanks and lie on the record's nodes, in that order; a
 * process that does not has its node before its slots, as in {@code 2:0-3}. All three are empty
 * where nothing was executed.
 */
final class ExecutionCells {

  /** More ids than a process of any sensible task has, few enough to be held. */
  private static final int MOST_IDS = 1_000_000;

  private static final int SHOWN = 40;

  private ExecutionCells() {}

  static List<String> of(@Nullable Execution execution, List<Integer> nodes) {
    if (execution == null) {
      return List.of("", "", "");
    }
    List<String> slots = new ArrayList<>();
    List<String> gpus = new ArrayList<>();
    for (Share share : execution.shares()) {
      int process = slots.size();
      boolean expected = process < nodes.size() && nodes.get(process) == share.node();
      slots.add((expected ? "" : share.node() + ":") + IdRanges.text(share.slots()));
      gpus.add(IdRanges.text(share.gpus()));
    }
    return List.of(
        String.join(" ", slots), String.join(" ", gpus), Integer.toString(execution.exitCode()));
  }

  /**
   * Reads the cells.
   *
   * @param nodes of the record
   * @param held slots or GPUs of a process, whichever are more
   * @throws IllegalArgumentException if they are damaged
   */
  static @Nullable Execution read(
      String slotIds, String gpuIds, String exitCode, List<Integer> nodes, int held) {
    if (exitCode.isEmpty() && slotIds.isEmpty() && gpuIds.isEmpty()) {
      return null;
    }
    if (!exitCode.matches("-?[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          exitCode.isEmpty()
              ? "there are slot_ids or gpu_ids, but no exit_code"
              : "exit_code must be a whole number, not " + shown(exitCode));
    }
    List<String> slots = parts(slotIds);
    List<String> gpus = parts(gpuIds);
    if (slots.size() != gpus.size()) {
      throw new IllegalArgumentException(
          "slot_ids are of "
              + slots.size()
              + " process(es), but gpu_ids of "
              + gpus.size()
              + "; '-' stands for none");
    }
    int most = Math.max(MOST_IDS, held);
    List<Share> shares = new ArrayList<>();
    for (int p = 0; p < slots.size(); p++) {
      String ids = slots.get(p);
      int colon = ids.indexOf(':');
      shares.add(
          new Share(
              node(slotIds, ids.substring(0, Math.max(0, colon)), p, nodes),
              ids("slot_ids", slotIds, ids.substring(colon + 1), most),
              ids("gpu_ids", gpuIds, gpus.get(p), most)));
    }
    return new Execution(Integer.parseInt(exitCode), shares);
  }

  private static List<String> parts(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(" ", -1));
  }

  private static int node(String cell, String text, int process, List<Integer> nodes) {
    if (text.isEmpty() && process < nodes.size()) {
      return nodes.get(process);
    }
    if (!text.matches("-?[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          text.isEmpty()
              ? "slot_ids are of more processes than there are nodes: " + shown(cell)
              : "slot_ids name the node " + shown(text) + ", which is not a number");
    }
    return Integer.parseInt(text);
  }

  private static List<Integer> ids(String column, String cell, String text, int most) {
    try {
      return IdRanges.read(text, most);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          column + " must be like '0-15 3-4,7', not " + shown(cell) + ": " + e.getMessage(), e);
    }
  }

  /** A cell in a message of one line. */
  private static String shown(String cell) {
    String line = cell.replaceAll("\\p{Cntrl}", " ");
    return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line) + "'";
  }
}
