package io.github.uhlc;

import java.time.Duration;
import java.util.Objects;

/**
 * The times that a clock with a high-water mark may issue: those above the bound that it found in
 * the mark, up to the durable bound. A daemon thread raises the bound when a caller passes the
 * refill point, half-way to it. A caller waits only if its time is beyond the bound.
 */
final class DurableWindow implements MarkExtender.Work {
  // State: the floor, the bound and the refill point. Times above the floor and up to the bound are
  // durable and belong to this clock; the floor moves only when the clock had to take its mark
  // over anew, and skips times that may belong to another one.
  // Writers: the one thread that carries out extensions. All three only grow; the refill point is
  // at most the bound. A new floor is written before the bound that goes with it.
  // Readers: every thread; an old refill point leads to extendFor, an old bound to a request. A
  // caller reads the floor after the bound, or the refill point, so what it takes for durable is
  // above the floor that belongs to it.
  // Progress: up to the bound a caller never waits. At the refill point it puts a request, by a
  // compare-and-set, and wakes a thread; it starts one only if the clock was idle for longer than
  // the window, or the physical clock went back meanwhile.

  private final ClaimedTimes claim;
  private final MarkExtender extender;
  private final long patienceNanos;
  private final HLCListener listener;

  private volatile long floorNtp;
  private volatile long boundNtp;
  private volatile long refillNtp;

  /**
   * Takes over a mark, and extends it for the first time.
   *
   * @throws HighWaterMarkException if it cannot be read or extended, or is further ahead of the
   *     physical clock than the limit
   */
  static DurableWindow open(MarkSettings settings, long physicalNtp, HLCListener listener) {
    NTP64 start = boundOf(settings.mark());
    requireNear(start, NTP64.ofBits(physicalNtp), settings.maxStartLead());
    DurableWindow opened = new DurableWindow(settings, start, listener);
    opened.admit(NtpBits.plusSaturated(NtpBits.max(start.bits(), physicalNtp), 1), physicalNtp);
    return opened;
  }

  /** Makes a window that ends where it starts. */
  DurableWindow(MarkSettings settings, NTP64 start, HLCListener listener) {
    this.claim = new ClaimedTimes(settings.mark(), start, settings.window());
    this.extender =
        new MarkExtender(this, MarkExtender.keepAliveNanos(settings.window().toNanos()));
    this.patienceNanos = settings.patience().toNanos();
    this.listener = listener;
    this.floorNtp = start.bits();
    this.boundNtp = start.bits();
    this.refillNtp = start.bits();
  }

  private static NTP64 boundOf(HighWaterMark mark) {
    try {
      return Objects.requireNonNull(mark.bound(), "the mark has returned null as its bound");
    } catch (HighWaterMarkException e) {
      throw e;
    } catch (Throwable e) {
      throw HighWaterMarkException.of("read", e);
    }
  }

  private static void requireNear(NTP64 start, NTP64 physical, Duration maxStartLead) {
    Duration lead = physical.until(start);
    if (lead.compareTo(maxStartLead) > 0) {
      throw new HighWaterMarkException(
          "the bound of the high-water mark is too far ahead of the physical clock; set the wall"
              + " clock right, or raise the limit (withMaxStartLead; withMaxLead of an oracle), or"
              + " start with a new ID and a new mark: lead="
              + lead
              + ", limit="
              + maxStartLead
              + ", bound="
              + start.toRfc3339()
              + ", physicalTime="
              + physical.toRfc3339());
    }
  }

  /** The bound that the mark had at first: the clock starts above. */
  long startNtp() {
    return floorNtp;
  }

  /**
   * Returns when the bound is at {@code ntp} or beyond.
   *
   * @param physicalNtp the physical clock
   * @return the floor: no time up to it may be issued, so the caller may have to try a later one
   * @throws HighWaterMarkException if the bound cannot be raised so far
   */
  long admit(long ntp, long physicalNtp) {
    if (NtpBits.isAfter(ntp, refillNtp)) {
      extendFor(ntp, physicalNtp);
    }
    return floorNtp;
  }

  private void extendFor(long ntp, long physicalNtp) {
    if (NtpBits.isAfter(ntp, boundNtp)) {
      awaitBound(ntp, physicalNtp);
    } else if (!extender.isBusy()) {
      extender.request(ntp, physicalNtp);
    }
  }

  private void awaitBound(long ntp, long physicalNtp) {
    Patience patience = new Patience(patienceNanos);
    while (NtpBits.isAfter(ntp, boundNtp)) {
      if (patience.isOver()) {
        throw impatience();
      }
      Extension extension = extender.request(ntp, physicalNtp);
      patience.awaitEnd(extension, extender);
      if (extension.isEnded() && extension.failure() != null && NtpBits.isAfter(ntp, boundNtp)) {
        throw HighWaterMarkException.of("extended", extension.failure());
      }
    }
  }

  /** Nobody but the caller has seen that the mark does not answer, so the caller reports it. */
  private HighWaterMarkException impatience() {
    HighWaterMarkException impatience =
        new HighWaterMarkException(
            "the high-water mark has not answered in time: patience="
                + Duration.ofNanos(patienceNanos));
    listener.onMarkExtensionFailed(impatience);
    return impatience;
  }

  @Override
  public void extend(Extension extension) {
    if (claim.extend(extension.neededNtp(), extension.physicalNtp())) {
      extension.noteWritten(NTP64.ofBits(claim.toNtp()));
    }
    floorNtp = claim.fromNtp();
    boundNtp = claim.toNtp();
    moveRefillPoint(extension);
  }

  @Override
  public void onFailure(Extension extension) {
    moveRefillPoint(extension);
  }

  /** Half of what is left is for the next extension, after a failure as well. */
  private void moveRefillPoint(Extension extension) {
    long neededNtp = extension.neededNtp();
    long leftNtp = boundNtp - neededNtp;
    if (boundNtp == NtpBits.MAX) {
      refillNtp = NtpBits.MAX;
    } else if (NtpBits.isAfter(boundNtp, neededNtp)) {
      refillNtp = NtpBits.max(refillNtp, neededNtp + (leftNtp >>> 1));
    }
  }

  @Override
  public void afterEnd(Extension extension) {
    if (extension.failure() != null) {
      listener.onMarkExtensionFailed(extension.failure());
    } else if (extension.written() != null) {
      listener.onMarkExtended(extension.written());
    }
  }
}
