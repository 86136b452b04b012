package io.github.uhlc;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mark does with its disk when it is opened, and when that fails. */
class MarkOpeningTest extends MarkFixture {
  @Test
  void shouldGiveTheLocksBackWhenItCannotBeOpened() throws IOException {
    int making = made().size();
    for (int step = 0; step < making; step++) {
      Files.deleteIfExists(path);
      disk.failAfter(step, 1);
      assertTrue(failure(this::open).startsWith("cannot open the mark: injected: "));
    }
    Files.delete(path);
    try (FileHighWaterMark mark = open()) {
      mark.extend(ntp(0), ntp(1));
    }
    for (int step = 0; step < opened().size(); step++) {
      disk.failAfter(step, 1);
      assertTrue(failure(this::open).startsWith("cannot open the mark: injected: "));
    }
    assertEquals(ntp(1), reopened());
  }

  @Test
  void shouldGiveTheLocksBackWhenThereIsNoMemoryToOpenIt() throws IOException {
    int errors = 0;
    for (boolean ends = false; !ends; errors++) {
      Disk exhausted = new Exhausted(errors);
      Files.deleteIfExists(path);
      try (FileHighWaterMark mark = FileHighWaterMark.open(path, exhausted)) {
        assertEquals(ntp(0), mark.bound());
        ends = true;
      } catch (OutOfMemoryError e) {
        assertEquals("injected", e.getMessage());
      }
      assertEquals(ntp(0), reopened());
    }
    assertTrue(errors > made().size(), "at each step, locks and reads among them");
  }

  @Test
  void shouldGiveALockBackThatItHasJustTakenWhenMemoryRunsOut() {
    for (String name : List.of("mark.lock", "mark")) {
      List<FileLock> taken = new ArrayList<>();
      Disk exhausted =
          new Disk() {
            @Override
            FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
                throws IOException {
              FileLock lock = super.tryLock(file, open, position, isShared);
              if (file.endsWith(name)) {
                taken.add(lock);
                throw new OutOfMemoryError("injected");
              }
              return lock;
            }
          };
      assertThrows(OutOfMemoryError.class, () -> FileHighWaterMark.open(path, exhausted));
      assertFalse(taken.get(0).isValid());
      assertEquals(ntp(0), reopened());
    }
  }

  @Test
  void shouldSayThatAFileSystemHasNoLocks() {
    Disk lockless =
        new Disk() {
          @Override
          FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
              throws IOException {
            throw new IOException("No locks available");
          }
        };
    assertEquals(
        "cannot open the mark: no file locks here, which a mark needs (No locks available): file="
            + path,
        failure(() -> FileHighWaterMark.open(path, lockless)));
    assertEquals(ntp(0), reopened());
  }

  @Test
  void shouldSayThatAFileSystemHasNoHardLinks() throws IOException {
    Disk linkless =
        new Disk() {
          @Override
          void link(Path file, Path name) throws IOException {
            throw new FileSystemException(file.toString(), null, "Operation not permitted");
          }
        };
    assertEquals(
        "cannot open the mark: no hard link can be made, which a new mark needs ("
            + path
            + ".tmp: Operation not permitted): file="
            + path,
        failure(() -> FileHighWaterMark.open(path, linkless)));
    assertTrue(Files.notExists(path.resolveSibling("mark.tmp")));
    assertEquals(ntp(0), reopened());
    FileHighWaterMark.open(path, linkless).close();
  }

  @Test
  void shouldNotLockAFileThatIsReplacedWhileItIsOpened() throws IOException {
    open().close();
    for (String name : List.of("mark", "mark.lock")) {
      Disk replaced =
          new InterposedDisk() {
            @Override
            void before(String step, Path file) throws IOException {
              if (step.equals("lock") && file.endsWith(name)) {
                Files.move(file, file.resolveSibling("away"), REPLACE_EXISTING);
                Files.copy(file.resolveSibling("away"), file);
              }
            }
          };
      HighWaterMarkException refusal =
          assertThrows(HighWaterMarkException.class, () -> FileHighWaterMark.open(path, replaced));
      assertTrue(
          refusal.getMessage().startsWith("the file was replaced while it was opened"),
          refusal::getMessage);
    }
    assertEquals(ntp(0), reopened());
  }

  @Test
  void shouldOpenWhatAnotherHasMadeMeanwhile() {
    Disk overtaken =
        new Disk() {
          @Override
          void link(Path file, Path name) throws IOException {
            Files.write(name, MarkDamageTest.file(7));
            super.link(file, name);
          }
        };
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, overtaken)) {
      assertEquals(ntp(7), mark.bound());
    }
    assertTrue(Files.notExists(path.resolveSibling("mark.tmp")));
  }

  @Test
  void shouldNameNoClassWhereAnExceptionHasNoMessage() {
    Disk silent =
        new InterposedDisk() {
          @Override
          void before(String step, Path file) throws IOException {
            throw new IOException();
          }
        };
    assertEquals(
        "cannot open the mark: no file locks here, which a mark needs (unknown error): file="
            + path,
        failure(() -> FileHighWaterMark.open(path, silent)));
  }
}
