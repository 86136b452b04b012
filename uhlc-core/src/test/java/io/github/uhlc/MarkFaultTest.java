package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a mark does with its disk when it is extended, and when that fails. */
class MarkFaultTest extends MarkFixture {
  @Test
  void shouldForceEachSlotBeforeItWritesTheOther() {
    try (FileHighWaterMark mark = open()) {
      assertEquals(made(), disk.takeLog());
      mark.extend(ntp(0), ntp(1));
      assertEquals(written(4096, 0), disk.takeLog());
      mark.extend(ntp(1), ntp(2));
      assertEquals(written(4096, 0), disk.takeLog());
    }
    open().close();
    assertEquals(opened(), disk.takeLog());
  }

  @Test
  void shouldBeginAfterAFailureWithTheSlotThatFailed() {
    List<String> faults =
        List.of("no space left", "input/output error", "no space left", "input/output error");
    for (int step = 0; step < faults.size(); step++) {
      try (FileHighWaterMark mark = open()) {
        NTP64 bound = mark.bound();
        NTP64 next = ntp(bound.bits() + 2);
        disk.failAfter(step, 1);
        assertEquals(
            cannot("extend", faults.get(step)),
            failure(() -> mark.extend(bound, ntp(bound.bits() + 1))));
        assertEquals(bound, mark.bound());
        disk.takeLog();
        mark.extend(bound, next);
        List<String> recovery = step < 2 ? written(4096, 0) : written(0, 4096);
        assertEquals(recovery, disk.takeLog(), "written anew, and the whole slot last");
        mark.extend(next, ntp(next.bits() + 1));
        assertEquals(recovery, disk.takeLog());
      }
    }
  }

  @Test
  void shouldWriteTheSlotAnewUntilThatSucceeds() {
    try (FileHighWaterMark mark = open()) {
      disk.failAfter(1, 1);
      failure(() -> mark.extend(ntp(0), ntp(1)));
      for (String fault : List.of("no space left", "input/output error")) {
        disk.failAfter(fault.startsWith("no") ? 0 : 1, 1);
        disk.takeLog();
        assertEquals(cannot("extend", fault), failure(() -> mark.extend(ntp(0), ntp(2))));
        assertTrue(disk.takeLog().stream().noneMatch(step -> step.endsWith("at 0")), "whole slot");
      }
      mark.extend(ntp(0), ntp(3));
      assertEquals(written(4096, 0), disk.takeLog());
    }
    assertEquals(ntp(3), reopened());
  }

  @Test
  void shouldRecoverInTheSameFileWithItsPermissions() throws IOException {
    assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("unix"), "no modes");
    open().close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    Map<String, Object> before = Files.readAttributes(path, "unix:ino,mode,uid,gid,nlink");
    try (FileHighWaterMark mark = open()) {
      for (int step = 0; step < 4; step++) {
        NTP64 bound = mark.bound();
        disk.failAfter(step, 1);
        failure(() -> mark.extend(bound, ntp(bound.bits() + 1)));
        mark.extend(bound, ntp(bound.bits() + 2));
      }
    }
    assertEquals(before, Files.readAttributes(path, "unix:ino,mode,uid,gid,nlink"));
    assertEquals(ntp(8), reopened());
  }

  @Test
  void shouldKeepTheBoundWhileEverythingFails() {
    try (FileHighWaterMark mark = open()) {
      mark.extend(ntp(0), ntp(1));
      disk.failAfter(0, ALL);
      for (int i = 2; i < 100; i++) {
        NTP64 next = ntp(i);
        failure(() -> mark.extend(ntp(1), next));
        assertEquals(ntp(1), mark.bound());
      }
      disk.failAfter(ALL, 0);
      mark.extend(ntp(1), ntp(2));
    }
    assertEquals(ntp(2), reopened());
  }

  @Test
  void shouldSurviveThatThereIsNoMemoryToExtendIt() {
    int errors = 0;
    for (boolean ends = false; !ends; errors++) {
      Exhausted exhausted = new Exhausted(ALL);
      try (FileHighWaterMark mark = FileHighWaterMark.open(path, exhausted)) {
        NTP64 bound = mark.bound();
        NTP64 next = ntp(bound.bits() + 1);
        exhausted.failAfter(errors);
        try {
          mark.extend(bound, next);
          ends = true;
        } catch (OutOfMemoryError e) {
          assertEquals(bound, mark.bound());
          mark.extend(bound, next);
        }
        assertEquals(next, mark.bound());
      }
      assertEquals(ntp(errors + 1), reopened());
    }
    assertTrue(errors > 6, "at each step: a lock, two reads, two writes, two forces");
  }

  @Test
  void shouldGoOnAfterItCouldNotRead() {
    boolean[] broken = {false};
    Disk unreadable =
        new Disk() {
          @Override
          byte[] read(Path file, RandomAccessFile in, int maxBytes) throws IOException {
            if (broken[0]) {
              throw new IOException("injected: cannot read");
            }
            return super.read(file, in, maxBytes);
          }
        };
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, unreadable)) {
      broken[0] = true;
      assertEquals(cannot("extend", "cannot read"), failure(() -> mark.extend(ntp(0), ntp(1))));
      broken[0] = false;
      mark.extend(ntp(0), ntp(2));
    }
    assertEquals(ntp(2), reopened());
  }

  /** What a file system throws beside I/O exceptions. */
  @Test
  void shouldTurnAllExceptionsIntoItsOwn() {
    for (RuntimeException thrown :
        List.of(
            new UncheckedIOException(new IOException("injected")),
            new SecurityException("injected"),
            new UnsupportedOperationException("injected"),
            new IllegalStateException("injected"))) {
      boolean[] broken = {true};
      Disk disk =
          new InterposedDisk() {
            @Override
            void before(String step, Path file) {
              if (broken[0]) {
                throw thrown;
              }
            }
          };
      HighWaterMarkException refused =
          assertThrows(
              HighWaterMarkException.class, () -> FileHighWaterMark.open(path, disk).close());
      assertSame(thrown, refused.getCause());
      assertTrue(refused.getMessage().endsWith("injected: file=" + path), refused::getMessage);
      broken[0] = false;
      try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
        broken[0] = true;
        refused =
            assertThrows(HighWaterMarkException.class, () -> mark.extend(mark.bound(), NTP64.MAX));
        assertSame(thrown, refused.getCause());
        broken[0] = false;
      }
    }
  }

  /** A lock that cannot be given back at first. */
  private static final class Sticky extends FileLock {
    private final FileLock lock;
    private boolean failed;

    Sticky(FileLock lock) {
      super(lock.channel(), lock.position(), lock.size(), lock.isShared());
      this.lock = lock;
    }

    @Override
    public boolean isValid() {
      return lock.isValid();
    }

    @Override
    public void release() throws IOException {
      if (!failed) {
        failed = true;
        throw new IOException("injected: cannot unlock");
      }
      lock.release();
    }
  }

  @Test
  void shouldGoOnAfterItCouldNotUnlock() {
    boolean[] sticky = {false};
    Disk disk =
        new Disk() {
          @Override
          FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
              throws IOException {
            FileLock lock = super.tryLock(file, open, position, isShared);
            return sticky[0] ? new Sticky(lock) : lock;
          }
        };
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      sticky[0] = true;
      assertEquals(cannot("extend", "cannot unlock"), failure(() -> mark.extend(ntp(0), ntp(1))));
      mark.extend(mark.bound(), ntp(2));
    }
    assertEquals(ntp(2), reopened());
  }

  @Test
  void shouldNoticeAfterAFailureThatItWasTakenOver() throws IOException {
    byte[] other = new MarkSlot(ntp(1).bits(), UUID.randomUUID()).encode();
    byte[] later = new MarkSlot(2, ntp(1).bits(), UUID.randomUUID()).encode();
    for (byte[] slot : List.of(other, later, new byte[0], new byte[4097])) {
      try (FileHighWaterMark mark = open()) {
        NTP64 bound = mark.bound();
        disk.failAfter(0, 1);
        failure(() -> mark.extend(bound, NTP64.MAX));
        byte[] file = Files.readAllBytes(path);
        byte[] changed = Arrays.copyOf(file, Math.max(8192, 4096 + slot.length));
        System.arraycopy(slot, 0, changed, 4096, slot.length);
        changed = slot.length == 0 ? Arrays.copyOf(file, 4096) : changed;
        Files.write(path, changed);
        HighWaterMarkException taken =
            assertThrows(HighWaterMarkException.class, () -> mark.extend(bound, NTP64.MAX));
        assertTrue(taken.getMessage().startsWith("the mark was taken over"), taken::getMessage);
        Files.write(path, file);
      }
    }
  }
}
