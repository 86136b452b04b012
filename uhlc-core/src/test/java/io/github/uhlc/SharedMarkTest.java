package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A mark that is open several times: what its openings see of each other, and what they refuse. */
@Timeout(120)
class SharedMarkTest {
  private static final NTP64 FIRST = NTP64.ofBits(1L << 62);
  private static final NTP64 SECOND = NTP64.ofBits(3L << 62);
  private static final String ALONE =
      ": open needs it alone, so close it there first, or give each clock a mark of its own: file=";
  private static final String SHARED =
      ": it is not shared there, so close it there first, or open it there by openShared too:"
          + " file=";
  private static final String HERE = "the mark is in use by this process";
  private static final String ELSEWHERE = "the mark is in use by another process";
  private static final String BUSY =
      "the mark is busy: an operation of another process, or of another thread, has not ended; if"
          + " that process is stopped, let it go on, or end it: patience=PT5S: file=";
  private static final String TAKEN_OVER =
      "the mark was taken over: its file or lock file was opened, changed, replaced or deleted:"
          + " file=";

  @TempDir private Path temporary;
  private Path path;
  private Path lockPath;
  private FileHighWaterMark one;
  private FileHighWaterMark other;

  @BeforeEach
  void open() throws IOException {
    path = temporary.toRealPath().resolve("mark");
    lockPath = path.resolveSibling("mark.lock");
    one = FileHighWaterMark.openShared(path);
    other = FileHighWaterMark.openShared(path, new RecordingDisk());
    one.extend(NTP64.ZERO, FIRST);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    assertFalse(Thread.interrupted(), "an interrupt was left by a test");
  }

  private static String refusal(Executable call) {
    return assertThrows(HighWaterMarkException.class, call).getMessage();
  }

  @Test
  void shouldSayWhetherItIsShared() {
    assertTrue(one.isShared());
    one.close();
    other.close();
    try (FileHighWaterMark alone = FileHighWaterMark.open(path)) {
      assertFalse(alone.isShared());
    }
  }

  @Test
  void shouldSeeWhatOthersHaveWritten() throws IOException {
    assertEquals(FIRST, other.bound());
    other.extend(FIRST, SECOND);
    assertEquals(SECOND, one.bound());
    try (MarkChild child = new MarkChild()) {
      assertEquals(SECOND.toString(), child.openShared(path));
      assertEquals(NTP64.MAX.toString(), child.extend(NTP64.MAX));
      assertEquals(NTP64.MAX, one.bound());
      assertEquals(NTP64.MAX, other.bound());
    }
  }

  @Test
  void shouldRefuseToExtendFromAnotherBound() throws IOException {
    byte[] before = Files.readAllBytes(path);
    assertEquals(
        "another clock has extended the mark: current=1970-01-01T00:00:00.000000000Z, bound="
            + FIRST.toRfc3339()
            + ": file="
            + path,
        refusal(() -> other.extend(NTP64.ZERO, SECOND)));
    assertEquals(FIRST, other.bound());
    for (NTP64 bound : List.of(NTP64.ZERO, FIRST)) {
      assertThrows(IllegalArgumentException.class, () -> other.extend(FIRST, bound));
    }
    assertEquals(MarkSlot.decodeOrNull(before, 0), slot(0));
    assertEquals(MarkSlot.decodeOrNull(before, 1), slot(1));
  }

  private MarkSlot slot(int index) throws IOException {
    return MarkSlot.decodeOrNull(Files.readAllBytes(path), index);
  }

  @Test
  void shouldExcludeThoseWhoNeedItAlone() throws IOException {
    assertEquals(HERE + ALONE + path, refusal(() -> FileHighWaterMark.open(path)));
    one.close();
    one.close();
    assertEquals(HERE + ALONE + path, refusal(() -> FileHighWaterMark.open(path)), "one is left");
    try (MarkChild child = new MarkChild()) {
      assertEquals(ELSEWHERE + ALONE + path, child.open(path));
      other.extend(FIRST, SECOND);
      other.close();
      assertEquals(SECOND.toString(), child.open(path));
      assertEquals(ELSEWHERE + SHARED + path, refusal(() -> FileHighWaterMark.openShared(path)));
      child.closeMark();
      one = FileHighWaterMark.openShared(path);
      assertEquals(ELSEWHERE + ALONE + path, child.open(path));
    }
  }

  @Test
  void shouldBeExcludedByOneWhoNeedsItAlone() {
    one.close();
    other.close();
    try (FileHighWaterMark alone = FileHighWaterMark.open(path)) {
      assertEquals(HERE + SHARED + path, refusal(() -> FileHighWaterMark.openShared(path)));
      alone.extend(FIRST, SECOND);
    }
    try (FileHighWaterMark shared = FileHighWaterMark.openShared(path)) {
      assertEquals(SECOND, shared.bound());
    }
  }

  @Test
  void shouldShareAFileWithSeveralNames() throws IOException {
    Path hard = Files.createLink(path.resolveSibling("hard"), path);
    Path soft = Files.createSymbolicLink(path.resolveSibling("soft"), path);
    try (FileHighWaterMark third = FileHighWaterMark.openShared(hard);
        FileHighWaterMark fourth = FileHighWaterMark.openShared(soft);
        MarkChild child = new MarkChild()) {
      third.extend(FIRST, SECOND);
      assertEquals(SECOND, fourth.bound());
      assertEquals(SECOND.toString(), child.openShared(hard));
      assertEquals(SECOND, one.bound());
    }
    assertEquals(SECOND, one.bound(), "still open");
  }

  @Test
  void shouldStayLockedWhileItIsOpenSomewhere() throws IOException {
    try (MarkChild child = new MarkChild()) {
      FileHighWaterMark.openShared(path).close();
      assertEquals(HERE + ALONE + path, refusal(() -> FileHighWaterMark.open(path)));
      assertEquals(ELSEWHERE + ALONE + path, child.open(path), "a refusal unlocks nothing");
      one.close();
      assertEquals(ELSEWHERE + ALONE + path, child.open(path));
    }
  }

  @Test
  void shouldBeUselessOnceClosed() {
    one.close();
    String message = "the mark is closed: file=" + path;
    assertEquals(message, refusal(one::bound));
    assertEquals(message, refusal(() -> one.extend(FIRST, SECOND)));
    other.extend(FIRST, SECOND);
  }

  @Test
  void shouldMendASlotThatIsDamaged() throws IOException {
    for (int offset : new int[] {20, 4096 + 30}) {
      NTP64 bound = other.bound();
      flip(offset);
      assertEquals(bound, one.bound());
      NTP64 next = NTP64.ofBits(bound.bits() + 1);
      one.extend(bound, next);
      assertEquals(slot(0), slot(1));
      assertEquals(next, other.bound());
    }
  }

  private void flip(int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[offset] ^= 1;
    overwrite(bytes);
  }

  /** In place, which drops the locks of the life of this process, as any other code may. */
  private void overwrite(byte[] bytes) throws IOException {
    Files.write(path, bytes);
  }

  @Test
  void shouldRefuseAFileThatIsDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    flip(20);
    flip(4096 + 20);
    for (int i = 0; i < 2; i++) {
      assertTrue(refusal(one::bound).startsWith("the mark is damaged: "));
      assertTrue(refusal(() -> one.extend(FIRST, SECOND)).startsWith("the mark is damaged: "));
    }
    overwrite(Arrays.copyOf(whole, 8191));
    assertTrue(refusal(other::bound).startsWith("the mark is damaged: "));
    overwrite(whole);
    assertEquals(FIRST, one.bound());
    other.extend(FIRST, SECOND);
  }

  @Test
  void shouldNoticeABoundThatWentBack() throws IOException {
    byte[] older = Files.readAllBytes(path);
    one.extend(FIRST, SECOND);
    assertEquals(SECOND, other.bound());
    overwrite(older);
    assertTakenOver(one);
    assertTakenOver(other);
  }

  /** For ever, whatever becomes of the files. */
  private void assertTakenOver(FileHighWaterMark mark) {
    assertEquals(TAKEN_OVER + path, refusal(mark::bound));
    assertEquals(TAKEN_OVER + path, refusal(() -> mark.extend(SECOND, NTP64.MAX)));
  }

  @Test
  void shouldNoticeAFileThatWasReplaced() throws IOException {
    Path copy = Files.copy(path, path.resolveSibling("copy"));
    one.extend(FIRST, SECOND);
    Files.move(copy, path, StandardCopyOption.REPLACE_EXISTING);
    assertTakenOver(one);
    assertTakenOver(other);
  }

  @Test
  void shouldNoticeAFileThatWasDeleted() throws IOException {
    Files.delete(path);
    assertTakenOver(one);
    assertTakenOver(other);
    assertTrue(Files.notExists(path), "and does not bring it back");
  }

  @Test
  void shouldNoticeALockFileThatWasDeletedOrReplaced() throws IOException {
    Files.delete(lockPath);
    assertTakenOver(one);
    Files.createFile(lockPath);
    assertTakenOver(other);
  }

  @Test
  void shouldMakeOneWhoHasLostItsLocksNoticeThatItIsShared() throws IOException {
    one.close();
    other.close();
    try (FileHighWaterMark alone = FileHighWaterMark.open(path);
        MarkChild child = new MarkChild()) {
      Files.readAllBytes(lockPath);
      Files.readAllBytes(path);
      assertEquals(FIRST.toString(), child.openShared(path));
      assertEquals(TAKEN_OVER + path, refusal(() -> alone.extend(FIRST, SECOND)));
      assertEquals(SECOND.toString(), child.extend(SECOND));
    }
  }

  @Test
  void shouldGoOnWhereOtherCodeHasDroppedItsLocks() throws IOException {
    try (MarkChild child = new MarkChild()) {
      Files.readAllBytes(lockPath);
      Files.readAllBytes(path);
      assertEquals(FIRST.toString(), child.openShared(path));
      assertEquals(SECOND.toString(), child.extend(SECOND));
      assertEquals(SECOND, one.bound());
    }
  }

  @Test
  void shouldGiveUpWaitingForAnotherProcess() throws IOException {
    try (MarkChild child = new MarkChild()) {
      child.hold(path);
      assertEquals(BUSY + path, refusal(other::bound));
      assertEquals(BUSY + path, refusal(() -> other.extend(FIRST, SECOND)));
      assertEquals(
          BUSY + path, refusal(() -> FileHighWaterMark.openShared(path, new RecordingDisk())));
    }
    other.extend(FIRST, SECOND);
    try (MarkChild child = new MarkChild()) {
      child.hold(path);
      assertEquals(BUSY + path, refusal(other::bound), "and keeps no lock");
    }
    assertEquals(SECOND, one.bound());
  }

  @Test
  void shouldWaitForAnotherOperation() throws Exception {
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch onward = new CountDownLatch(1);
    boolean[] isSlow = {false};
    Disk slow =
        new Disk() {
          @Override
          void force(Path file, RandomAccessFile out) throws IOException {
            if (isSlow[0]) {
              inForce.countDown();
              await(onward);
            }
          }
        };
    try (FileHighWaterMark third = FileHighWaterMark.openShared(path, slow)) {
      isSlow[0] = true;
      FutureTask<NTP64> extension = new FutureTask<>(() -> third.extend(FIRST, SECOND), SECOND);
      new Thread(extension).start();
      assertTrue(inForce.await(30, TimeUnit.SECONDS));
      String answer = refusal(other::bound);
      FutureTask<NTP64> waiting = new FutureTask<>(one::bound);
      new Thread(waiting).start();
      onward.countDown();
      extension.get(30, TimeUnit.SECONDS);
      assertEquals(BUSY + path, answer);
      assertEquals(SECOND, waiting.get(30, TimeUnit.SECONDS));
    } finally {
      onward.countDown();
    }
    assertEquals(SECOND, other.bound());
  }

  private static void await(CountDownLatch onward) {
    try {
      assertTrue(onward.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKeepAnInterruptPendingWhileItWaits() throws IOException {
    try (MarkChild child = new MarkChild()) {
      child.hold(path);
      int[] pauses = {0};
      Disk disk =
          new RecordingDisk() {
            @Override
            long pause(long nanos) {
              pauses[0]++;
              Thread.currentThread().interrupt();
              long paused = new Disk().pause(1);
              assertTrue(paused <= 1, "counts no more than it was told");
              assertTrue(Thread.currentThread().isInterrupted());
              return nanos;
            }
          };
      assertEquals(BUSY + path, refusal(() -> FileHighWaterMark.openShared(path, disk)));
      assertTrue(Thread.interrupted());
      assertTrue(pauses[0] > 1000 && pauses[0] < 6000, () -> "pauses=" + pauses[0]);
    }
    assertEquals(FIRST, one.bound());
  }

  /** A fault at any step of one of three openings: what it was to write is there, or is not. */
  @Test
  void shouldLoseNothingWhenTheDiskFails() {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    RecordingDisk disk = new RecordingDisk();
    try (FileHighWaterMark third = FileHighWaterMark.openShared(path, disk);
        FileHighWaterMark fourth = FileHighWaterMark.openShared(path, disk)) {
      List<FileHighWaterMark> marks = List.of(third, fourth, other);
      NTP64 known = FIRST;
      NTP64 perhaps = FIRST;
      int failures = 0;
      for (int i = 0; i < 2000; i++) {
        FileHighWaterMark mark = marks.get(random.nextInt(marks.size()));
        if (random.nextInt(3) == 0) {
          disk.failAfter(random.nextInt(8), 1);
        }
        NTP64 next = NTP64.ofBits(perhaps.bits() + 1);
        try {
          NTP64 bound = mark.bound();
          assertTrue(bound.equals(known) || bound.equals(perhaps), "seed=" + seed);
          known = bound;
          if (random.nextBoolean()) {
            perhaps = next;
            mark.extend(bound, next);
            known = next;
          }
        } catch (HighWaterMarkException e) {
          failures++;
          assertTrue(e.getMessage().contains("injected"), e::getMessage);
        }
      }
      disk.failAfter(Integer.MAX_VALUE, 0);
      assertTrue(List.of(known, perhaps).contains(one.bound()), "seed=" + seed);
      assertTrue(failures > 100, "failures=" + failures);
    }
  }
}
