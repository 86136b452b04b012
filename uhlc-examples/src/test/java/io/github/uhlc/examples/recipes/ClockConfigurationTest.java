package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.uhlc.HLC;
import io.github.uhlc.HLCStatistics;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class ClockConfigurationTest {
  @Test
  void shouldShareOneClockInAContext() {
    try (var context = new AnnotationConfigApplicationContext(ClockConfiguration.class)) {
      HLC clock = context.getBean(HLC.class);

      assertSame(clock, context.getBean(HLC.class));
      assertFalse(clock.tryUpdateWithTimestamp(Timestamp.of(NTP64.MAX, ID.ofUnsigned(1))));
      assertEquals(1, context.getBean(HLCStatistics.class).refusals());
    }
  }

  @Test
  void shouldGiveEachContextAnIdOfItsOwn() {
    try (var one = new AnnotationConfigApplicationContext(ClockConfiguration.class);
        var other = new AnnotationConfigApplicationContext(ClockConfiguration.class)) {
      assertNotEquals(one.getBean(HLC.class).id(), other.getBean(HLC.class).id());
    }
  }
}
