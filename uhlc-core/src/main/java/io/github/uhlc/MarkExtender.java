package io.github.uhlc;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries out extensions of a mark, one at a time, on a daemon thread. Requesting one never waits.
 * The thread starts when there is something to do and ends after it was idle for a while, so a
 * clock that nobody uses any more holds none.
 */
final class MarkExtender {
  // State: the extension that is requested or at work, if any; who is on duty: nobody, a thread, or
  // one that is busy with the listener; the failures in a row, which belong to the thread on duty.
  // Writers: any thread puts an extension where there is none, and a new thread on duty in place of
  // nobody or a dead one; who waits for an extension also in place of one busy with the listener.
  // The thread on duty takes both away. All by compare-and-set, or by a volatile write of the one
  // that is on duty.
  // One thread is on duty at a time: what it wrote is seen by the next, as that was put on duty by
  // who saw the first step down, or dead (Thread.isAlive, JLS 17.4.4).
  // No wake-up is lost: one who requests writes the extension, then reads who is on duty; one who
  // steps down, or comes back, writes that, then reads whether there is an extension.

  /** What the extender works for. Called by the thread on duty, or by one that could start none. */
  interface Work {
    /**
     * Carries out an extension.
     *
     * @throws RuntimeException what the mark throws
     */
    void extend(Extension extension);

    /** Is called when it has failed, before its waiters are released. */
    void onFailure(Extension extension);

    /** Is called after its waiters were released. */
    void afterEnd(Extension extension);
  }

  private static final long MIN_BACKOFF_NANOS = 1_000_000;
  private static final long MAX_BACKOFF_NANOS = 100_000_000;

  private final Work work;
  private final long keepAliveNanos;
  private final ThreadFactory threads;
  private final AtomicReference<Extension> underWay = new AtomicReference<>();
  private final AtomicReference<Object> onDuty = new AtomicReference<>();

  /** On duty in place of a thread that is busy with the listener, and may be for a while. */
  private final Object withListener = new Object();

  private long backoffNanos;
  private long lastFailureNanos;

  /**
   * Makes an extender without a thread.
   *
   * @param keepAliveNanos how long a thread waits for the next extension before it ends
   */
  MarkExtender(Work work, long keepAliveNanos) {
    // Nothing is inherited from the caller that happens to start it.
    this(work, keepAliveNanos, task -> new Thread(null, task, "uhlc-high-water-mark", 0, false));
  }

  MarkExtender(Work work, long keepAliveNanos, ThreadFactory threads) {
    this.work = work;
    this.keepAliveNanos = keepAliveNanos;
    this.threads = threads;
  }

  boolean isBusy() {
    return !isFree(underWay.get());
  }

  /** Returns the extension under way, which is a new one if there was none. */
  Extension request(long neededNtp, long physicalNtp) {
    Extension own = new Extension(neededNtp, physicalNtp);
    Extension current = underWay.get();
    // Its own may have ended before it looks again, and is returned all the same.
    while (current != own && isFree(current)) {
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
   * Makes sure that somebody is on duty while an extension is under way: whatever ended the last
   * thread, another one starts. A thread that is busy with the listener comes back by itself.
   */
  void wake() {
    summon(false);
  }

  /** As {@link #wake}, but for one that waits: a thread busy with the listener is replaced. */
  void relieve() {
    summon(true);
  }

  private void summon(boolean isRelief) {
    Object present = onDuty.get();
    if (!isBusy() || (present == withListener && !isRelief)) {
      return;
    }
    // In this order: one that is no longer new and not alive has ended.
    if (present instanceof Thread thread
        && (thread.getState() == Thread.State.NEW || thread.isAlive())) {
      LockSupport.unpark(thread);
      return;
    }
    Thread fresh = threads.newThread(this::serve);
    fresh.setDaemon(true);
    if (onDuty.compareAndSet(present, fresh)) {
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
    try {
      if (isLeft) {
        end(extension, failure);
      }
    } finally {
      onDuty.set(null);
    }
    if (isLeft) {
      work.afterEnd(extension);
    }
    wake();
  }

  private void serve() {
    long idleSinceNanos = System.nanoTime();
    boolean isOnDuty = true;
    while (isOnDuty) {
      Extension extension = underWay.get();
      if (!isFree(extension)) {
        carryOut(extension);
        onDuty.set(withListener);
        work.afterEnd(extension);
        isOnDuty = comeBackFrom(withListener);
        idleSinceNanos = System.nanoTime();
      } else if (System.nanoTime() - idleSinceNanos >= keepAliveNanos) {
        onDuty.set(null);
        isOnDuty = isBusy() && comeBackFrom(null);
      } else {
        pause(keepAliveNanos);
      }
    }
  }

  /** False if another thread is on duty by now. */
  private boolean comeBackFrom(Object absence) {
    return onDuty.compareAndSet(absence, Thread.currentThread());
  }

  private void carryOut(Extension extension) {
    backOff();
    Throwable failure = null;
    try {
      // Nobody has a reason to interrupt it, and the store shall not be disturbed.
      boolean unused = Thread.interrupted();
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

  /** Parks for a while at most; an interrupt changes nothing. */
  private static void pause(long nanos) {
    boolean unused = Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }

  /** How long a thread waits for the next extension: a clock in use needs one in that time. */
  static long keepAliveNanos(long windowNanos) {
    return windowNanos + TimeUnit.SECONDS.toNanos(1);
  }
}
