package dev.groma.engine.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Visits the nodes of an acyclic graph, each as soon as all nodes before it are done, many at
/// once.
///
/// Nodes are the numbers from zero. A visitor that wants fewer visits at once than there are ready
/// nodes waits inside the visit; every visit has a virtual thread of its own, but for one successor
/// that its predecessor's thread goes on with.
public final class Walk {
  // The count of unfinished predecessors of a node decides when it is ready; whoever takes it to
  // zero starts it. A node
  // that fails or is skipped poisons its successors before it counts them down, so a successor that
  // starts sees it.
  private final int[][] after;
  private final AtomicIntegerArray waiting;
  private final AtomicIntegerArray poisoned;
  private final Visitor visitor;
  private final CountDownLatch left;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

  /// What is done at each node. Called by many threads at once.
  public interface Visitor {
    /// Visits `node`, all of whose predecessors are done. False when it failed, so that what comes
    /// after it is skipped.
    boolean visit(int node);

    /// Is told that `node` is not visited because a node before it failed or was skipped.
    void skip(int node);
  }

  private Walk(List<int[]> before, Visitor visitor) {
    this.visitor = visitor;
    int size = before.size();
    waiting = new AtomicIntegerArray(size);
    poisoned = new AtomicIntegerArray(size);
    left = new CountDownLatch(size);
    after = successors(before);
    for (int node = 0; node < size; node++) {
      waiting.set(node, before.get(node).length);
    }
  }

  /// Visits all nodes and returns when that is done.
  ///
  /// @param before for each node, those that must be done before it; without cycles
  /// @param visitor what is done
  /// @throws InterruptedException when the calling thread is interrupted; visits go on
  public static void run(List<int[]> before, Visitor visitor) throws InterruptedException {
    Walk walk = new Walk(before, visitor);
    List<Integer> roots = new ArrayList<>();
    for (int node = 0; node < before.size(); node++) {
      if (before.get(node).length == 0) {
        roots.add(node);
      }
    }
    roots.forEach(walk::start);
    walk.left.await();
    rethrow(walk.fault.get());
  }

  /// Does `task` for each of `items`, many at once, and returns when all are done. An interrupt of
  /// the calling thread is kept until then.
  public static <T> void each(Collection<T> items, Consumer<T> task) {
    if (items.size() == 1) {
      items.forEach(task);
      return;
    }
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>(items.size());
    for (T item : items) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  task.accept(item);
                } catch (RuntimeException | Error e) {
                  fault.compareAndSet(null, e);
                }
              }));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= joinFully(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow(fault.get());
  }

  /// Waits for `thread`; true when the waiting thread was interrupted meanwhile.
  private static boolean joinFully(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }

  private static void rethrow(@Nullable Throwable fault) {
    switch (fault) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(fault);
    }
  }

  private static int[][] successors(List<int[]> before) {
    int size = before.size();
    int[] counts = new int[size];
    for (int[] list : before) {
      for (int node : list) {
        counts[node]++;
      }
    }
    int[][] after = new int[size][];
    for (int node = 0; node < size; node++) {
      after[node] = new int[counts[node]];
    }
    for (int node = 0; node < size; node++) {
      for (int earlier : before.get(node)) {
        after[earlier][--counts[earlier]] = node;
      }
    }
    return after;
  }

  private void start(int node) {
    Thread.ofVirtual().start(() -> follow(node));
  }

  private void follow(int first) {
    int node = first;
    while (node >= 0) {
      boolean done = visit(node);
      int next = -1;
      for (int successor : after[node]) {
        if (!done) {
          poisoned.set(successor, 1);
        }
        if (waiting.decrementAndGet(successor) == 0) {
          if (next < 0) {
            next = successor;
          } else {
            start(successor);
          }
        }
      }
      left.countDown();
      node = next;
    }
  }

  private boolean visit(int node) {
    try {
      if (poisoned.get(node) == 0 && fault.get() == null) {
        return visitor.visit(node);
      }
      visitor.skip(node);
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null, e);
    }
    return false;
  }
}
