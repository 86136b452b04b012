package io.github.uhlc.simulation;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;

/** What a simulated node asks of its clock: the real one, or a broken twin. */
interface Stamper {
  Timestamp stamp();

  /** Returns whether the timestamp was accepted. */
  boolean receive(Timestamp received);

  /** Makes the clock of a node that starts. */
  @FunctionalInterface
  interface Factory {
    Stamper start(ID id, PhysicalClock clock, Duration maxDelta);
  }

  /** The real clock. */
  static Stamper real(ID id, PhysicalClock clock, Duration maxDelta) {
    HLC hlc = HLC.builder().withId(id).withClock(clock).withMaxDelta(maxDelta).build();
    return new Stamper() {
      @Override
      public Timestamp stamp() {
        return hlc.newTimestamp();
      }

      @Override
      public boolean receive(Timestamp received) {
        return hlc.tryUpdateWithTimestamp(received);
      }
    };
  }
}
