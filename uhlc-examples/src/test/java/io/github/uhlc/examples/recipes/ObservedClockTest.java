package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.uhlc.HLC;
import io.github.uhlc.HLCListener;
import io.github.uhlc.HLCStatistics;
import io.github.uhlc.Timestamp;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedClockTest {
  @TempDir private Path directory;

  @Test
  void shouldShowFiguresOverJmx() throws Exception {
    HLCStatistics statistics = new HLCStatistics();
    HLC clock = watchedBy(statistics);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ClockFigures.Live(clock, statistics).register();
    try {
      clock.updateWithTimestamp(
          Timestamp.of(Peers.NOW.plus(Duration.ofMillis(300)), Peers.farAhead().id()));
      assertEquals(0L, server.getAttribute(name, "Refusals"));
      assertFalse(clock.tryUpdateWithTimestamp(Peers.farAhead()));

      assertEquals(1L, server.getAttribute(name, "Refusals"));
      assertEquals(300L, server.getAttribute(name, "LeadMillis"));
    } finally {
      server.unregisterMBean(name);
    }
  }

  @Test
  void shouldRecordARefusal() throws Exception {
    HLCStatistics statistics = new HLCStatistics();
    HLC clock = watchedBy(new ClockRecorder().andThen(statistics));
    Path file = directory.resolve("clock.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(ClockRecorder.Refusal.class);
      recording.start();
      assertFalse(clock.tryUpdateWithTimestamp(Peers.farAhead()));
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    assertEquals(1, statistics.refusals());
    assertEquals(1, events.size());
    assertEquals("uhlc.Refusal", events.get(0).getEventType().getName());
    assertEquals("33", events.get(0).getString("sender"));
    assertEquals(Duration.ofHours(1).minusMillis(500), events.get(0).getDuration("excessNanos"));
  }

  private static HLC watchedBy(HLCListener listener) {
    return HLC.builder()
        .withClock(Peers.NOW::bits)
        .withMaxDelta(Duration.ofMillis(500))
        .withListener(listener)
        .build();
  }
}
