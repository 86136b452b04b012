package io.github.uhlc;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * The times that a high-water mark grants to one clock: those above the bound that the clock found
 * there, up to the bound that it wrote. Only a compare-and-set of the mark that returned grants
 * times, so no two clocks are ever granted the same, whatever answers a store loses.
 *
 * <p>Used by one thread at a time.
 */
final class ClaimedTimes {
  // State: the claim, (fromNtp, toNtp]; the bound of the mark, as far as it is known; the bound
  // that an extension was to write whose outcome is not known.
  // The bound of the mark is toNtp, unless an unconfirmed bound was found there. Then the times up
  // to it belong to nobody: this clock may have written it, or another one the same by chance. The
  // next claim starts above it, as after a restart.

  /** Twice the largest batch. */
  private static final long BATCHES_NTP = 1L << 25;

  /** 15 microseconds: less than a process needs to start, so restarts do not outrun the clock. */
  private static final long MIN_STEP_NTP = 1L << 16;

  /** A microsecond. Bounds of clocks that share a mark differ by it, as a rule. */
  private static final int MAX_OFFSET_NTP = 1 << 12;

  private final HighWaterMark mark;
  private final long windowNtp;
  private final long maxStepNtp;
  private final long offsetNtp;

  private long fromNtp;
  private long toNtp;
  private long markNtp;
  private NTP64 unconfirmed;
  private long stepNtp = MIN_STEP_NTP;

  /** Makes an empty claim above a bound. */
  ClaimedTimes(HighWaterMark mark, NTP64 bound, Duration window) {
    this(mark, bound, window, new SecureRandom().nextInt(MAX_OFFSET_NTP));
  }

  /** Makes an empty claim above a bound whose own bounds are beyond others' by an offset. */
  ClaimedTimes(HighWaterMark mark, NTP64 bound, Duration window, int offsetNtp) {
    this.mark = mark;
    this.offsetNtp = offsetNtp;
    this.windowNtp = NtpBits.ofSaturated(window);
    this.maxStepNtp = NtpBits.max(windowNtp >>> 2, BATCHES_NTP);
    this.fromNtp = bound.bits();
    this.toNtp = bound.bits();
    this.markNtp = bound.bits();
  }

  /** The bound that the claim starts above. */
  long fromNtp() {
    return fromNtp;
  }

  /** The last time of the claim, which is durable. */
  long toNtp() {
    return toNtp;
  }

  /**
   * Extends the claim, and the mark, to a window ahead of the physical clock and to {@code
   * neededNtp} at least.
   *
   * @return false if the claim reaches that far already, so that nothing was written
   * @throws RuntimeException what the mark throws; the claim is unchanged
   */
  boolean extend(long neededNtp, long physicalNtp) {
    if (unconfirmed != null && mark.bound().equals(unconfirmed)) {
      markNtp = unconfirmed.bits();
      unconfirmed = null;
    }
    // Until it is resolved nothing but the unconfirmed bound is written: a store may still carry
    // out what it was asked for long ago.
    NTP64 target = unconfirmed != null ? unconfirmed : target(neededNtp, physicalNtp);
    if (!NtpBits.isAfter(target.bits(), markNtp)) {
      if (NtpBits.isAfter(neededNtp, toNtp)) {
        throw new IllegalStateException(
            "no time is left above the bound, the NTP64 format ends in 2106: bound=" + target);
      }
      return false;
    }
    unconfirmed = target;
    mark.extend(NTP64.ofBits(markNtp), target);
    unconfirmed = null;
    fromNtp = markNtp == toNtp ? fromNtp : markNtp;
    toNtp = target.bits();
    markNtp = toNtp;
    return true;
  }

  private NTP64 target(long neededNtp, long physicalNtp) {
    // Above a bound that belongs to nobody there is nothing yet.
    long firstNtp =
        markNtp == toNtp ? neededNtp : NtpBits.max(neededNtp, NtpBits.plusSaturated(markNtp, 1));
    long runningNtp = NtpBits.plusSaturated(physicalNtp, windowNtp);
    long steppingNtp = NtpBits.plusSaturated(firstNtp, stepNtp);
    // A clock that is ahead of the physical clock may hardly move, or move with peers that are
    // ahead. A whole window each time would let every restart take it a window further ahead; steps
    // that grow with use, up to a quarter of a window, do not.
    if (NtpBits.isAfter(steppingNtp, runningNtp)) {
      stepNtp = NtpBits.min(stepNtp << 2, maxStepNtp);
      return NTP64.ofBits(NtpBits.plusSaturated(steppingNtp, offsetNtp));
    }
    stepNtp = MIN_STEP_NTP;
    return NTP64.ofBits(NtpBits.plusSaturated(runningNtp, offsetNtp));
  }
}
