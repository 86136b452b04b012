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

  /**
   * What nodes have counted.
   *
   * @param events events logged
   * @param messages requests and answers sent
   * @param refused messages refused
   * @param malformed malformed frames dropped
   */
  record Counts(long events, long messages, long refused, long malformed) {
    /** Nothing counted. */
    static final Counts NONE = new Counts(0, 0, 0, 0);

    /** Parses what {@link #toString} returns. */
    static Counts parse(String text) {
      String[] numbers = text.split(" ", 4);
      return new Counts(
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]),
          Long.parseLong(numbers[3]));
    }

    Counts plus(Counts other) {
      return new Counts(
          events + other.events,
          messages + other.messages,
          refused + other.refused,
          malformed + other.malformed);
    }

    /** The four numbers, with spaces between them. */
    @Override
    public String toString() {
      return events + " " + messages + " " + refused + " " + malformed;
    }
  }

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
  Counts counts() {
    Map<Kind, Long> counts = log.counts();
    return new Counts(
        counts.values().stream().mapToLong(Long::longValue).sum(),
        counts.getOrDefault(Kind.SEND, 0L) + counts.getOrDefault(Kind.ANSWER, 0L),
        counts.getOrDefault(Kind.REFUSE, 0L),
        malformedFrames.sum());
  }
}
