package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rival in another process that tries to open a mark before each step of its life, after somebody
 * has done away with one of the two locks: never do both clocks get a bound.
 */
@Tag("child-jvm")
class MarkTakeoverTest {
  private static final int EXTENSIONS = 3;

  @TempDir private Path temporary;
  private MarkChild rival;

  @BeforeEach
  void startRival() throws IOException {
    rival = new MarkChild();
  }

  @AfterEach
  void killRival() {
    rival.close();
  }

  /** What somebody does to the files of a mark. */
  private interface Deed {
    void on(Path mark, Path lockFile) throws IOException;
  }

  /** A disk before one step of which the deed is done and the rival tries to open the mark. */
  private class Attacked extends InterposedDisk {
    private final Path mark;
    private final Deed deed;
    private int stepsBefore;
    private String answer = "";
    private NTP64 acknowledged = NTP64.ZERO;

    Attacked(Path mark, Deed deed, int stepsBefore) {
      this.mark = mark;
      this.deed = deed;
      this.stepsBefore = stepsBefore;
    }

    @Override
    void before(String step, Path file) throws IOException {
      stepsBefore--;
      if (stepsBefore == -1) {
        deed.on(mark, mark.resolveSibling("mark.lock"));
        answer = rival.open(mark);
        assertTrue(isOpenToRival() || answer.startsWith("the mark is in use by "), answer);
        assertFalse(isOpenToRival() && bound().isBefore(acknowledged), answer);
      }
    }

    boolean isOpenToRival() {
      return answer.matches("[0-9]+");
    }

    NTP64 bound() {
      return NTP64.parse(answer);
    }
  }

  /** The broken twin: its mark locks other bytes of the file than the rival does. */
  private final class Elsewhere extends Attacked {
    Elsewhere(Path mark, Deed deed, int stepsBefore) {
      super(mark, deed, stepsBefore);
    }

    @Override
    FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
        throws IOException {
      return super.tryLock(file, open, file.endsWith("mark") ? position + 2 : position, isShared);
    }
  }

  private interface DiskFactory {
    Attacked create(Path mark, int stepsBefore);
  }

  /** Makes a mark and extends it, also after a failure; the first extension fails half-way. */
  private void live(Attacked disk) {
    try (FileHighWaterMark mark = FileHighWaterMark.open(disk.mark, disk)) {
      for (int i = 1; i <= EXTENSIONS; i++) {
        if (i == 1) {
          disk.failAfter(3, 1);
        }
        try {
          mark.extend(disk.acknowledged, NTP64.ofBits(i));
          assertFalse(disk.isOpenToRival(), "two clocks have a bound");
          disk.acknowledged = NTP64.ofBits(i);
        } catch (HighWaterMarkException e) {
          assertTrue(i == 1 || disk.stepsBefore < 0, e::getMessage);
        }
      }
    } catch (HighWaterMarkException e) {
      assertTrue(disk.stepsBefore < 0, e::getMessage);
    }
  }

  /** Attacks before each step; returns how often the rival has won. */
  private int attack(DiskFactory disks) throws IOException {
    int won = 0;
    int steps = 0;
    for (boolean ends = false; !ends; steps++) {
      Path folder = Files.createTempDirectory(temporary.toRealPath(), "life");
      Attacked disk = disks.create(folder.resolve("mark"), steps);
      live(disk);
      ends = disk.stepsBefore >= 0;
      NTP64 least = disk.acknowledged;
      if (disk.isOpenToRival()) {
        won++;
        least = NTP64.ofBits(1000);
        assertEquals("1000", rival.extend(least), "two clocks have a bound: both wrote it");
        rival.closeMark();
      }
      try (FileHighWaterMark after = FileHighWaterMark.open(disk.mark)) {
        assertFalse(after.bound().isBefore(least), after::toString);
      }
    }
    assertTrue(steps > 30, "steps=" + steps);
    return won;
  }

  private void assertExclusive(Deed deed) throws IOException {
    int won = attack((mark, steps) -> new Attacked(mark, deed, steps));
    assertTrue(won > 0 && won < 12, "while the file is made only: won=" + won);
  }

  @Test
  void shouldStayExclusiveWhenTheLockFileIsDeleted() throws IOException {
    assertExclusive((mark, lockFile) -> Files.delete(lockFile));
  }

  @Test
  void shouldStayExclusiveWhenTheLockFileIsReplaced() throws IOException {
    assertExclusive(
        (mark, lockFile) -> {
          Files.delete(lockFile);
          Files.createFile(lockFile);
        });
  }

  @Test
  void shouldStayExclusiveWhenTheLockOfTheLockFileIsDropped() throws IOException {
    assertExclusive((mark, lockFile) -> Files.readAllBytes(lockFile));
  }

  @Test
  void shouldStayExclusiveWhenTheLockOfTheFileIsDropped() throws IOException {
    int won =
        attack(
            (mark, steps) ->
                new Attacked(
                    mark,
                    (file, lockFile) -> {
                      if (Files.exists(file)) {
                        Files.readAllBytes(file);
                      }
                    },
                    steps));
    assertEquals(1, won, "before it has locked anything");
  }

  @Test
  void shouldRejectTheTwinThatDoesNotLockTheFile() {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () ->
                attack(
                    (mark, steps) ->
                        new Elsewhere(mark, (file, lockFile) -> Files.delete(lockFile), steps)));
    assertTrue(found.getMessage().startsWith("two clocks have a bound"), found::getMessage);
  }
}
