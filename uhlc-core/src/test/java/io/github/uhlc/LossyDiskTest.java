package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossyDiskTest {
  private static final NTP64 EARLY = NTP64.ofBits(1L << 62);
  private static final NTP64 LATE = NTP64.ofBits(3L << 62);

  @TempDir private Path folder;

  /** The bound that a crash leaves of a mark that was made and extended twice. */
  private NTP64 afterCrash(Disk disk) throws IOException {
    Path path = folder.resolve("mark");
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      mark.extend(NTP64.ZERO, EARLY);
      mark.extend(EARLY, LATE);
      assertEquals(LATE, mark.bound());
    }
    return NTP64.ofBits(new MarkFile(path, new Disk()).open());
  }

  @Test
  void shouldKeepWhatWasForced() throws IOException {
    assertEquals(LATE, afterCrash(new LossyDisk()));
  }

  @Test
  void shouldLoseWhatTheTwinDoesNotForce() throws IOException {
    assertEquals(NTP64.ZERO, afterCrash(new LossyDisk.Forgetful()));
  }
}
