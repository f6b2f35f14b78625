package io.dolake.storage.check.isolation;

import java.util.Arrays;
import java.util.Optional;

/** Tarjan's strongly connected components (1972), without recursion, on arrays. */
final class StrongComponents {
  private static final int UNVISITED = -1;

  private final int[] firstEdge;
  private final int[] targets;
  private final int[] visitOrder;
  private final int[] lowest;
  private final boolean[] onStack;
  private final int[] stack;
  private int stackSize;
  private int visited;

  private StrongComponents(int nodeCount, int[] from, int[] to, int edgeCount) {
    firstEdge = new int[nodeCount + 1];
    for (int i = 0; i < edgeCount; i++) {
      firstEdge[from[i] + 1]++;
    }
    for (int i = 0; i < nodeCount; i++) {
      firstEdge[i + 1] += firstEdge[i];
    }
    targets = new int[edgeCount];
    int[] next = Arrays.copyOf(firstEdge, nodeCount);
    for (int i = 0; i < edgeCount; i++) {
      targets[next[from[i]]++] = to[i];
    }
    visitOrder = new int[nodeCount];
    Arrays.fill(visitOrder, UNVISITED);
    lowest = new int[nodeCount];
    onStack = new boolean[nodeCount];
    stack = new int[nodeCount];
  }

  /** Nodes of some component of more than one node; edges from a node to itself do not count. */
  static Optional<int[]> findCyclic(int nodeCount, int[] from, int[] to, int edgeCount) {
    StrongComponents search = new StrongComponents(nodeCount, from, to, edgeCount);
    for (int root = 0; root < nodeCount; root++) {
      if (search.visitOrder[root] == UNVISITED) {
        int[] component = search.visit(root);
        if (component != null) {
          return Optional.of(component);
        }
      }
    }
    return Optional.empty();
  }

  private int[] visit(int root) {
    int[] path = new int[16];
    int[] pathEdge = new int[16];
    int depth = 0;
    path[0] = root;
    pathEdge[0] = enter(root);
    while (depth >= 0) {
      int node = path[depth];
      if (pathEdge[depth] < firstEdge[node + 1]) {
        int target = targets[pathEdge[depth]++];
        if (visitOrder[target] == UNVISITED) {
          depth++;
          if (depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
            pathEdge = Arrays.copyOf(pathEdge, 2 * depth);
          }
          path[depth] = target;
          pathEdge[depth] = enter(target);
        } else if (onStack[target]) {
          lowest[node] = Math.min(lowest[node], visitOrder[target]);
        }
        continue;
      }
      if (lowest[node] == visitOrder[node]) {
        int[] component = popComponent(node);
        if (component.length > 1) {
          return component;
        }
      }
      depth--;
      if (depth >= 0) {
        lowest[path[depth]] = Math.min(lowest[path[depth]], lowest[node]);
      }
    }
    return null;
  }

  private int enter(int node) {
    visitOrder[node] = visited;
    lowest[node] = visited++;
    stack[stackSize++] = node;
    onStack[node] = true;
    return firstEdge[node];
  }

  private int[] popComponent(int root) {
    int end = stackSize;
    int node;
    do {
      node = stack[--stackSize];
      onStack[node] = false;
    } while (node != root);
    return Arrays.copyOfRange(stack, stackSize, end);
  }
}
