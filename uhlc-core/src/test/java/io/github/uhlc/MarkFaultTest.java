package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a mark does with its disk, and when that fails. */
class MarkFaultTest {
  private static final List<String> IN_PLACE =
      List.of(
          "write 4096 bytes of mark at 0",
          "force mark",
          "write 4096 bytes of mark at 4096",
          "force mark");
  private static final List<String> AS_A_WHOLE =
      List.of(
          "write 8192 bytes of mark.tmp at 0",
          "force mark.tmp",
          "rename mark.tmp to mark",
          "force the directory");
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path temporary;
  private final RecordingDisk disk = new RecordingDisk();
  private Path path;

  @BeforeEach
  void locate() throws IOException {
    path = temporary.toRealPath().resolve("mark");
  }

  private FileHighWaterMark open() {
    return FileHighWaterMark.open(path, disk);
  }

  private NTP64 reopened() {
    try (FileHighWaterMark again = FileHighWaterMark.open(path)) {
      return again.bound();
    }
  }

  private static NTP64 ntp(long bits) {
    return NTP64.ofBits(bits);
  }

  private static String failure(Executable call) {
    HighWaterMarkException thrown = assertThrows(HighWaterMarkException.class, call);
    assertInstanceOf(IOException.class, thrown.getCause());
    return thrown.getMessage();
  }

  private String cannot(String action, String fault) {
    return "cannot "
        + action
        + " the mark: file=\""
        + path
        + "\", error=\"java.io.IOException: injected: "
        + fault
        + '"';
  }

  @Test
  void shouldForceEachSlotBeforeItWritesTheOther() {
    try (FileHighWaterMark mark = open()) {
      assertEquals(AS_A_WHOLE, disk.takeLog());
      mark.extend(ntp(0), ntp(1));
      assertEquals(IN_PLACE, disk.takeLog());
      mark.extend(ntp(1), ntp(2));
      assertEquals(IN_PLACE, disk.takeLog());
    }
    open().close();
    List<String> secondSlotFirst = new ArrayList<>(IN_PLACE.subList(2, 4));
    secondSlotFirst.addAll(IN_PLACE.subList(0, 2));
    assertEquals(secondSlotFirst, disk.takeLog());
  }

  @Test
  void shouldWriteTheFileAnewAfterAFailure() {
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
        assertEquals(AS_A_WHOLE, disk.takeLog(), "never forced again as it was");
        mark.extend(next, ntp(next.bits() + 1));
        assertEquals(IN_PLACE, disk.takeLog());
      }
    }
  }

  @Test
  void shouldWriteTheFileAnewUntilThatSucceeds() {
    try (FileHighWaterMark mark = open()) {
      disk.failAfter(1, 1);
      failure(() -> mark.extend(ntp(0), ntp(1)));
      List<String> faults =
          List.of(
              "no space left", "input/output error", "cannot rename", "cannot force the directory");
      for (int step = 0; step < faults.size(); step++) {
        disk.failAfter(step, 1);
        assertEquals(
            cannot("extend", faults.get(step)), failure(() -> mark.extend(ntp(0), ntp(2))));
      }
      disk.takeLog();
      mark.extend(ntp(0), ntp(3));
      assertEquals(AS_A_WHOLE, disk.takeLog());
    }
    assertEquals(ntp(3), reopened());
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
  void shouldGiveTheLockBackWhenItCannotBeOpened() {
    for (int step = 0; step < 4; step++) {
      disk.failAfter(step, 1);
      assertTrue(failure(this::open).startsWith("cannot open the mark: file=\"" + path));
    }
    try (FileHighWaterMark mark = open()) {
      mark.extend(ntp(0), ntp(1));
    }
    for (int step = 0; step < 4; step++) {
      disk.failAfter(step, 1);
      assertTrue(failure(this::open).startsWith("cannot open the mark: file=\"" + path));
    }
    assertEquals(ntp(1), reopened());
  }

  @Test
  void shouldGoOnAfterItCouldNotRead() {
    boolean[] broken = {false};
    Disk unreadable =
        new Disk() {
          @Override
          byte[] read(Path file, int maxBytes) throws IOException {
            if (broken[0]) {
              throw new IOException("injected: cannot read");
            }
            return super.read(file, maxBytes);
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

  @Test
  void shouldPassOnWhatIsNotOfTheDiskAndWriteTheFileAnew() {
    try (FileHighWaterMark mark =
        FileHighWaterMark.open(
            path,
            new RecordingDisk() {
              @Override
              void write(Path file, RandomAccessFile out, long offset, byte[] bytes)
                  throws IOException {
                super.write(file, out, offset, bytes);
                if (offset == 4096) {
                  throw new OutOfMemoryError("injected");
                }
              }
            })) {
      assertThrows(OutOfMemoryError.class, () -> mark.extend(ntp(0), ntp(1)));
      assertEquals(ntp(0), mark.bound());
      mark.extend(ntp(0), ntp(2));
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
        byte[] changed = Arrays.copyOf(file, 4096 + slot.length);
        System.arraycopy(slot, 0, changed, 4096, slot.length);
        Files.write(path, changed);
        HighWaterMarkException taken =
            assertThrows(HighWaterMarkException.class, () -> mark.extend(bound, NTP64.MAX));
        assertTrue(taken.getMessage().startsWith("somebody else has"), taken::getMessage);
        Files.write(path, file);
      }
    }
  }
}
