package io.github.uhlc.examples.cluster;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.cluster.Event.Kind;
import java.util.Optional;

/**
 * The events of one thread of a node: each is stamped and logged before the thread goes on. For use
 * by that thread only.
 */
final class Recorder {
  private final String thread;
  private final Node node;

  Recorder(String thread, Node node) {
    this.thread = thread;
    this.node = node;
  }

  /** Records a thing the node does of its own, because of what it heard last. */
  Timestamp work() {
    return record(Kind.WORK, node.lastHeard());
  }

  /** Records a request, which may be sent now, because of work done. */
  Timestamp send(Timestamp work) {
    return record(Kind.SEND, Optional.of(work));
  }

  /** Records an answer, which may be sent now, because of a request received. */
  Timestamp answer(Timestamp receipt) {
    return record(Kind.ANSWER, Optional.of(receipt));
  }

  /**
   * Takes in the timestamp of a message that has arrived, and records its receipt or its refusal.
   *
   * @return the timestamp of the receipt, nothing if the message was refused
   */
  Optional<Timestamp> receive(Timestamp message) {
    try {
      node.hlc().updateWithTimestamp(message);
    } catch (ExceedingDeltaException e) {
      log(Kind.REFUSE, e.physicalTime(), node.hlc().newTimestamp(), Optional.of(message));
      return Optional.empty();
    }
    Timestamp receipt = record(Kind.RECEIVE, Optional.of(message));
    node.heard(receipt);
    return Optional.of(receipt);
  }

  private Timestamp record(Kind kind, Optional<Timestamp> cause) {
    Timestamp timestamp = node.hlc().newTimestamp();
    // Read after stamping: no reading that the timestamp can stem from is later than this one, so
    // that the lead over it is never overstated.
    log(kind, NTP64.ofBits(node.hlc().clock().ntp64()), timestamp, cause);
    return timestamp;
  }

  private void log(Kind kind, NTP64 wallClock, Timestamp timestamp, Optional<Timestamp> cause) {
    node.log().append(new Event(thread, kind, wallClock, timestamp, cause));
  }
}
