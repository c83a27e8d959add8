package org.interleave.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.duration.Lognormal;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import umontreal.ssj.probdist.NormalDist;

/**
 * The simulation that one would write by hand for one case alone: every set as soon as the sets
 * that it waits for are done, submission order, skipping, next-fit, no overheads, no faults. A
 * primitive heap, flat arrays and one loop; the product is measured against it.
 */
final class Yardstick {

  private final int sets;
  private final int nodes;
  private final int[] firstTask;
  private final int[] slots;
  private final int[] gpus;
  private final long[] rank;
  private final int[][] followers;
  private final int[] waits;
  private final int[] nodeSlots;
  private final int[] nodeGpus;
  private final double[] logMedian;
  private final double[] sigma;

  private long[] heapTime = new long[64];
  private int[] heapTask = new int[64];
  private int heapSize;

  private final int[] freeSlots;
  private final int[] freeGpus;
  private final int[] ready; // sets with tasks that have not started, in the order of their turns
  private final long[] readyTime;
  private int readySets;
  private int[] freed = new int[64];
  private int freedNodes;
  private int last;

  Yardstick(WorkflowGraph graph, Cluster cluster) {
    sets = graph.instances().size();
    firstTask = new int[sets + 1];
    slots = new int[sets];
    gpus = new int[sets];
    rank = new long[sets];
    followers = new int[sets][];
    waits = new int[sets];
    logMedian = new double[sets];
    sigma = new double[sets];
    for (SetInstance s : graph.instances()) {
      int id = s.id();
      firstTask[id] = s.firstTask();
      slots[id] = s.set().resources().slots();
      gpus[id] = s.set().resources().gpus();
      rank[id] = (long) s.setIndex() * graph.workflow().iterations() + s.iteration();
      followers[id] = graph.successors(id);
      waits[id] = graph.predecessors(id).length;
      if (s.set().time() instanceof Lognormal time) {
        logMedian[id] = Math.log(time.median() * 1e6);
        sigma[id] = time.sigma();
      }
    }
    firstTask[sets] = graph.taskCount();
    NodeGroup[] groups = cluster.nodes();
    nodes = groups.length;
    nodeSlots = new int[nodes];
    nodeGpus = new int[nodes];
    for (int n = 0; n < nodes; n++) {
      nodeSlots[n] = groups[n].usableSlots(cluster.slot());
      nodeGpus[n] = groups[n].gpus();
    }
    freeSlots = new int[nodes];
    freeGpus = new int[nodes];
    ready = new int[sets];
    readyTime = new long[sets];
  }

  /** Lognormal durations in microseconds. */
  long[] draw(long seed) {
    long[] durations = new long[firstTask[sets]];
    SplittableRandom random = new SplittableRandom(seed);
    for (int s = 0; s < sets; s++) {
      for (int t = firstTask[s]; t < firstTask[s + 1]; t++) {
        double u = ((random.nextLong() >>> 12) + 0.5) * 0x1.0p-52;
        double micros = Math.exp(logMedian[s] + sigma[s] * NormalDist.inverseF01(u));
        durations[t] = Math.max(1, (long) Math.rint(micros));
      }
    }
    return durations;
  }

  /** The makespan in microseconds. */
  long makespan(long[] durations) {
    int tasks = durations.length;
    int[] waitsNow = waits.clone();
    int[] next = new int[sets];
    int[] left = new int[sets];
    boolean[] blocked = new boolean[sets];
    int[] nodeOf = new int[tasks];
    int[] setOf = new int[tasks];
    System.arraycopy(nodeSlots, 0, freeSlots, 0, nodes);
    System.arraycopy(nodeGpus, 0, freeGpus, 0, nodes);
    heapSize = 0;
    readySets = 0;
    freedNodes = 0;
    last = 0;
    for (int s = 0; s < sets; s++) {
      next[s] = firstTask[s];
      left[s] = firstTask[s + 1] - firstTask[s];
      Arrays.fill(setOf, firstTask[s], firstTask[s + 1], s);
      if (waits[s] == 0) {
        release(s, 0);
      }
    }
    long now = 0;
    while (true) {
      int kept = 0;
      for (int r = 0; r < readySets; r++) {
        int s = ready[r];
        while (next[s] < firstTask[s + 1]) {
          int node = blocked[s] ? freedFit(slots[s], gpus[s]) : anyFit(slots[s], gpus[s]);
          if (node < 0) {
            blocked[s] = true;
            break;
          }
          int task = next[s]++;
          freeSlots[node] -= slots[s];
          freeGpus[node] -= gpus[s];
          nodeOf[task] = node;
          last = node;
          push(now + durations[task], task);
        }
        if (next[s] < firstTask[s + 1]) {
          ready[kept] = s;
          readyTime[kept++] = readyTime[r];
        }
      }
      readySets = kept;
      freedNodes = 0;
      if (heapSize == 0) {
        return now;
      }
      now = heapTime[0];
      while (heapSize > 0 && heapTime[0] == now) {
        int task = heapTask[0];
        pop();
        int s = setOf[task];
        int node = nodeOf[task];
        freeSlots[node] += slots[s];
        freeGpus[node] += gpus[s];
        if (freedNodes == freed.length) {
          freed = Arrays.copyOf(freed, 2 * freedNodes);
        }
        freed[freedNodes++] = node;
        if (--left[s] == 0) {
          for (int f : followers[s]) {
            if (--waitsNow[f] == 0) {
              release(f, now);
            }
          }
        }
      }
    }
  }

  private void release(int set, long now) {
    int at = readySets++;
    while (at > 0 && readyTime[at - 1] == now && rank[ready[at - 1]] > rank[set]) {
      ready[at] = ready[at - 1];
      readyTime[at] = now;
      at--;
    }
    ready[at] = set;
    readyTime[at] = now;
  }

  private int anyFit(int needSlots, int needGpus) {
    for (int n = last; n < nodes; n++) {
      if (freeSlots[n] >= needSlots && freeGpus[n] >= needGpus) {
        return n;
      }
    }
    for (int n = 0; n < last; n++) {
      if (freeSlots[n] >= needSlots && freeGpus[n] >= needGpus) {
        return n;
      }
    }
    return -1;
  }

  /** What did not fit before can only fit where something has been freed since. */
  private int freedFit(int needSlots, int needGpus) {
    int best = -1;
    int nearest = Integer.MAX_VALUE;
    for (int f = 0; f < freedNodes; f++) {
      int n = freed[f];
      int distance = n >= last ? n - last : n - last + nodes;
      if (distance < nearest && freeSlots[n] >= needSlots && freeGpus[n] >= needGpus) {
        best = n;
        nearest = distance;
      }
    }
    return best;
  }

  private void push(long time, int task) {
    if (heapSize == heapTime.length) {
      heapTime = Arrays.copyOf(heapTime, 2 * heapSize);
      heapTask = Arrays.copyOf(heapTask, 2 * heapSize);
    }
    int at = heapSize++;
    while (at > 0) {
      int parent = (at - 1) >> 2;
      if (heapTime[parent] <= time) {
        break;
      }
      heapTime[at] = heapTime[parent];
      heapTask[at] = heapTask[parent];
      at = parent;
    }
    heapTime[at] = time;
    heapTask[at] = task;
  }

  private void pop() {
    long time = heapTime[--heapSize];
    int task = heapTask[heapSize];
    int at = 0;
    while (true) {
      int child = 4 * at + 1;
      if (child >= heapSize) {
        break;
      }
      int least = child;
      int end = Math.min(child + 4, heapSize);
      for (int c = child + 1; c < end; c++) {
        if (heapTime[c] < heapTime[least]) {
          least = c;
        }
      }
      if (heapTime[least] >= time) {
        break;
      }
      heapTime[at] = heapTime[least];
      heapTask[at] = heapTask[least];
      at = least;
    }
    heapTime[at] = time;
    heapTask[at] = task;
  }
}
