package io.github.uhlc.examples.cluster;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.cluster.Event.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What the threads of a node share: its clock, its log and what it heard last. Thread-safe. */
final class Node {
  // State: what was heard last, and the count of malformed frames; any thread writes either. All
  // else is final, and the clock and the log are thread-safe. A receipt is set when it is stamped,
  // so who reads it stamps later: it is a true cause. Which of two is the last does not matter.

  private final HLC hlc;
  private final EventLog log;
  private final LongAdder malformedFrames = new LongAdder();
  private final AtomicReference<Timestamp> lastHeard = new AtomicReference<>();

  Node(HLC hlc, EventLog log) {
    this.hlc = hlc;
    this.log = log;
  }

  HLC hlc() {
    return hlc;
  }

  EventLog log() {
    return log;
  }

  /** Where this node counts the malformed frames that it drops. */
  LongAdder malformedFrames() {
    return malformedFrames;
  }

  /** Tells the other threads of the receipt of a message, which is in the log already. */
  void heard(Timestamp receipt) {
    lastHeard.set(receipt);
  }

  /** The receipt last given to {@link #heard}, by whichever thread. */
  Optional<Timestamp> lastHeard() {
    return Optional.ofNullable(lastHeard.get());
  }

  /** What this node has counted so far. */
  NodeCounts counts() {
    Map<Kind, Long> counts = log.counts();
    return new NodeCounts(
        counts.values().stream().mapToLong(Long::longValue).sum(),
        counts.getOrDefault(Kind.SEND, 0L) + counts.getOrDefault(Kind.ANSWER, 0L),
        counts.getOrDefault(Kind.REFUSE, 0L),
        malformedFrames.sum());
  }
}
