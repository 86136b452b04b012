package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.MemoryMark;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A clock with a mark, both in the hands of a test, and what such tests need. */
abstract class DurableFixture {
  static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");
  static final ID OWN = ID.ofUnsigned(0x33);
  static final Duration WINDOW = Duration.ofSeconds(3);
  final RuntimeException full = new IllegalStateException("disk full");

  final ManualClock clock = ManualClock.at(NOON);
  final MemoryMark mark = new MemoryMark();
  final HLCStatistics statistics = new HLCStatistics();

  HLC.Builder builder() {
    return HLC.builder()
        .withId(OWN)
        .withClock(clock)
        .withMaxDelta(Duration.ofMillis(500))
        .withHighWaterMark(mark)
        .withWindow(WINDOW)
        .withListener(statistics);
  }

  NTP64 now() {
    return NTP64.ofBits(clock.ntp64());
  }

  Timestamp ahead(Duration lead) {
    return Timestamp.of(now().plus(lead), ID.ofUnsigned(0x44));
  }

  void fail() {
    mark.beforeExtending(
        () -> {
          throw full;
        });
  }

  void work() {
    mark.beforeExtending(() -> {});
  }

  /** Waits until the thread that extends has done so many extensions, or failed so often. */
  void await(long extensions, long failures) throws InterruptedException {
    while (statistics.markExtensions() < extensions
        || statistics.failedMarkExtensions() < failures) {
      Thread.sleep(1);
    }
    assertEquals(extensions, statistics.markExtensions());
    assertEquals(failures, statistics.failedMarkExtensions());
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
