package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartSafeClockTest {
  private final ID id = ID.ofUnsigned(7);

  @TempDir private Path directory;

  @Test
  void shouldGoOnAfterARestartWithTheWallClockBehind() {
    Path file = directory.resolve("clock.mark");
    NTP64 behind = Peers.NOW.minus(Duration.ofMinutes(10));
    List<Timestamp> stamps = new ArrayList<>();

    RestartSafeClock.run(id, file, Peers.NOW::bits, clock -> stamps.add(clock.newTimestamp()));
    RestartSafeClock.run(id, file, behind::bits, clock -> stamps.add(clock.newTimestamp()));

    assertTrue(stamps.get(1).isAfter(stamps.get(0)), stamps::toString);
    assertEquals(id, stamps.get(1).id());
  }

  @Test
  void shouldRefuseASecondClockOnTheMark() {
    Path file = directory.resolve("clock.mark");

    RestartSafeClock.run(
        id,
        file,
        Peers.NOW::bits,
        clock ->
            assertThrows(
                HighWaterMarkException.class,
                () -> RestartSafeClock.run(id, file, Peers.NOW::bits, HLC::newTimestamp)));
  }
}
