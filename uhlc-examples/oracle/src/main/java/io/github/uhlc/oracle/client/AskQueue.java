package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.OracleTimestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Who waits to be asked for, and how many calls are under way. A call is for all who wait when it
 * starts, so callers share calls without anybody waiting for company.
 */
final class AskQueue {
  // State: all of it belongs to the monitor of this object, which is held for a few instructions,
  // or, where a call starts, for as many as it has askers.

  private final Deque<Ask> waiting = new ArrayDeque<>();
  private final int maxCalls;
  private int calls;
  private boolean isClosed;

  AskQueue(int maxCalls) {
    this.maxCalls = maxCalls;
  }

  /** Adds one that waits; false if the queue is closed. */
  synchronized boolean add(Ask ask) {
    if (!isClosed) {
      waiting.addLast(ask);
    }
    return !isClosed;
  }

  /** Takes a permit for a call; false if there is nobody to call for, or no permit. */
  synchronized boolean startCall() {
    if (waiting.isEmpty() || calls == maxCalls || isClosed) {
      return false;
    }
    calls++;
    return true;
  }

  /** Takes those whom one answer can serve, in their order. Empty: the permit is given back. */
  synchronized List<Ask> takeForCall() {
    List<Ask> taken = new ArrayList<>(waiting.size());
    int count = 0;
    while (!waiting.isEmpty() && waiting.peekFirst().count() <= OracleTimestamp.MAX_COUNT - count) {
      Ask ask = waiting.pollFirst();
      // One that has given up, or is given up, needs no number.
      if (!ask.answer().isDone()) {
        count += ask.count();
        taken.add(ask);
      }
    }
    if (taken.isEmpty()) {
      calls--;
    }
    return taken;
  }

  /** Puts those back who got no answer, before all others; false if the queue is closed. */
  synchronized boolean putBack(List<Ask> asks) {
    if (!isClosed) {
      for (int i = asks.size() - 1; i >= 0; i--) {
        waiting.addFirst(asks.get(i));
      }
    }
    return !isClosed;
  }

  /** Closes the queue, and returns who waits. */
  synchronized List<Ask> close() {
    isClosed = true;
    List<Ask> left = List.copyOf(waiting);
    waiting.clear();
    return left;
  }
}
