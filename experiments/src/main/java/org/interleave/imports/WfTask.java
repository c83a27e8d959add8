package org.interleave.imports;

import java.util.ArrayList;
import java.util.List;
import org.interleave.spec.Position;
import org.jspecify.annotations.Nullable;

/** A task of a WfFormat file in the making: its parts stand in several places. */
final class WfTask {

  /** A task that this one names as a parent or a child. */
  record Reference(int name, int line, int column) {}

  final Position at;
  String id = "";
  String name = "";
  String category = "";
  String type = "compute";
  double runtimeSeconds = -1;
  int cores;
  int gpus;
  final List<String> machines = new ArrayList<>(1);
  @Nullable String executedAt;
  final List<Reference> parents = new ArrayList<>(2);
  final List<Reference> children = new ArrayList<>(2);
  boolean specified;
  boolean executed;

  WfTask(Position at) {
    this.at = at;
  }

  /** What it is called in messages, and in the table of what became of it. */
  String label() {
    return id.isEmpty() ? name : id;
  }
}
