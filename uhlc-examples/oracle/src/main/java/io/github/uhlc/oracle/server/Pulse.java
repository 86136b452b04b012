package io.github.uhlc.oracle.server;

import io.github.uhlc.oracle.NotServingException;
import io.github.uhlc.oracle.TimestampOracle;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a number of an oracle every second, so that it is known whether the oracle serves while
 * nobody asks; the mark of an idle oracle is written once a second for that.
 */
final class Pulse implements Runnable, AutoCloseable {
  // State: isClosed, set once by the closing thread, and wasServing, of the one thread that beats.

  private static final long PERIOD_NANOS = 1_000_000_000;

  /** Who is told of changes; the first beat is one. */
  interface Observer {
    void onServing();

    void onNotServing(String reason);
  }

  private final TimestampOracle oracle;
  private final Observer observer;
  private final Thread thread;
  private volatile boolean isClosed;
  private Boolean wasServing;

  static Pulse start(TimestampOracle oracle, Observer observer) {
    Pulse pulse = new Pulse(oracle, observer);
    pulse.thread.start();
    return pulse;
  }

  Pulse(TimestampOracle oracle, Observer observer) {
    this.oracle = oracle;
    this.observer = observer;
    this.thread = new Thread(null, this, "uhlc-oracle-pulse", 0, false);
    thread.setDaemon(true);
  }

  @Override
  public void run() {
    while (!isClosed) {
      beat();
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  /** Takes a number, and tells the observer if that is news. */
  void beat() {
    String reason = null;
    try {
      oracle.next();
    } catch (NotServingException e) {
      reason = e.getMessage();
    }
    boolean isServing = reason == null;
    if (isClosed || (wasServing != null && wasServing == isServing)) {
      return;
    }
    wasServing = isServing;
    if (isServing) {
      observer.onServing();
    } else {
      observer.onNotServing(reason);
    }
  }

  /** Ends the beats; the observer may still be told of one that is under way. */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
