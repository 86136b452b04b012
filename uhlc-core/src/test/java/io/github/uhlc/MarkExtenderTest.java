package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that extends a mark: one at a time, there when it is needed, gone when it is not. */
@Timeout(60)
class MarkExtenderTest extends ExtenderFixture {
  @Test
  void shouldServeWithOneDaemonThread() throws Exception {
    for (int i = 1; i <= 100; i++) {
      assertEquals(1, carryOut().neededNtp());
      awaitEnds(i);
      while (extender.isBusy()) {
        Thread.onSpinWait();
      }
      // A request before that would start another one.
      awaitBackOnDuty(onlyThread());
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
    awaitEnd(brief.request(1, 0));
    assertFalse(work.wasCrowded);
    assertTrue(work.extensions.get() > 0);
  }
}
