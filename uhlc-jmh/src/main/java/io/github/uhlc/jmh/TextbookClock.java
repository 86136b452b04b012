package io.github.uhlc.jmh;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.InstantSource;

/**
 * A hybrid logical clock with a lock around the last time, as textbooks have it and uhlc-rs is
 * built: the wall clock is read first, outside the lock. It is the baseline, with the same results
 * as an HLC. Thread-safe.
 */
final class TextbookClock {
  private static final long COUNTER_MASK = 0xF;
  private static final long MAX_DELTA_NTP = 1L << 31;

  private final ID id;
  private final PhysicalClock clock;
  // A monitor: without contention it is faster than a ReentrantLock.
  private final Object lock = new Object();
  private long lastNtp;

  /** Returns a clock with a random ID that reads the wall clock. */
  static TextbookClock create() {
    return new TextbookClock(ID.random(), PhysicalClock.of(InstantSource.system()));
  }

  TextbookClock(ID id, PhysicalClock clock) {
    this.id = id;
    this.clock = clock;
  }

  /** Issues a timestamp greater than all before it. */
  Timestamp newTimestamp() {
    long physicalNtp = clock.ntp64() & ~COUNTER_MASK;
    long ntp;
    synchronized (lock) {
      boolean isAhead = Long.compareUnsigned(physicalNtp, lastNtp & ~COUNTER_MASK) > 0;
      lastNtp = isAhead ? physicalNtp : lastNtp + 1;
      ntp = lastNtp;
    }
    return Timestamp.of(ntp, id);
  }

  /** Takes note of a received timestamp, or returns false if it is more than 500 ms ahead. */
  boolean update(Timestamp received) {
    long physicalNtp = clock.ntp64() & ~COUNTER_MASK;
    long receivedNtp = received.ntp64();
    if (Long.compareUnsigned(receivedNtp, physicalNtp) > 0
        && Long.compareUnsigned(receivedNtp - physicalNtp, MAX_DELTA_NTP) > 0) {
      return false;
    }
    synchronized (lock) {
      if (Long.compareUnsigned(receivedNtp, lastNtp) > 0) {
        lastNtp = receivedNtp;
      }
    }
    return true;
  }

  /** Returns the greatest time that was issued or accepted. */
  NTP64 lastTime() {
    synchronized (lock) {
      return NTP64.ofBits(lastNtp);
    }
  }
}
