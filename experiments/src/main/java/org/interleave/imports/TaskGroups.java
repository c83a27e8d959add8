package org.interleave.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tasks put together into sets so that the edges between sets say exactly what the edges between
 * tasks say: between two sets there is no edge, or every task of one waits for every task of the
 * other, or for the one with the same index.
 *
 * <p>It begins with tasks of one kind at one place in the graph and parts them until that holds:
 * first by the groups that their parents and children are in, as often as that parts any; then,
 * where two groups are connected in another way, by who exactly the parents and children are. In
 * the worst case every task is alone. Each step parts groups only, so it ends.
 */
final class TaskGroups {

  /** After so many rounds what still does not fit is taken apart at once. */
  private static final int MOST_ROUNDS = 60;

  /** An edge between two groups. */
  record Edge(int from, int to, boolean byIndex) {}

  private final TaskDag dag;
  private final int[] group;
  private final long[] extra;
  private List<int[]> members = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private TaskGroups(TaskDag dag, int[] kinds) {
    this.dag = dag;
    this.group = new int[dag.size()];
    this.extra = new long[dag.size()];
    begin(kinds);
    int round = 0;
    refine(all());
    for (List<int[]> wrong = wrong(); !wrong.isEmpty(); wrong = wrong()) {
      refine(part(wrong, round++ > MOST_ROUNDS));
    }
    sort();
    connect();
  }

  /**
   * Groups the tasks of a graph without cycles.
   *
   * @param kinds a number for each task; tasks of different ones are never in one group
   */
  static TaskGroups of(TaskDag dag, int[] kinds) {
    try {
      return new TaskGroups(dag, kinds);
    } catch (IllegalStateException e) {
      // Two different neighbourhoods had one sign: of chance unheard of, but a file may be made so.
      int[] alone = new int[kinds.length];
      Arrays.setAll(alone, i -> i);
      return new TaskGroups(dag, alone);
    }
  }

  /** The tasks of each group in the order of their indices; groups in an order of the graph. */
  List<int[]> members() {
    return members;
  }

  /** What the groups wait for. */
  List<Edge> edges() {
    return edges;
  }

  private int[] all() {
    int[] all = new int[dag.size()];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private record Key(int kind, int level, int height) {}

  /** Tasks that can be exchanged for each other have equally long chains before and behind them. */
  private void begin(int[] kinds) {
    int[] levels = dag.levels();
    int[] heights = dag.heights();
    Map<Key, Integer> numbers = new HashMap<>();
    for (int t = 0; t < group.length; t++) {
      Key key = new Key(kinds[t], levels[t], heights[t]);
      group[t] = numbers.computeIfAbsent(key, k -> numbers.size());
    }
    collect(numbers.size());
  }

  private void collect(int groups) {
    int[] sizes = new int[groups];
    for (int g : group) {
      sizes[g]++;
    }
    members = new ArrayList<>(groups);
    for (int size : sizes) {
      members.add(new int[size]);
    }
    int[] filled = new int[groups];
    for (int t = 0; t < group.length; t++) {
      members.get(group[t])[filled[group[t]]++] = t;
    }
  }

  /** Parts groups until all tasks of one see the same groups around them. */
  private void refine(int[] first) {
    int[] suspects = first;
    boolean[] marked = new boolean[group.length];
    while (suspects.length > 0) {
      List<Integer> moved = partBySigns(suspects);
      int n = 0;
      int[] next = new int[16];
      for (int t : moved) {
        for (int[] around : new int[][] {dag.parents(t), dag.children(t)}) {
          for (int other : around) {
            if (!marked[other] && members.get(group[other]).length > 1) {
              marked[other] = true;
              next = n == next.length ? Arrays.copyOf(next, 2 * n) : next;
              next[n++] = other;
            }
          }
        }
      }
      suspects = Arrays.copyOf(next, n);
      for (int t : suspects) {
        marked[t] = false;
      }
    }
  }

  private record Signed(int task, int group, long sign) {}

  /** Parts the groups of the given tasks; those that are in a new group. */
  private List<Integer> partBySigns(int[] suspects) {
    List<Signed> signed = new ArrayList<>(suspects.length);
    for (int t : suspects) {
      if (members.get(group[t]).length > 1) {
        signed.add(new Signed(t, group[t], sign(t)));
      }
    }
    signed.sort(
        Comparator.comparingInt(Signed::group)
            .thenComparingLong(Signed::sign)
            .thenComparingInt(Signed::task));
    List<Integer> moved = new ArrayList<>();
    for (int from = 0; from < signed.size(); ) {
      int to = from;
      while (to < signed.size() && signed.get(to).group() == signed.get(from).group()) {
        to++;
      }
      part(signed.subList(from, to), moved);
      from = to;
    }
    return moved;
  }

  /** Parts one group by the signs of some of its tasks; the largest part keeps its number. */
  private void part(List<Signed> signed, List<Integer> moved) {
    int old = signed.get(0).group();
    int[] before = members.get(old);
    List<int[]> parts = new ArrayList<>();
    for (int from = 0; from < signed.size(); ) {
      int to = from;
      while (to < signed.size() && signed.get(to).sign() == signed.get(from).sign()) {
        to++;
      }
      parts.add(signed.subList(from, to).stream().mapToInt(Signed::task).toArray());
      from = to;
    }
    if (signed.size() < before.length) {
      Set<Integer> others = new HashSet<>();
      signed.forEach(s -> others.add(s.task()));
      parts.add(Arrays.stream(before).filter(t -> !others.contains(t)).toArray());
    }
    if (parts.size() == 1) {
      return;
    }
    int largest = 0;
    for (int p = 1; p < parts.size(); p++) {
      largest = parts.get(p).length > parts.get(largest).length ? p : largest;
    }
    members.set(old, parts.get(largest));
    for (int p = 0; p < parts.size(); p++) {
      if (p != largest) {
        for (int t : parts.get(p)) {
          group[t] = members.size();
          moved.add(t);
        }
        members.add(parts.get(p));
      }
    }
  }

  /** A number for the groups around a task, in which their order does not count. */
  private long sign(int task) {
    long sign = extra[task];
    for (int p : dag.parents(task)) {
      sign += mix(2L * group[p]);
    }
    for (int c : dag.children(task)) {
      sign += mix(2L * group[c] + 1);
    }
    return sign;
  }

  private static long mix(long x) {
    long z = x + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The pairs of groups, as {@code {from, to}}, whose edges can't be said of the groups. */
  private List<int[]> wrong() {
    List<int[]> wrong = new ArrayList<>();
    List<Edge> matches = new ArrayList<>();
    for (int g = 0; g < members.size(); g++) {
      int[] mine = members.get(g);
      Map<Integer, Integer> counts = new HashMap<>();
      for (int p : dag.parents(mine[0])) {
        counts.merge(group[p], 1, Integer::sum);
      }
      for (Map.Entry<Integer, Integer> other : counts.entrySet()) {
        int size = members.get(other.getKey()).length;
        if (other.getValue() == 1 && size == mine.length && size > 1) {
          matches.add(new Edge(other.getKey(), g, true));
        } else if (other.getValue() != size) {
          wrong.add(new int[] {other.getKey(), g});
        }
      }
    }
    if (wrong.isEmpty()) {
      align(matches, wrong);
    }
    return wrong;
  }

  /** Gives the exact neighbours in wrong pairs a say in the signs; the tasks of these groups. */
  private int[] part(List<int[]> wrong, boolean wholly) {
    Set<Long> pairs = new HashSet<>();
    Set<Integer> groups = new HashSet<>();
    for (int[] pair : wrong) {
      pairs.add(((long) pair[0] << 32) | pair[1]);
      groups.add(pair[0]);
      groups.add(pair[1]);
    }
    List<Integer> tasks = new ArrayList<>();
    for (int g : groups) {
      for (int t : members.get(g)) {
        tasks.add(t);
        if (wholly) {
          extra[t] += mix(~(long) t);
        }
        for (int p : dag.parents(t)) {
          if (pairs.contains(((long) group[p] << 32) | g)) {
            extra[t] += mix(((long) p << 33) | 1);
            extra[p] += mix((long) t << 33);
          }
        }
      }
    }
    return tasks.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Puts the tasks of groups that wait for each other by index in one order, where there is one;
   * where two ways lead to different orders, the pair of groups is wrong.
   */
  private void align(List<Edge> matches, List<int[]> wrong) {
    Map<Integer, List<Edge>> around = new HashMap<>();
    for (Edge e : matches) {
      around.computeIfAbsent(e.from(), g -> new ArrayList<>()).add(e);
      around.computeIfAbsent(e.to(), g -> new ArrayList<>()).add(e);
    }
    int[] index = new int[group.length];
    boolean[] done = new boolean[members.size()];
    for (int root = 0; root < members.size(); root++) {
      if (done[root] || !around.containsKey(root)) {
        continue;
      }
      Arrays.sort(members.get(root));
      number(members.get(root), index);
      done[root] = true;
      Deque<Integer> queue = new ArrayDeque<>(List.of(root));
      while (!queue.isEmpty()) {
        int at = queue.remove();
        for (Edge e : around.getOrDefault(at, List.of())) {
          int other = e.from() == at ? e.to() : e.from();
          if (!done[other]) {
            int[] ordered = new int[members.get(other).length];
            for (int t : members.get(other)) {
              ordered[index[partner(t, e, other)]] = t;
            }
            members.set(other, ordered);
            number(ordered, index);
            done[other] = true;
            queue.add(other);
          }
        }
      }
    }
    for (Edge e : matches) {
      for (int t : members.get(e.to())) {
        if (index[partner(t, e, e.to())] != index[t]) {
          wrong.add(new int[] {e.from(), e.to()});
          break;
        }
      }
    }
  }

  private static void number(int[] tasks, int[] index) {
    for (int i = 0; i < tasks.length; i++) {
      index[tasks[i]] = i;
    }
  }

  /** The one task at the other end of the edge. */
  private int partner(int task, Edge edge, int of) {
    boolean up = of == edge.to();
    int wanted = up ? edge.from() : edge.to();
    for (int other : up ? dag.parents(task) : dag.children(task)) {
      if (group[other] == wanted) {
        return other;
      }
    }
    throw new IllegalStateException("a group is not matched as it seemed");
  }

  /** Numbers the groups anew: by their level, and then as their tasks come in the file. */
  private void sort() {
    int[] levels = dag.levels();
    List<int[]> ordered = new ArrayList<>(members);
    Map<int[], Integer> first = new java.util.IdentityHashMap<>();
    ordered.forEach(m -> first.put(m, Arrays.stream(m).min().orElse(0)));
    ordered.sort(
        Comparator.<int[]>comparingInt(m -> levels[m[0]])
            .thenComparingInt(m -> first.getOrDefault(m, 0)));
    members = ordered;
    for (int g = 0; g < members.size(); g++) {
      for (int t : members.get(g)) {
        group[t] = g;
      }
    }
  }

  /** Reads the edges off, and makes sure that they say what the tasks' edges say. */
  private void connect() {
    int[] index = new int[group.length];
    members.forEach(m -> number(m, index));
    long said = 0;
    for (int g = 0; g < members.size(); g++) {
      int[] mine = members.get(g);
      Map<Integer, Integer> counts = new java.util.TreeMap<>();
      for (int p : dag.parents(mine[0])) {
        counts.merge(group[p], 1, Integer::sum);
      }
      Set<Integer> byIndex = new HashSet<>();
      for (Map.Entry<Integer, Integer> other : counts.entrySet()) {
        int size = members.get(other.getKey()).length;
        boolean match = other.getValue() < size;
        if (match) {
          byIndex.add(other.getKey());
        }
        said += match ? size : (long) size * mine.length;
        edges.add(new Edge(other.getKey(), g, match));
      }
      for (int t : mine) {
        for (int p : dag.parents(t)) {
          boolean holds =
              counts.containsKey(group[p]) && (!byIndex.contains(group[p]) || index[p] == index[t]);
          if (!holds) {
            throw new IllegalStateException("a group does not keep the edges of its tasks");
          }
        }
      }
    }
    // All edges of tasks are said, and no more are said than there are: so they are the same.
    if (said != dag.edges()) {
      throw new IllegalStateException("the groups have " + said + " edges, not " + dag.edges());
    }
  }
}
