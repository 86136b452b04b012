package io.github.uhlc;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The times that a clock with a high-water mark may issue: those up to the durable bound. The bound
 * is extended by a daemon thread once half of the window is used; a caller waits for that only if
 * its time is beyond the bound.
 */
final class DurableWindow {
  // State: the bound, durable and growing; the alert, at most the bound, up to which callers pass
  // without the lock; the attempt that is under way, if any; the target of a failed attempt, which
  // may have become the bound all the same.
  // Writers: holders of the lock, which nobody holds while the mark or the listener is at work.
  // Readers: holders of the lock; the alert is also read without. It is volatile, and a bound was
  // durable before the alert came near it. An old alert is smaller, and leads to the lock.

  static final Duration DEFAULT = Duration.ofSeconds(3);
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** For twice the largest batch. */
  private static final long STEPS_NTP = 1L << 25;

  /** A quarter of a millisecond. */
  private static final int RANDOM_BITS = 20;

  private static final Duration MIN = Duration.ofMillis(1);
  private static final Duration MAX = Duration.ofMinutes(10);

  private final HighWaterMark mark;
  private final long startNtp;
  private final long windowNtp;
  private final long patienceNanos;
  private final HLCListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition attemptEnded = lock.newCondition();

  private volatile long alertNtp;
  private long boundNtp;
  private Attempt underWay;
  private NTP64 doubtful;

  /** An extension; how it ended is guarded by the lock, but for one that has no thread. */
  private static final class Attempt {
    final NTP64 current;
    final NTP64 target;
    final long requestedNtp;
    final boolean isRetry;
    boolean ended;
    boolean hasNoThread;
    Throwable failure;

    Attempt(NTP64 current, NTP64 target, long requestedNtp, boolean isRetry) {
      this.current = current;
      this.target = target;
      this.requestedNtp = requestedNtp;
      this.isRetry = isRetry;
    }
  }

  /**
   * Takes over a mark, and extends it for the first time.
   *
   * @throws HighWaterMarkException if it cannot be read or extended, or is further ahead of the
   *     physical clock than the limit
   */
  static DurableWindow open(
      HighWaterMark mark,
      Duration window,
      long physicalNtp,
      Duration maxStartLead,
      HLCListener listener) {
    NTP64 start = boundOf(mark);
    requireNear(start, NTP64.ofBits(physicalNtp), maxStartLead);
    DurableWindow opened = new DurableWindow(mark, start, window, PATIENCE, listener);
    opened.admit(NtpBits.plusSaturated(NtpBits.max(start.bits(), physicalNtp), 1), physicalNtp);
    return opened;
  }

  /** Makes a window that ends where it starts. */
  DurableWindow(
      HighWaterMark mark, NTP64 start, Duration window, Duration patience, HLCListener listener) {
    this.mark = mark;
    this.startNtp = start.bits();
    this.windowNtp = NtpBits.ofSaturated(window);
    this.patienceNanos = patience.toNanos();
    this.listener = listener;
    this.boundNtp = startNtp;
    this.alertNtp = startNtp;
  }

  static Duration requireWindow(Duration window) {
    if (window.compareTo(MIN) < 0 || window.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("a window is 1 ms to 10 minutes: window=" + window);
    }
    return window;
  }

  static Duration requireLead(Duration maxStartLead) {
    if (maxStartLead.isNegative()) {
      throw new IllegalArgumentException(
          "the limit of a lead is zero or more: maxStartLead=" + maxStartLead);
    }
    return maxStartLead;
  }

  private static NTP64 boundOf(HighWaterMark mark) {
    try {
      return Objects.requireNonNull(mark.bound(), "bound");
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
          "the bound of a high-water mark is ahead of the physical clock by at most the limit; set"
              + " the wall clock right, or raise the limit by withMaxStartLead, or start with a"
              + " new ID and a new mark: lead="
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
    return startNtp;
  }

  /**
   * Returns when the bound is at {@code ntp} or beyond.
   *
   * @param physicalNtp the physical clock
   * @throws HighWaterMarkException if it cannot be extended so far
   */
  void admit(long ntp, long physicalNtp) {
    if (NtpBits.isAfter(ntp, alertNtp)) {
      extendFor(ntp, physicalNtp);
    }
  }

  private void extendFor(long ntp, long physicalNtp) {
    long startNanos = System.nanoTime();
    Attempt attempt = null;
    Throwable failure = null;
    boolean isBeyond;
    lock.lock();
    try {
      isBeyond = NtpBits.isAfter(ntp, boundNtp);
      if (!isBeyond && NtpBits.isAfter(ntp, alertNtp)) {
        alertNtp = boundNtp;
        attempt = attempt(ntp, physicalNtp);
      }
      boolean isOver = false;
      while (isBeyond && !isOver) {
        attempt = attempt(ntp, physicalNtp);
        isOver = !awaitEnd(attempt, startNanos) || attempt.failure != null;
        failure = attempt.failure;
        isBeyond = NtpBits.isAfter(ntp, boundNtp);
      }
    } finally {
      lock.unlock();
    }
    if (attempt != null && attempt.hasNoThread) {
      listener.onMarkExtensionFailed(attempt.failure);
    }
    if (isBeyond) {
      throw refusal(failure);
    }
  }

  /** Tells of what no thread but the caller's has seen: that the mark has not answered. */
  private HighWaterMarkException refusal(Throwable failure) {
    if (failure != null) {
      return HighWaterMarkException.of("extended", failure);
    }
    HighWaterMarkException impatience =
        new HighWaterMarkException(
            "the high-water mark has not answered: waited=" + Duration.ofNanos(patienceNanos));
    listener.onMarkExtensionFailed(impatience);
    return impatience;
  }

  /** Waits, through interrupts, which stay set; false if patience ended before the attempt. */
  private boolean awaitEnd(Attempt attempt, long startNanos) {
    boolean interrupted = false;
    while (!attempt.ended) {
      long remainingNanos = patienceNanos - (System.nanoTime() - startNanos);
      if (remainingNanos <= 0) {
        break;
      }
      try {
        attemptEnded.awaitNanos(remainingNanos);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return attempt.ended;
  }

  /**
   * Returns the attempt that is under way, after starting one if there is none; null if the bound
   * is far enough ahead already.
   */
  private Attempt attempt(long ntp, long physicalNtp) {
    if (underWay != null) {
      return underWay;
    }
    boolean isRetry = doubtful != null;
    NTP64 target = isRetry ? doubtful : NTP64.ofBits(target(ntp, physicalNtp));
    if (!NtpBits.isAfter(target.bits(), boundNtp)) {
      alertNtp = ntp + (boundNtp - ntp) / 2;
      return null;
    }
    Attempt attempt = new Attempt(NTP64.ofBits(boundNtp), target, ntp, isRetry);
    // A thread for each: there is none to end, or to leak when a clock is dropped. It cannot end
    // the attempt before the lock is free.
    Thread thread = new Thread(null, () -> run(attempt), "uhlc-high-water-mark", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
      underWay = attempt;
    } catch (Throwable e) {
      attempt.failure = e;
      attempt.ended = true;
      attempt.hasNoThread = true;
    }
    return attempt;
  }

  /**
   * A window ahead of the physical clock, and not much ahead of the time, as one that is ahead of
   * the physical clock hardly moves; else each restart would take the clock a window further ahead.
   * The random part tells it from targets of other clocks on the mark.
   */
  private long target(long ntp, long physicalNtp) {
    long steppingNtp = NtpBits.plusSaturated(ntp, Math.min(windowNtp, STEPS_NTP));
    long runningNtp = NtpBits.plusSaturated(physicalNtp, windowNtp);
    long random = new SecureRandom().nextInt(1 << RANDOM_BITS);
    return NtpBits.plusSaturated(NtpBits.max(steppingNtp, runningNtp), random);
  }

  private void run(Attempt attempt) {
    Throwable failure = null;
    try {
      if (!attempt.isRetry || !mark.bound().equals(attempt.target)) {
        mark.extend(attempt.current, attempt.target);
      }
    } catch (Throwable e) {
      failure = e;
    }
    end(attempt, failure);
  }

  private void end(Attempt attempt, Throwable failure) {
    lock.lock();
    try {
      if (failure == null) {
        boundNtp = attempt.target.bits();
        doubtful = null;
      } else {
        doubtful = attempt.target;
      }
      if (boundNtp == NtpBits.MAX) {
        alertNtp = NtpBits.MAX;
      } else if (NtpBits.isAfter(boundNtp, attempt.requestedNtp)) {
        // Half of what is left is for the next attempt, after a failure as well.
        alertNtp = attempt.requestedNtp + (boundNtp - attempt.requestedNtp) / 2;
      }
      attempt.failure = failure;
      attempt.ended = true;
      underWay = null;
      attemptEnded.signalAll();
    } finally {
      lock.unlock();
    }
    if (failure == null) {
      listener.onMarkExtended(attempt.target);
    } else {
      listener.onMarkExtensionFailed(failure);
    }
  }
}
