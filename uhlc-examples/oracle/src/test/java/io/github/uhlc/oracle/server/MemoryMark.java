package io.github.uhlc.oracle.server;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import java.util.concurrent.CountDownLatch;

/** A mark that fails, or hangs, when a test wants it to. */
final class MemoryMark implements HighWaterMark {
  private NTP64 bound = NTP64.ZERO;
  private String failure;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final CountDownLatch held = new CountDownLatch(1);

  @Override
  public synchronized NTP64 bound() {
    return bound;
  }

  @Override
  public void extend(NTP64 current, NTP64 newBound) {
    if (gate.getCount() > 0) {
      held.countDown();
      awaitUninterrupted(gate);
    }
    change(current, newBound);
  }

  private synchronized void change(NTP64 current, NTP64 newBound) {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (!bound.equals(current)) {
      throw new IllegalStateException("the bound is another: bound=" + bound);
    }
    bound = newBound;
  }

  /** Has extensions fail from now on. */
  synchronized void fail(String message) {
    failure = message;
  }

  synchronized void work() {
    failure = null;
  }

  /** Has extensions hang from now on. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void awaitHeld() throws InterruptedException {
    held.await();
  }

  void release() {
    gate.countDown();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
