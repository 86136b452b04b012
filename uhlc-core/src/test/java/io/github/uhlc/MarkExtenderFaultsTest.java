package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that extends a mark, when the mark fails, a listener is slow, or anything ends it. */
@Timeout(60)
class MarkExtenderFaultsTest extends ExtenderFixture {
  private static void fail(Extension extension) {
    throw new IllegalStateException("failed");
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
      work.onExtend = MarkExtenderFaultsTest::fail;
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
    for (Thread thread : work.threads) {
      if (thread != listening) {
        // Before that, the one with the listener could still come back in its place.
        awaitBackOnDuty(thread);
      }
    }
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
