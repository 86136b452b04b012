package io.github.uhlc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries out extensions of a mark, one at a time, on a daemon thread. To request one never waits.
 * The thread starts when there is something to do, and ends when there was nothing for a while, so
 * that a clock that nobody uses any more holds none.
 */
final class MarkExtender {
  // State: the extension that is requested or at work, if any; the thread on duty, if any; the
  // failures in a row, which belong to the thread on duty.
  // Writers: any thread puts an extension where there is none, and a new thread on duty where there
  // is none or a dead one; the thread on duty takes both away. All by compare-and-set, or by a
  // volatile write of the one that is on duty.
  // One thread is on duty at a time: what it wrote is seen by the next, as that was put on duty by
  // who saw the first step down, or dead (Thread.isAlive, JLS 17.4.4).
  // No wake-up is lost: one who requests writes the extension, then reads who is on duty; one who
  // steps down writes that, then reads whether there is an extension.
  // Nobody is on duty while a listener is at work: it may take its time, or use the clock itself.

  /** What the extender works for. Called by the thread on duty, or by one that could start none. */
  interface Work {
    /**
     * Carries out an extension.
     *
     * @throws RuntimeException what the mark throws
     */
    void extend(Extension extension);

    /** Is called when it has failed, before who waits for it is released. */
    void onFailure(Extension extension);

    /** Is called when who waits for it is released. */
    void afterEnd(Extension extension);
  }

  private static final long MIN_BACKOFF_NANOS = 1_000_000;
  private static final long MAX_BACKOFF_NANOS = 100_000_000;

  private final Work work;
  private final long keepAliveNanos;
  private final AtomicReference<Extension> underWay = new AtomicReference<>();
  private final AtomicReference<Thread> onDuty = new AtomicReference<>();

  private long backoffNanos;
  private long lastFailureNanos;

  /**
   * Makes an extender without a thread.
   *
   * @param keepAliveNanos how long a thread waits for the next extension before it ends
   */
  MarkExtender(Work work, long keepAliveNanos) {
    this.work = work;
    this.keepAliveNanos = keepAliveNanos;
  }

  boolean isBusy() {
    return !isFree(underWay.get());
  }

  /** Returns the extension under way, which is a new one if there was none. */
  Extension request(long neededNtp, long physicalNtp) {
    Extension own = new Extension(neededNtp, physicalNtp);
    Extension current = underWay.get();
    while (isFree(current)) {
      current = underWay.compareAndSet(current, own) ? own : underWay.get();
    }
    wake();
    return current;
  }

  /** One that is ended stays under way only if its thread died at that very moment. */
  private static boolean isFree(Extension underWay) {
    return underWay == null || underWay.isEnded();
  }

  /**
   * Makes sure that a thread is on duty while an extension is under way: whatever ended the last
   * one, another one starts.
   */
  void wake() {
    if (!isBusy()) {
      return;
    }
    Thread thread = onDuty.get();
    // In this order: one that is no longer new and not alive has ended.
    if (thread != null && (thread.getState() == Thread.State.NEW || thread.isAlive())) {
      LockSupport.unpark(thread);
      return;
    }
    Thread fresh = new Thread(null, this::serve, "uhlc-high-water-mark", 0, false);
    fresh.setDaemon(true);
    if (onDuty.compareAndSet(thread, fresh)) {
      try {
        fresh.start();
      } catch (Throwable e) {
        resign(e);
      }
    }
  }

  /** Ends what is under way for a thread that is on duty, but could not be started. */
  private void resign(Throwable failure) {
    Extension extension = underWay.get();
    boolean isLeft = !isFree(extension);
    if (isLeft) {
      end(extension, failure);
    }
    onDuty.set(null);
    if (isLeft) {
      work.afterEnd(extension);
    }
  }

  private void serve() {
    long idleSinceNanos = System.nanoTime();
    boolean isOnDuty = true;
    while (isOnDuty) {
      Extension extension = underWay.get();
      if (!isFree(extension)) {
        carryOut(extension);
        onDuty.set(null);
        work.afterEnd(extension);
        idleSinceNanos = System.nanoTime();
        isOnDuty = resume();
      } else if (System.nanoTime() - idleSinceNanos >= keepAliveNanos) {
        onDuty.set(null);
        isOnDuty = isBusy() && resume();
      } else {
        pause(keepAliveNanos);
      }
    }
  }

  /** False if another thread is on duty by now. */
  private boolean resume() {
    return onDuty.compareAndSet(null, Thread.currentThread());
  }

  private void carryOut(Extension extension) {
    backOff();
    Throwable failure = null;
    try {
      work.extend(extension);
    } catch (Throwable e) {
      failure = e;
    }
    end(extension, failure);
  }

  /**
   * Waits until the last failure is long enough ago, or a dead store would be asked all the time.
   */
  private void backOff() {
    long sinceNanos = System.nanoTime() - lastFailureNanos;
    while (backoffNanos > 0 && sinceNanos < backoffNanos) {
      pause(backoffNanos - sinceNanos);
      sinceNanos = System.nanoTime() - lastFailureNanos;
    }
  }

  private void end(Extension extension, Throwable failure) {
    if (failure == null) {
      backoffNanos = 0;
    } else {
      backoffNanos = Math.min(Math.max(2 * backoffNanos, MIN_BACKOFF_NANOS), MAX_BACKOFF_NANOS);
      lastFailureNanos = System.nanoTime();
      work.onFailure(extension);
    }
    extension.end(failure);
    underWay.compareAndSet(extension, null);
  }

  /** Parks for a while at most; an interrupt, which nobody has a reason for, changes nothing. */
  private static void pause(long nanos) {
    LockSupport.parkNanos(nanos);
    boolean unused = Thread.interrupted();
  }

  /** How long a thread waits for the next extension: a clock in use needs one in that time. */
  static long keepAliveNanos(long windowNanos) {
    return windowNanos + TimeUnit.SECONDS.toNanos(1);
  }
}
