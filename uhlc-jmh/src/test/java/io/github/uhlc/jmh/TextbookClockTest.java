package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TextbookClockTest {
  private static final int STEPS = 10_000;
  private static final int MAX_STEP_NTP = 100;
  private static final long MAX_AHEAD_NTP = 1L << 32;

  @Test
  void shouldAgreeWithAnHlc() {
    Random random = new Random(7);
    AtomicLong physicalNtp = new AtomicLong(NTP64.of(Instant.EPOCH.plusSeconds(1)).bits());
    PhysicalClock clock = physicalNtp::get;
    ID id = ID.ofUnsigned(1);
    TextbookClock textbook = new TextbookClock(id, clock);
    HLC hlc =
        HLC.builder().withId(id).withClock(clock).withMaxDelta(Duration.ofMillis(500)).build();

    for (int i = 0; i < STEPS; i++) {
      physicalNtp.addAndGet(random.nextInt(MAX_STEP_NTP) - (MAX_STEP_NTP >>> 2));
      Timestamp received =
          Timestamp.of(physicalNtp.get() + random.nextLong(MAX_AHEAD_NTP) - (1L << 20), id);

      assertEquals(hlc.tryUpdateWithTimestamp(received), textbook.update(received));
      assertEquals(hlc.newTimestamp(), textbook.newTimestamp());
      assertEquals(hlc.lastTime(), textbook.lastTime());
    }
  }
}
