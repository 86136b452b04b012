package io.github.uhlc.oracle;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * An oracle in a few lines, without an HLC, threads or background work. {@link #SOUND} keeps the
 * promises; each other one breaks one rule.
 */
enum TwinOracle {
  SOUND(""),
  /** Counts its lease from the end of an extension. */
  LEASES_FROM_END("O1 O4 epoch"),
  /** Waits from the start of a read. */
  WAITS_FROM_START("O1 epoch"),
  /** Looks at its lease before it takes the numbers. */
  CHECKS_BEFORE("O4"),
  /** Has no lease. */
  CHECKS_NOTHING("O1 O4 epoch"),
  /** Takes over from the bound that it reads last, not from the one that it has watched. */
  TAKES_THE_LAST_READ("O1 epoch"),
  /** Hands numbers out before the bound covers them. */
  EXTENDS_AFTER_THE_GRANT("O3"),
  /** Takes a bound that it finds after a lost answer for its own, also when its lease has ended. */
  TRUSTS_ANY_BOUND("O1 epoch"),
  /** Extends its mark blindly when it takes over, as if it had no compare-and-set. */
  IGNORES_FAILED_EXTENSIONS("O1 O2 O3 O4 epoch");

  private static final long WINDOW_NTP = 4_000_000_000L * 6;

  private final String broken;

  TwinOracle(String broken) {
    this.broken = broken;
  }

  /** Whether that is a promise that it must break. */
  boolean breaks(String promise) {
    return List.of(broken.split(" ")).contains(promise);
  }

  OracleWorld.Oracle start(HighWaterMark mark, PhysicalClock clock, LongSupplier counter) {
    return new Run(this, mark, clock, counter);
  }

  private static final class Run implements OracleWorld.Oracle {
    private static final long LEASE_NANOS = OracleWorld.LEASE.toNanos();

    private final TwinOracle kind;
    private final HighWaterMark mark;
    private final PhysicalClock clock;
    private final LongSupplier counter;
    private NTP64 seen;
    private long sinceNanos;
    private boolean isHolder;
    private NTP64 markBound;
    private NTP64 unconfirmed;
    private long boundNtp;
    private long lastNtp;
    private long epochNtp;
    private long endNanos;
    private long startNtp;

    Run(TwinOracle kind, HighWaterMark mark, PhysicalClock clock, LongSupplier counter) {
      this.kind = kind;
      this.mark = mark;
      this.clock = clock;
      this.counter = counter;
    }

    @Override
    public OracleGrant grant(int count) {
      if (!isHolder) {
        throw refusal("standby");
      }
      requireLease(kind == CHECKS_BEFORE);
      long firstNtp = OracleTimes.floorNtp(clock.ntp64());
      firstNtp = OracleTimes.isAfter(firstNtp, lastNtp) ? firstNtp : lastNtp + 1;
      if (OracleTimes.packed(firstNtp + count) == OracleTimes.NO_PACKED) {
        firstNtp = OracleTimes.startNtp(OracleTimes.millis(firstNtp) + 1);
      }
      if (OracleTimes.isAfter(firstNtp + count, boundNtp) && kind != EXTENDS_AFTER_THE_GRANT) {
        extendForGrant(firstNtp);
        if (!OracleTimes.isAfter(firstNtp, lastNtp)
            || OracleTimes.isAfter(firstNtp + count, boundNtp)) {
          throw refusal("an unconfirmed bound was in the way");
        }
      }
      lastNtp = firstNtp + count - 1;
      requireLease(kind != CHECKS_BEFORE && kind != CHECKS_NOTHING);
      return new OracleGrant(OracleTimes.packed(firstNtp), count, epochNtp);
    }

    @Override
    public boolean step() {
      try {
        if (isHolder) {
          extend(lastNtp);
        } else {
          standBy();
        }
      } catch (RuntimeException e) {
        isHolder &= kind == CHECKS_NOTHING || isLeaseRunning();
      }
      return isHolder && isLeaseRunning();
    }

    private void standBy() {
      long startNanos = counter.getAsLong();
      NTP64 read = mark.bound();
      long nowNanos = counter.getAsLong();
      if (seen == null || (!read.equals(seen) && kind != TAKES_THE_LAST_READ)) {
        seen = read;
        sinceNanos = kind == WAITS_FROM_START ? startNanos : nowNanos;
      }
      if (nowNanos - sinceNanos >= LEASE_NANOS + LEASE_NANOS / 8) {
        markBound = read;
        unconfirmed = null;
        seen = null;
        long clockNtp = OracleTimes.floorNtp(clock.ntp64());
        extend(OracleTimes.isAfter(clockNtp, read.bits()) ? clockNtp : read.bits());
        isHolder = true;
        epochNtp = read.bits();
        lastNtp = read.bits();
      }
    }

    private void extendForGrant(long neededNtp) {
      try {
        extend(neededNtp);
      } catch (IllegalStateException e) {
        throw refusal(e.getMessage());
      }
    }

    private void extend(long neededNtp) {
      if (unconfirmed != null && mark.bound().equals(unconfirmed)) {
        if (kind != TRUSTS_ANY_BOUND && !isLeaseRunning()) {
          throw refusal("lease");
        }
        lastNtp = unconfirmed.bits();
        markBound = unconfirmed;
        unconfirmed = null;
      }
      long nowNtp = OracleTimes.floorNtp(clock.ntp64());
      long fromNtp = OracleTimes.isAfter(neededNtp, nowNtp) ? neededNtp : nowNtp;
      fromNtp = OracleTimes.isAfter(markBound.bits(), fromNtp) ? markBound.bits() : fromNtp;
      NTP64 target = unconfirmed != null ? unconfirmed : NTP64.ofBits(fromNtp + WINDOW_NTP);
      unconfirmed = target;
      long beforeNanos = counter.getAsLong();
      long beforeNtp = clock.ntp64();
      try {
        mark.extend(markBound, target);
      } catch (RuntimeException e) {
        if (kind != IGNORES_FAILED_EXTENSIONS) {
          throw e;
        }
      }
      unconfirmed = null;
      markBound = target;
      boundNtp = target.bits();
      startNtp = kind == LEASES_FROM_END ? clock.ntp64() : beforeNtp;
      endNanos = (kind == LEASES_FROM_END ? counter.getAsLong() : beforeNanos) + LEASE_NANOS;
    }

    private boolean isLeaseRunning() {
      long clockNtp = clock.ntp64();
      boolean isEnded =
          OracleTimes.isAfter(clockNtp, startNtp)
              && OracleTimes.isAfter(clockNtp - startNtp, OracleTimes.ofNanos(LEASE_NANOS));
      return !isEnded && counter.getAsLong() - endNanos < 0;
    }

    private void requireLease(boolean isLookedAt) {
      if (isLookedAt && !isLeaseRunning()) {
        throw refusal("the lease ended before the answer");
      }
    }

    private static NotServingException refusal(String message) {
      return new NotServingException(TimestampOracle.State.STANDBY, message);
    }
  }
}
