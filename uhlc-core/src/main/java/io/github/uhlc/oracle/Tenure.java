package io.github.uhlc.oracle;

import io.github.uhlc.HLC;
import io.github.uhlc.HLCListener;
import io.github.uhlc.HighWaterMark;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.time.Duration;

/**
 * The time in which an oracle holds its mark: an HLC that has taken the mark over, and its lease. A
 * number is a time of the HLC, so that order and uniqueness are the HLC's; times without a number,
 * and those that do not fit into one millisecond, are skipped.
 */
final class Tenure {
  // State: none of its own; all fields are final, and what they refer to is shared by threads.
  // The lease is looked at after the numbers were taken. Had it been before, a caller that pauses
  // between the two would hand them out long after the lease.

  private static final Duration NO_MAX_DELTA = Duration.ofSeconds(1L << 32);

  private final HLC hlc;
  private final ID skipper = ID.ofUnsigned(2);
  private final OracleClock clock;
  private final Lease lease;
  private final LeasedMark leased;
  private final OracleSettings settings;
  private final long epochNtp;

  /** Takes over a mark that belongs to one oracle at a time. */
  static Tenure open(OracleSettings settings) {
    return new Tenure(settings, settings.mark(), null, null, NTP64.ZERO);
  }

  /**
   * Takes over a mark that is shared, from just the bound that was watched.
   *
   * @throws RuntimeException if somebody else was faster, or the mark cannot be extended
   */
  static Tenure takeOver(OracleSettings settings, NTP64 watched) {
    Lease lease = new Lease(settings.lease().toNanos(), settings.counter());
    LeasedMark mark = new LeasedMark(settings, watched, lease);
    return new Tenure(settings, mark, mark, lease, watched);
  }

  private Tenure(
      OracleSettings settings, HighWaterMark mark, LeasedMark leased, Lease lease, NTP64 start) {
    this.settings = settings;
    this.leased = leased;
    this.lease = lease;
    this.clock = new OracleClock(settings, lease, start.bits());
    HLC.Builder builder =
        settings
            .newHlc()
            .withId(ID.ofUnsigned(1))
            .withClock(clock)
            .withMaxDelta(NO_MAX_DELTA)
            .withHighWaterMark(mark);
    if (settings.listener() != null) {
      builder.withListener(
          new HLCListener() {
            @Override
            public void onMarkExtensionFailed(Throwable failure) {
              settings.tell(listener -> listener.onMarkFailure(failure));
            }
          });
    }
    this.hlc = builder.build();
    // Nothing was issued yet: this is the bound that the mark had.
    this.epochNtp = hlc.lastTime().bits();
  }

  /** The bound from which the mark was taken over. */
  long epochNtp() {
    return epochNtp;
  }

  /** The greatest time that was taken. */
  NTP64 lastTime() {
    return hlc.lastTime();
  }

  /** Whether numbers may be handed out now. */
  boolean isServing() {
    try {
      clock.ntp64();
    } catch (RuntimeException e) {
      return false;
    }
    return (lease == null || lease.isRunning()) && !isTooFarAhead(hlc.lastTime().bits());
  }

  /** Issues one number. */
  long nextPacked() {
    try {
      while (true) {
        long ntp = hlc.newTime();
        long packed = clock.packed(ntp);
        if (packed != OracleTimes.NO_PACKED) {
          requireServing(ntp);
          return packed;
        }
        skipMillisecondOf(ntp);
      }
    } catch (RuntimeException e) {
      throw notServing(e);
    }
  }

  /** Issues consecutive numbers of one millisecond. */
  OracleGrant grant(int count) {
    try {
      requireNear(hlc.lastTime().bits());
      while (true) {
        long firstNtp = hlc.newTimestamps(count).get(0).ntp64();
        long lastNtp = firstNtp + (count - 1);
        long firstPacked = clock.packed(firstNtp);
        long lastPacked = clock.packed(lastNtp);
        if (lastPacked != OracleTimes.NO_PACKED && lastPacked - firstPacked == count - 1) {
          requireServing(lastNtp);
          return new OracleGrant(firstPacked, count, epochNtp);
        }
        skipMillisecondOf(firstNtp);
      }
    } catch (RuntimeException e) {
      throw notServing(e);
    }
  }

  /**
   * Lets time move, so that the HLC extends its mark when that is due, which begins a new term of
   * the lease.
   *
   * @return false if that failed and the lease has ended: perhaps the mark belongs to another
   */
  boolean renew() {
    try {
      clock.runOn(hlc.lastTime().bits());
      hlc.newTime();
      if (!lease.isRunning()) {
        // Its time was ahead, and has not passed the bound, so that nothing has extended the mark.
        hlc.updateWithTimestamp(Timestamp.of(leased.writtenNtp(), skipper));
      }
      return true;
    } catch (RuntimeException e) {
      return lease.isRunning();
    }
  }

  /** The next time is the start of the next millisecond, or later. */
  private void skipMillisecondOf(long ntp) {
    long nextNtp = OracleTimes.startNtp(OracleTimes.millis(ntp) + 1);
    hlc.updateWithTimestamp(Timestamp.of(nextNtp - 1, skipper));
  }

  private void requireServing(long ntp) {
    if (lease != null && !lease.isRunning()) {
      throw new NotServingException(
          TimestampOracle.State.STANDBY, "the lease ended before the answer");
    }
    if (isTooFarAhead(ntp)) {
      throw clock.tooFarAhead(ntp);
    }
  }

  /** Large grants take much of the future: those that are refused shall not. */
  private void requireNear(long lastNtp) {
    if (isTooFarAhead(lastNtp)) {
      // The limit may be of a reading long ago.
      clock.ntp64();
      if (isTooFarAhead(lastNtp)) {
        throw clock.tooFarAhead(lastNtp);
      }
    }
  }

  private boolean isTooFarAhead(long ntp) {
    return OracleTimes.isAfter(ntp, clock.limitNtp());
  }

  private NotServingException notServing(RuntimeException failure) {
    if (failure instanceof OracleClock.TooFarAheadException ahead) {
      settings.tell(listener -> listener.onTooFarAhead(ahead.lead()));
      return new NotServingException(TimestampOracle.State.STANDBY, ahead.getMessage());
    }
    return failure instanceof NotServingException refusal
        ? refusal
        : new NotServingException(
            TimestampOracle.State.STANDBY,
            "the oracle could not take a number: " + failure.getMessage(),
            failure);
  }
}
