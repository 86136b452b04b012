package io.github.uhlc.oracle;

import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The daemon thread of an oracle with a lease, which makes its steps. It ends when the oracle is
 * closed, or is not referenced any more.
 */
final class Guard implements Runnable {
  // State: none that changes. The oracle is referenced weakly, and strongly during a step only.

  private final WeakReference<TimestampOracle> oracle;

  private Guard(TimestampOracle oracle) {
    this.oracle = new WeakReference<>(oracle);
  }

  static Thread start(TimestampOracle oracle) {
    // Nothing is inherited from the caller that happens to start it.
    Thread thread = new Thread(null, new Guard(oracle), "uhlc-oracle", 0, false);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void run() {
    long pauseNanos = step();
    while (pauseNanos >= 0) {
      // Nobody has a reason to interrupt it.
      boolean unused = Thread.interrupted();
      LockSupport.parkNanos(pauseNanos);
      pauseNanos = step();
    }
  }

  /** Makes a step; returns the pause until the next one, negative if there is none. */
  private long step() {
    TimestampOracle present = oracle.get();
    return present == null ? -1 : present.step();
  }
}
