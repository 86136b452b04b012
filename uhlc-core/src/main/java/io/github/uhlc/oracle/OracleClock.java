package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The physical clock of an oracle's HLC: the given clock rounded down to a millisecond. Where that
 * is behind, or stands still, it runs on at half the rate of the counter until the given clock has
 * caught up; also from where the HLC is, if that is ahead.
 */
final class OracleClock implements PhysicalClock {
  // State: the anchor, immutable: a millisecond, and the counter when the clock first showed it.
  // Writers: any thread, by compare-and-set from the anchor that it read.
  // A thread whose compare-and-set fails goes on with its own reading, which may be less than
  // another's; the HLC never goes back.

  /**
   * A reading, and until when it may be used again.
   *
   * @param highNtp the start of a millisecond
   * @param highPacked the packed number of that
   * @param spanNtp a clock within so many units from there still shows this millisecond; 0 if the
   *     given clock is behind
   * @param sinceNanos the counter when the clock first showed it
   * @param limitNtp what the HLC may issue at most
   */
  private record Anchor(
      long highNtp, long highPacked, long spanNtp, long sinceNanos, long limitNtp) {}

  /** The oracle's time is beyond the limit. */
  static final class TooFarAheadException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration lead;

    TooFarAheadException(Duration lead, String message) {
      super(message, null, false, false);
      this.lead = lead;
    }

    Duration lead() {
      return lead;
    }
  }

  private final OracleSettings settings;
  private final PhysicalClock given;
  private final LongSupplier counter;
  private final Lease lease;
  private final long maxLeadNtp;
  private final AtomicReference<Anchor> anchor;

  /**
   * Makes a clock.
   *
   * @param lease the lease, which ends when the given clock says so; null if there is none
   * @param startNtp a time from which the clock goes on
   */
  OracleClock(OracleSettings settings, Lease lease, long startNtp) {
    this.settings = settings;
    this.given = settings.clock();
    this.counter = settings.counter();
    this.lease = lease;
    this.maxLeadNtp = OracleTimes.ofSaturated(settings.maxLead());
    long highNtp = OracleTimes.floorNtp(startNtp);
    this.anchor =
        new AtomicReference<>(
            new Anchor(
                highNtp, OracleTimes.packed(highNtp), 0, counter.getAsLong(), OracleTimes.MAX_NTP));
  }

  @Override
  public long ntp64() {
    long givenNtp = given.ntp64();
    Anchor current = anchor.get();
    return shows(current, givenNtp) ? current.highNtp : settleNtp(givenNtp, current);
  }

  /** As {@link OracleTimes#packed}, and faster in the millisecond that the clock shows. */
  long packed(long ntp) {
    Anchor current = anchor.get();
    long logicalNtp = ntp - current.highNtp;
    return Long.compareUnsigned(logicalNtp, OracleTimestamp.MAX_COUNT) < 0
        ? current.highPacked + logicalNtp
        : OracleTimes.packed(ntp);
  }

  /** What the HLC may issue at most, as of the last reading. */
  long limitNtp() {
    return anchor.get().limitNtp;
  }

  /**
   * Makes the clock run on: from where the HLC is, if that is ahead of it, or from where the given
   * one has stood still for a while.
   *
   * @param lastNtp the last time of the HLC
   */
  void runOn(long lastNtp) {
    long readNtp = ntp64();
    long highNtp = OracleTimes.floorNtp(lastNtp);
    Anchor current = anchor.get();
    if (OracleTimes.isAfter(highNtp, readNtp)) {
      long nowNanos = counter.getAsLong();
      anchor.compareAndSet(
          current, new Anchor(highNtp, OracleTimes.packed(highNtp), 0, nowNanos, current.limitNtp));
    } else if (OracleTimes.isAfter(runningNtp(current), current.highNtp)) {
      anchor.compareAndSet(
          current,
          new Anchor(current.highNtp, current.highPacked, 0, current.sinceNanos, current.limitNtp));
    }
  }

  /** What to throw as a time is beyond the limit. */
  TooFarAheadException tooFarAhead(long ntp) {
    Duration lead = NTP64.ofBits(given.ntp64()).until(NTP64.ofBits(ntp));
    return new TooFarAheadException(
        lead,
        "the oracle is too far ahead of the physical clock; set the wall clock right, or raise the"
            + " limit by withMaxLead: lead="
            + lead
            + ", limit="
            + settings.maxLead());
  }

  private static boolean shows(Anchor anchor, long givenNtp) {
    return Long.compareUnsigned(givenNtp - anchor.highNtp, anchor.spanNtp) < 0;
  }

  /** The anchor's millisecond, moved on by half of what the counter ran since. */
  private long runningNtp(Anchor anchor) {
    long ranNanos = Math.max(counter.getAsLong() - anchor.sinceNanos, 0);
    return OracleTimes.floorNtp(
        OracleTimes.plusSaturated(anchor.highNtp, OracleTimes.ofNanos(ranNanos / 2)));
  }

  private long settleNtp(long givenNtp, Anchor current) {
    long millis = OracleTimes.millis(givenNtp);
    long floorNtp = OracleTimes.startNtp(millis);
    long endNtp = OracleTimes.startNtp(millis + 1);
    if (lease != null) {
      // Up to a millisecond early, so that it need not be looked at in each reading.
      lease.observe(endNtp);
    }
    // Counted from the end of the millisecond, all of which may be used.
    long limitNtp = OracleTimes.plusSaturated(endNtp - 1, maxLeadNtp);
    long runningNtp = runningNtp(current);
    if (!OracleTimes.isAfter(runningNtp, floorNtp)) {
      long nowNanos = counter.getAsLong();
      anchor.compareAndSet(
          current,
          new Anchor(
              floorNtp, OracleTimes.packed(floorNtp), endNtp - floorNtp, nowNanos, limitNtp));
      return floorNtp;
    }
    if (current.limitNtp != limitNtp) {
      anchor.compareAndSet(
          current,
          new Anchor(current.highNtp, current.highPacked, 0, current.sinceNanos, limitNtp));
    }
    if (OracleTimes.isAfter(runningNtp, limitNtp)) {
      throw tooFarAhead(runningNtp);
    }
    return runningNtp;
  }
}
