package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What extends a mark, with work that a test scripts. */
abstract class ExtenderFixture {
  static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What has not ended by then never will. */
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(20);

  final FakeWork work = new FakeWork();
  final MarkExtender extender = new MarkExtender(work, LONG_NANOS);

  /** Notes what it is called for, and does what a test wants. Thread-safe. */
  static final class FakeWork implements MarkExtender.Work {
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final AtomicInteger atWork = new AtomicInteger();
    final AtomicInteger extensions = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    volatile Consumer<Extension> onExtend = extension -> {};
    volatile Consumer<Extension> onFailure = extension -> {};
    volatile Consumer<Extension> onEnd = extension -> {};
    volatile Thread listening;
    volatile boolean wasCrowded;

    @Override
    public void extend(Extension extension) {
      wasCrowded |= atWork.incrementAndGet() > 1;
      try {
        threads.add(Thread.currentThread());
        extensions.incrementAndGet();
        onExtend.accept(extension);
      } finally {
        atWork.decrementAndGet();
      }
    }

    @Override
    public void onFailure(Extension extension) {
      onFailure.accept(extension);
    }

    @Override
    public void afterEnd(Extension extension) {
      ends.incrementAndGet();
      onEnd.accept(extension);
    }
  }

  Extension carryOut() throws InterruptedException {
    return awaitEnd(extender.request(1, 0));
  }

  /** Waits without waking anybody: the request alone has to do. */
  static Extension awaitEnd(Extension extension) throws InterruptedException {
    extension.awaitEnd(LOST_NANOS);
    assertTrue(extension.isEnded(), "lost");
    return extension;
  }

  /** As {@link #awaitEnd}, but goes on in the very moment in which it has ended. */
  static void spinToEnd(Extension extension) {
    long startNanos = System.nanoTime();
    for (int spins = 0; !extension.isEnded(); spins++) {
      assertTrue(System.nanoTime() - startNanos < LOST_NANOS, "lost");
      // On a busy machine the thread that is to end it may be waiting for this processor.
      if (spins > 1_000) {
        LockSupport.parkNanos(1);
      }
    }
  }

  void awaitEnds(int ends) {
    while (work.ends.get() < ends) {
      Thread.onSpinWait();
    }
  }

  /** Waits until a thread is back from its listener, and on duty for want of another one. */
  static void awaitBackOnDuty(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  Thread onlyThread() {
    assertEquals(1, work.threads.size());
    return work.threads.iterator().next();
  }
}
