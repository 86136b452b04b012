package io.github.uhlc;

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
 * A rival in another process that extends a shared mark before each step of a life with it, after
 * somebody has done away with one of the two locks: never do both extend it from one bound.
 */
@Tag("child-jvm")
class SharedMarkTakeoverTest {
  private static final int EXTENSIONS = 3;
  private static final NTP64 OF_RIVAL = NTP64.ofBits(1000);

  private static final Deed NOTHING = (mark, lockFile) -> {};

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

  /** A disk before one step of which the deed is done and the rival extends the mark. */
  private class Attacked extends InterposedDisk {
    private final Path mark;
    private final Deed deed;
    private int stepsBefore;
    private NTP64 fromOfRival;

    Attacked(Path mark, Deed deed, int stepsBefore) {
      this.mark = mark;
      this.deed = deed;
      this.stepsBefore = stepsBefore;
    }

    /** Whether there is a reason to fail. A rival that only shares the mark is none. */
    boolean excuses(HighWaterMarkException e) {
      boolean isOfRival = e.getMessage().startsWith("another clock has extended the mark");
      return e.getMessage().contains("injected")
          || (stepsBefore < 0 && (isOfRival || deed != NOTHING));
    }

    @Override
    void before(String step, Path file) throws IOException {
      stepsBefore--;
      if (stepsBefore == -1) {
        deed.on(mark, mark.resolveSibling("mark.lock"));
        String answer = rival.openShared(mark);
        boolean isOpen = answer.matches("[0-9]+");
        assertTrue(isOpen || answer.startsWith("the mark is busy: "), answer);
        if (isOpen && rival.extend(OF_RIVAL).equals(OF_RIVAL.toString())) {
          fromOfRival = NTP64.parse(answer);
        }
      }
    }
  }

  /**
   * The broken twin: has its turns at other bytes than the rival does, and does not read again
   * before it writes. Either alone finds the rival.
   */
  private final class Careless extends Attacked {
    private byte[] content;

    Careless(Path mark, Deed deed, int stepsBefore) {
      super(mark, deed, stepsBefore);
    }

    @Override
    FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
        throws IOException {
      content = null;
      return super.tryLock(file, open, isShared ? position : position + 2, isShared);
    }

    @Override
    byte[] read(Path file, RandomAccessFile in, int maxBytes) throws IOException {
      content = content == null ? super.read(file, in, maxBytes) : content;
      return content;
    }

    @Override
    void write(Path file, RandomAccessFile out, long offset, byte[] bytes) throws IOException {
      super.write(file, out, offset, bytes);
      if (content != null) {
        System.arraycopy(bytes, 0, content, (int) offset, bytes.length);
      }
    }
  }

  private interface DiskFactory {
    Attacked create(Path mark, int stepsBefore);
  }

  /** Makes a mark and extends it, also after a failure; returns the last bound of its own. */
  private NTP64 live(Attacked disk) {
    NTP64 acknowledged = NTP64.ZERO;
    try (FileHighWaterMark mark = FileHighWaterMark.openShared(disk.mark, disk)) {
      for (int i = 0; i < EXTENSIONS; i++) {
        if (i == 1) {
          disk.failAfter(3, 1);
        }
        try {
          NTP64 bound = mark.bound();
          assertFalse(bound.isBefore(acknowledged), "went back");
          NTP64 next = NTP64.ofBits(bound.bits() + 1);
          mark.extend(bound, next);
          assertFalse(bound.equals(disk.fromOfRival), "two have extended it from one bound");
          acknowledged = next;
        } catch (HighWaterMarkException e) {
          assertTrue(disk.excuses(e), e::getMessage);
        }
      }
    } catch (HighWaterMarkException e) {
      assertTrue(disk.excuses(e), e::getMessage);
    }
    return acknowledged;
  }

  /** Attacks before each step; returns how often the rival has extended the mark. */
  private int attack(DiskFactory disks) throws IOException {
    int won = 0;
    int steps = 0;
    for (boolean ends = false; !ends; steps++) {
      Path folder = Files.createTempDirectory(temporary.toRealPath(), "life");
      Attacked disk = disks.create(folder.resolve("mark"), steps);
      NTP64 least = live(disk);
      ends = disk.stepsBefore >= 0;
      if (disk.fromOfRival != null) {
        won++;
        least = NTP64.ofBits(NtpBits.max(least.bits(), OF_RIVAL.bits()));
      }
      rival.closeMark();
      try (FileHighWaterMark after = FileHighWaterMark.open(disk.mark)) {
        assertFalse(after.bound().isBefore(least), after::toString);
      }
    }
    assertTrue(steps > 40, "steps=" + steps);
    return won;
  }

  private void assertAtomic(Deed deed) throws IOException {
    int won = attack((mark, steps) -> new Attacked(mark, deed, steps));
    assertTrue(won > 5, "between the operations at least: won=" + won);
  }

  @Test
  void shouldBeAtomicWhenNothingHappensToTheLocks() throws IOException {
    assertAtomic(NOTHING);
  }

  @Test
  void shouldBeAtomicWhenTheLockFileIsDeleted() throws IOException {
    assertAtomic((mark, lockFile) -> Files.deleteIfExists(lockFile));
  }

  @Test
  void shouldBeAtomicWhenTheLockFileIsReplaced() throws IOException {
    assertAtomic(
        (mark, lockFile) -> {
          Files.deleteIfExists(lockFile);
          Files.createFile(lockFile);
        });
  }

  @Test
  void shouldBeAtomicWhenTheLockOfTheLockFileIsDropped() throws IOException {
    assertAtomic((mark, lockFile) -> Files.readAllBytes(lockFile));
  }

  @Test
  void shouldBeAtomicWhenTheLockOfTheFileIsDropped() throws IOException {
    assertAtomic(
        (mark, lockFile) -> {
          if (Files.exists(mark)) {
            Files.readAllBytes(mark);
          }
        });
  }

  @Test
  void shouldRejectTheTwinThatNeitherWaitsNorLooksAgain() {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> attack((mark, steps) -> new Careless(mark, (file, lockFile) -> {}, steps)));
    assertTrue(found.getMessage().startsWith("two have extended"), found::getMessage);
  }
}
