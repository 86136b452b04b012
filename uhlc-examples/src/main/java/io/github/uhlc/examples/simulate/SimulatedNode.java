package io.github.uhlc.examples.simulate;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.util.Optional;

/** A node: an HLC on a virtual clock, and the last event. Not thread-safe. */
final class SimulatedNode {
  private final VirtualClock clock;
  private final HLC hlc;
  private Stamp last;

  SimulatedNode(int number, NodeSettings node, Settings settings) {
    clock = new VirtualClock(node, settings.resolutionNanos());
    hlc =
        HLC.builder()
            .withId(ID.ofUnsigned(number))
            .withClock(clock)
            .withMaxDelta(settings.maxDelta())
            .build();
    last = new Stamp(Timestamp.of(0, hlc.id()), 0);
  }

  /** Stamps the sending of a message. */
  Stamp send(long elapsedNanos) {
    clock.set(elapsedNanos);
    return stamped(hlc.newTimestamp(), 0);
  }

  /** Stamps the receipt of a message, unless it is refused. */
  Optional<Stamp> receive(long elapsedNanos, Stamp message) {
    clock.set(elapsedNanos);
    try {
      Timestamp timestamp = hlc.newTimestampAfter(message.timestamp());
      return Optional.of(stamped(timestamp, message.physicalNtp()));
    } catch (ExceedingDeltaException e) {
      return Optional.empty();
    }
  }

  /** Returns what the physical clock read at the last event, without the bits of the counter. */
  long physicalNtp() {
    return NTP64.physicalBits(clock.ntp64());
  }

  private Stamp stamped(Timestamp timestamp, long causeNtp) {
    long largestCauseNtp = NTP64.maxBits(last.physicalNtp(), causeNtp);
    last = new Stamp(timestamp, NTP64.maxBits(physicalNtp(), largestCauseNtp));
    return last;
  }
}
