package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossyDiskTest {
  private static final NTP64 EARLY = NTP64.ofBits(1L << 62);
  private static final NTP64 LATE = NTP64.ofBits(3L << 62);

  @TempDir private Path folder;

  /** The bound that a crash leaves of a mark that was made and extended twice. */
  private NTP64 afterCrash(Disk disk) {
    Path path = folder.resolve("mark");
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      mark.extend(NTP64.ZERO, EARLY);
      mark.extend(EARLY, LATE);
      assertEquals(LATE, mark.bound());
    }
    try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
      return mark.bound();
    }
  }

  @Test
  void shouldKeepWhatWasForced() {
    assertEquals(LATE, afterCrash(new LossyDisk()));
  }

  @Test
  void shouldLoseWhatTheTwinDoesNotForce() {
    assertEquals(NTP64.ZERO, afterCrash(new LossyDisk.Forgetful()));
  }
}
