package org.interleave.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Where the boxes of a workflow's DAG lie: a column a rank, from left to right, and a band an
 * iteration, from top to bottom. In a column, boxes are as near as can be to those that they wait
 * for, so that branches stay apart. Edges over several ranks keep a way free between the boxes.
 */
final class DagLayout {

  static final double BOX_WIDTH = 196;
  static final double BOX_HEIGHT = 80;
  static final double COLUMN = BOX_WIDTH + 64;
  static final double LEFT = 58;
  static final double TOP = 44;

  private static final double GAP = 20;
  private static final double WAY_HEIGHT = 8;
  private static final double BAND_GAP = 34;
  private static final int MOST_EDGES = 600;

  /** An edge between boxes that are drawn, and the points between that it passes. */
  record Edge(SetInstance from, SetInstance to, boolean byIndex, List<double[]> way) {}

  /** What takes part in a column: a box, or the way of edges that pass it. */
  private static final class Item {
    private final SetInstance instance;
    private final boolean way;
    private double wanted;
    private double y;

    Item(SetInstance instance, boolean way) {
      this.instance = instance;
      this.way = way;
    }

    double height() {
      return way ? WAY_HEIGHT : BOX_HEIGHT;
    }
  }

  private final WorkflowGraph graph;
  private final Map<Integer, Integer> columnOfRank = new TreeMap<>();
  private final Map<SetInstance, Item> boxes = new LinkedHashMap<>();
  private final Map<String, Item> ways = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final TreeMap<Integer, Double> bands = new TreeMap<>();
  private double height = TOP;
  private int leftOut;

  /** Lays some instances of a graph out. */
  DagLayout(WorkflowGraph graph, List<SetInstance> drawn) {
    this.graph = graph;
    drawn.forEach(i -> boxes.put(i, new Item(i, false)));
    drawn.forEach(i -> columnOfRank.put(graph.rank(i.id()), 0));
    int column = 0;
    for (Map.Entry<Integer, Integer> e : columnOfRank.entrySet()) {
      e.setValue(column++);
    }
    Map<Integer, List<SetInstance>> byIteration = new TreeMap<>();
    drawn.forEach(i -> byIteration.computeIfAbsent(i.iteration(), k -> new ArrayList<>()).add(i));
    byIteration.forEach(this::place);
    for (SetInstance to : boxes.keySet()) {
      connect(graph.predecessors(to.id()), to, false);
      connect(graph.indexPredecessors(to.id()), to, true);
    }
  }

  private int column(SetInstance i) {
    return columnOfRank.getOrDefault(graph.rank(i.id()), 0);
  }

  private Item box(SetInstance i) {
    Item box = boxes.get(i);
    if (box == null) {
      throw new IllegalArgumentException(i.label() + " is not drawn");
    }
    return box;
  }

  /** Places one iteration below what is there. */
  private void place(int iteration, List<SetInstance> members) {
    List<List<Item>> columns = new ArrayList<>();
    columnOfRank.keySet().forEach(r -> columns.add(new ArrayList<>()));
    for (SetInstance i : members) {
      columns.get(column(i)).add(box(i));
      int last = column(i);
      for (int next : graph.successors(i.id())) {
        SetInstance to = graph.instance(next);
        if (boxes.containsKey(to) && to.iteration() == iteration) {
          last = Math.max(last, column(to));
        }
      }
      for (int c = column(i) + 1; c < last; c++) {
        Item way = new Item(i, true);
        ways.put(key(i, c), way);
        columns.get(c).add(way);
      }
    }
    for (int c = 0; c < columns.size(); c++) {
      settle(columns.get(c), c);
    }
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (List<Item> items : columns) {
      for (Item item : items) {
        top = Math.min(top, item.y - item.height() / 2);
        bottom = Math.max(bottom, item.y + item.height() / 2);
      }
    }
    double by = height - top;
    columns.forEach(items -> items.forEach(item -> item.y += by));
    bands.put(iteration, height);
    height += bottom - top + BAND_GAP;
  }

  /** Orders a column by where its items want to be, and moves them apart as little as it takes. */
  private void settle(List<Item> items, int column) {
    double at = 0;
    for (Item item : items) {
      item.wanted = column == 0 ? at : wanted(item, column, at);
      at += item.height() + GAP;
    }
    items.sort(Comparator.comparingDouble(i -> i.wanted));
    // Least squares under a least distance: neighbours that want to be nearer become a block.
    double[] offset = new double[items.size()];
    double[] mean = new double[items.size()];
    int[] size = new int[items.size()];
    int blocks = 0;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      offset[i] =
          i == 0 ? 0 : offset[i - 1] + (items.get(i - 1).height() + item.height()) / 2 + GAP;
      mean[blocks] = item.wanted - offset[i];
      size[blocks++] = 1;
      while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
        int n = size[blocks - 2] + size[blocks - 1];
        mean[blocks - 2] =
            (mean[blocks - 2] * size[blocks - 2] + mean[blocks - 1] * size[blocks - 1]) / n;
        size[blocks - 2] = n;
        blocks--;
      }
    }
    for (int b = 0, i = 0; b < blocks; b++) {
      for (int k = 0; k < size[b]; k++, i++) {
        items.get(i).y = mean[b] + offset[i];
      }
    }
  }

  /** The mean height of what an item comes from. */
  private double wanted(Item item, int column, double otherwise) {
    if (item.way) {
      return from(item.instance, column).y;
    }
    double sum = 0;
    int n = 0;
    for (int[] ids :
        new int[][] {
          graph.predecessors(item.instance.id()), graph.indexPredecessors(item.instance.id())
        }) {
      for (int id : ids) {
        SetInstance before = graph.instance(id);
        if (boxes.containsKey(before) && before.iteration() == item.instance.iteration()) {
          sum += from(before, column).y;
          n++;
        }
      }
    }
    return n == 0 ? otherwise : sum / n;
  }

  /** Where an edge from a box enters a column: from its way in the one before, or from itself. */
  private Item from(SetInstance before, int column) {
    return ways.getOrDefault(key(before, column - 1), box(before));
  }

  private static String key(SetInstance i, int column) {
    return i.id() + " " + column;
  }

  private void connect(int[] ids, SetInstance to, boolean byIndex) {
    for (int id : ids) {
      SetInstance from = graph.instance(id);
      if (!boxes.containsKey(from)) {
        continue;
      }
      if (edges.size() >= MOST_EDGES) {
        leftOut++;
        continue;
      }
      List<double[]> way = new ArrayList<>();
      for (int c = column(from) + 1; from.iteration() == to.iteration() && c < column(to); c++) {
        double x = LEFT + c * COLUMN;
        double y = ways.getOrDefault(key(from, c), box(from)).y;
        way.add(new double[] {x, y});
        way.add(new double[] {x + BOX_WIDTH, y});
      }
      edges.add(new Edge(from, to, byIndex, way));
    }
  }

  List<Edge> edges() {
    return edges;
  }

  /** How many edges are not drawn, because there are too many. */
  int edgesLeftOut() {
    return leftOut;
  }

  double left(SetInstance i) {
    return LEFT + column(i) * COLUMN;
  }

  double middle(SetInstance i) {
    return box(i).y;
  }

  /** The ranks that have a column, with its left side. */
  Map<Integer, Double> ranks() {
    Map<Integer, Double> lefts = new TreeMap<>();
    columnOfRank.forEach((rank, c) -> lefts.put(rank, LEFT + c * COLUMN));
    return lefts;
  }

  /** The iterations with the upper side of their bands. */
  Map<Integer, Double> bands() {
    return bands;
  }

  /** The height in the middle of the gap below or above an iteration's band. */
  double between(int iteration, boolean below) {
    Map.Entry<Integer, Double> next = bands.higherEntry(iteration);
    double top = bands.getOrDefault(iteration, TOP);
    double bottom = next == null ? height : next.getValue();
    return (below ? bottom : top) - BAND_GAP / 2;
  }

  double width() {
    return LEFT + columnOfRank.size() * COLUMN - (COLUMN - BOX_WIDTH) + 12;
  }

  double height() {
    return height - BAND_GAP + 26;
  }
}
