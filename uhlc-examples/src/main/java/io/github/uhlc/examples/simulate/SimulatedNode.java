package io.github.uhlc.examples.simulate;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.SettableClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A node: an HLC on a clock that shows virtual time, and the last event. Not thread-safe. */
final class SimulatedNode {
  /**
   * A timestamp in the terms of the paper: its physical part l and its counter c.
   *
   * @param timestamp the timestamp
   * @param physicalNtp l, the largest reading of a physical clock among the event and its causes,
   *     NTP64 bits
   */
  record Stamp(Timestamp timestamp, long physicalNtp) {
    /**
     * Returns c, the number of events since the physical part moved: what the time is ahead of it.
     * An HLC counts in the last bits of the time and carries from there, which this undoes.
     */
    long counter() {
      return timestamp.ntp64() - physicalNtp;
    }
  }

  /** The true time at the start of every simulation. */
  private static final long START_NANOS = NTP64.of(Instant.parse("2026-01-01T00:00:00Z")).toNanos();

  private final NodeSettings errors;
  private final long resolutionNanos;
  private final SettableClock clock = PhysicalClock.settable(Instant.EPOCH);
  private final HLC hlc;
  private Stamp last;

  SimulatedNode(int number, NodeSettings node, Settings settings) {
    this.errors = node;
    this.resolutionNanos = settings.resolutionNanos();
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
    setClock(elapsedNanos);
    return stamped(hlc.newTimestamp(), 0);
  }

  /** Stamps the receipt of a message, unless it is refused. */
  Optional<Stamp> receive(long elapsedNanos, Stamp message) {
    setClock(elapsedNanos);
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

  /** Sets the clock to what a physical clock with this node's errors reads. */
  private void setClock(long elapsedNanos) {
    long nanos = START_NANOS + elapsedNanos + errors.offsetNanos(elapsedNanos);
    clock.set(NTP64.of(Duration.ofNanos(nanos - nanos % resolutionNanos)));
  }

  private Stamp stamped(Timestamp timestamp, long causeNtp) {
    long largestCauseNtp = NTP64.maxBits(last.physicalNtp(), causeNtp);
    last = new Stamp(timestamp, NTP64.maxBits(physicalNtp(), largestCauseNtp));
    return last;
  }
}
