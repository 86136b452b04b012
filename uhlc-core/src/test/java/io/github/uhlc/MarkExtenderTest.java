package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that extends a mark: one at a time, there when it is needed, gone when it is not. */
@Timeout(60)
class MarkExtenderTest {
  private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What has not ended by then never will. */
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final FakeWork work = new FakeWork();
  private final MarkExtender extender = new MarkExtender(work, LONG_NANOS);

  /** Notes what it is called for, and does what a test wants. Thread-safe. */
  private static final class FakeWork implements MarkExtender.Work {
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

  private static void fail(Extension extension) {
    throw new IllegalStateException("failed");
  }

  private Extension carryOut() throws InterruptedException {
    return awaitEnd(extender.request(1, 0));
  }

  /** Waits without waking anybody: the request alone has to do. */
  private static Extension awaitEnd(Extension extension) throws InterruptedException {
    extension.awaitEnd(LOST_NANOS);
    assertTrue(extension.isEnded(), "lost");
    return extension;
  }

  /** As {@link #awaitEnd}, but goes on in the very moment in which it has ended. */
  private static void spinToEnd(Extension extension) {
    long startNanos = System.nanoTime();
    while (!extension.isEnded()) {
      assertTrue(System.nanoTime() - startNanos < LOST_NANOS, "lost");
    }
  }

  private void awaitEnds(int ends) {
    while (work.ends.get() < ends) {
      Thread.onSpinWait();
    }
  }

  private Thread onlyThread() {
    assertEquals(1, work.threads.size());
    return work.threads.iterator().next();
  }

  @Test
  void shouldServeWithOneDaemonThread() throws Exception {
    for (int i = 1; i <= 100; i++) {
      assertEquals(1, carryOut().neededNtp());
      awaitEnds(i);
      while (extender.isBusy()) {
        Thread.onSpinWait();
      }
      // Back on duty: a request before would start another one.
      while (onlyThread().getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    assertTrue(onlyThread().isDaemon());
    assertEquals("uhlc-high-water-mark", onlyThread().getName());
  }

  @Test
  void shouldHaveOneExtensionUnderWay() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    work.onExtend = extension -> DurableFixture.awaitUninterruptibly(released);
    assertFalse(extender.isBusy());
    Extension first = extender.request(1, 0);
    assertSame(first, extender.request(2, 0));
    assertTrue(extender.isBusy());
    released.countDown();
    awaitEnd(first);
    assertNotSame(first, carryOut());
  }

  @Test
  void shouldEndItsThreadWhenThereIsNothingToDo() throws Exception {
    MarkExtender brief = new MarkExtender(work, 1);
    for (int i = 1; i <= 50; i++) {
      Extension extension = brief.request(1, 0);
      while (!extension.isEnded()) {
        extension.awaitEnd(LONG_NANOS);
        brief.wake();
      }
      assertEquals(null, extension.failure());
      work.threads.iterator().next().join();
    }
    for (Thread thread : work.threads) {
      thread.join();
    }
    assertEquals(50, work.extensions.get());
  }

  @Test
  void shouldLoseNoRequestWhileItsThreadEnds() throws Exception {
    MarkExtender brief = new MarkExtender(work, 1);
    RandomGenerator random = Seeds.random(Seeds.next());
    for (int i = 0; i < 10_000; i++) {
      spinToEnd(brief.request(i, 0));
      // Until the thread is about to end, or has.
      for (int spins = random.nextInt(300); spins > 0; spins--) {
        Thread.onSpinWait();
      }
    }
    assertFalse(work.wasCrowded);
  }

  @Test
  void shouldShowHowItEndedToWhoSeesThatItEnded() throws Exception {
    IllegalStateException failure = new IllegalStateException();
    AtomicReference<Extension> shared = new AtomicReference<>();
    Thread ending =
        new Thread(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                Extension extension = new Extension(i, 0);
                shared.set(extension);
                extension.end(failure);
              }
              shared.set(null);
            });
    shared.set(new Extension(0, 0));
    ending.start();
    int seen = 0;
    for (Extension current = shared.get(); current != null; current = shared.get()) {
      if (current.isEnded()) {
        assertSame(failure, current.failure());
        seen++;
      }
    }
    ending.join();
    assertTrue(seen > 0);
  }

  @Test
  void shouldKeepItsThreadFromOneExtensionToTheNext() {
    // A clock in use needs one each half of a window; one with a short one should not start many.
    for (long windowNanos : new long[] {1_000_000, 400_000_000, 600_000_000_000L}) {
      long keepAliveNanos = MarkExtender.keepAliveNanos(windowNanos);
      assertTrue(keepAliveNanos >= windowNanos + 500_000_000, () -> "window=" + windowNanos);
    }
  }

  @Test
  void shouldStartOneThreadHoweverManyCallsSeeThatItIsNew() throws Exception {
    List<Thread> made = new ArrayList<>();
    MarkExtender[] own = new MarkExtender[1];
    own[0] =
        new MarkExtender(
            work,
            LONG_NANOS,
            task -> {
              Thread thread =
                  new Thread(task) {
                    @Override
                    public synchronized void start() {
                      own[0].wake();
                      own[0].relieve();
                      super.start();
                    }
                  };
              made.add(thread);
              return thread;
            });
    awaitEnd(own[0].request(1, 0));
    assertEquals(1, made.size());
  }

  @Test
  void shouldNotReplaceAThreadThatIsAtWork() throws Exception {
    AtomicInteger made = new AtomicInteger();
    MarkExtender counted =
        new MarkExtender(
            work,
            LONG_NANOS,
            task -> {
              made.incrementAndGet();
              return new Thread(task);
            });
    CountDownLatch isAtWork = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    work.onExtend =
        extension -> {
          isAtWork.countDown();
          DurableFixture.awaitUninterruptibly(released);
        };
    Extension extension = counted.request(1, 0);
    DurableFixture.awaitUninterruptibly(isAtWork);
    counted.wake();
    counted.relieve();
    assertSame(extension, counted.request(2, 0));
    assertEquals(1, made.get());
    released.countDown();
    awaitEnd(extension);
  }

  @Test
  void shouldCarryOutOneAtATimeForManyThreads() throws Exception {
    MarkExtender brief = new MarkExtender(work, 1);
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread user =
          new Thread(
              () -> {
                for (int j = 0; j < 2_000; j++) {
                  brief.request(j, 0);
                }
              });
      users.add(user);
      user.start();
    }
    for (Thread user : users) {
      user.join();
    }
    assertFalse(work.wasCrowded);
    assertTrue(work.extensions.get() > 0);
  }

  @Test
  void shouldWaitLongerAfterEachFailure() throws Exception {
    List<Long> startsNanos = new ArrayList<>();
    work.onExtend =
        extension -> {
          startsNanos.add(System.nanoTime());
          fail(extension);
        };
    for (int i = 0; i < 10; i++) {
      assertEquals("failed", carryOut().failure().getMessage());
    }
    long expectedNanos = 1_000_000;
    for (int i = 1; i < 10; i++) {
      long pauseNanos = startsNanos.get(i) - startsNanos.get(i - 1);
      assertTrue(pauseNanos >= expectedNanos, "pause " + i + ": " + pauseNanos);
      expectedNanos = Math.min(2 * expectedNanos, 100_000_000);
    }
    assertEquals(1, work.threads.size(), "no thread for each failure");
    work.onExtend = extension -> {};
    assertEquals(null, carryOut().failure(), "goes on as soon as the store works");
  }

  @Test
  void shouldReplaceAThreadThatWasEndedByAnything() throws Exception {
    for (Consumer<FakeWork> killer :
        List.<Consumer<FakeWork>>of(
            fake ->
                fake.onFailure =
                    extension -> {
                      throw new OutOfMemoryError("before the end is known");
                    },
            fake ->
                fake.onEnd =
                    extension -> {
                      throw new OutOfMemoryError("after it");
                    })) {
      CompletableFuture<Throwable> death = new CompletableFuture<>();
      MarkExtender mortal =
          new MarkExtender(
              work,
              LONG_NANOS,
              task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.setUncaughtExceptionHandler((dead, error) -> death.complete(error));
                return thread;
              });
      work.onExtend = MarkExtenderTest::fail;
      killer.accept(work);
      mortal.request(1, 0);
      assertSame(OutOfMemoryError.class, death.join().getClass());
      work.onExtend = extension -> {};
      work.onFailure = extension -> {};
      work.onEnd = extension -> {};
      Extension next = mortal.request(2, 0);
      while (!next.isEnded()) {
        next.awaitEnd(1_000_000);
        mortal.relieve();
      }
      assertEquals(null, next.failure());
    }
  }

  @Test
  void shouldServeWhoWaitsWhileAListenerIsAtWork() throws Exception {
    CountDownLatch isAtWork = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    work.onEnd =
        extension -> {
          work.onEnd = later -> {};
          work.listening = Thread.currentThread();
          isAtWork.countDown();
          DurableFixture.awaitUninterruptibly(released);
        };
    carryOut();
    DurableFixture.awaitUninterruptibly(isAtWork);
    Extension second = extender.request(2, 0);
    extender.wake();
    assertEquals(1, work.extensions.get(), "one who does not wait starts no thread");
    extender.relieve();
    awaitEnd(second);
    assertEquals(2, work.threads.size());
    Thread listening = work.listening;
    released.countDown();
    listening.join();
    for (int i = 0; i < 10; i++) {
      carryOut();
    }
    assertEquals(2, work.threads.size());
    assertFalse(work.wasCrowded);
  }

  @Test
  void shouldServeWhatWasRequestedWhileAListenerWasAtWork() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    work.onEnd = extension -> DurableFixture.awaitUninterruptibly(released);
    carryOut();
    Extension second = extender.request(2, 0);
    released.countDown();
    awaitEnd(second);
    assertEquals(1, work.threads.size());
  }

  @Test
  void shouldTakeAnInterruptForNothing() throws Exception {
    carryOut();
    Thread thread = onlyThread();
    thread.interrupt();
    work.onExtend = extension -> Thread.currentThread().interrupt();
    assertEquals(null, carryOut().failure());
    work.onExtend = extension -> assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(null, carryOut().failure());
    assertSame(thread, onlyThread());
  }

  @Test
  void shouldNotDisturbTheStoreAfterAListenerWasInterrupted() throws Exception {
    AtomicReference<Extension> next = new AtomicReference<>();
    work.onEnd =
        extension -> {
          work.onEnd = later -> {};
          Thread.currentThread().interrupt();
          // It is under way already when the thread comes back, so that there is no pause before.
          next.set(extender.request(2, 0));
        };
    work.onExtend = extension -> assertFalse(Thread.currentThread().isInterrupted());
    carryOut();
    awaitEnds(1);
    while (next.get() == null) {
      Thread.onSpinWait();
    }
    assertEquals(null, awaitEnd(next.get()).failure());
  }

  @Test
  void shouldFailWhenThereIsNoThreadToBeHad() throws Exception {
    Thread dead = new Thread(() -> {});
    dead.start();
    dead.join();
    // One that has ended cannot be started, as one for which there is no memory.
    MarkExtender exhausted = new MarkExtender(work, LONG_NANOS, task -> dead);
    Extension extension = exhausted.request(1, 0);
    assertTrue(extension.isEnded());
    assertSame(IllegalThreadStateException.class, extension.failure().getClass());
    assertEquals(1, work.ends.get());
    assertFalse(exhausted.isBusy());
    assertNotSame(extension, exhausted.request(1, 0));
    assertEquals(2, work.ends.get());
    assertEquals(0, work.extensions.get());
  }
}
