package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** No two clocks on one mark: those in one JVM, those in two, and those who take a mark over. */
class MarkExclusionTest {
  private static final NTP64 FIRST = NTP64.ofBits(1L << 62);
  private static final NTP64 SECOND = NTP64.ofBits(3L << 62);
  private static final String SHARED_BY =
      ": open needs it alone, so close it there first, or give each clock a mark of its own: file=";
  private static final String IN_USE_HERE = "the mark is in use by this process" + SHARED_BY;
  private static final String IN_USE_ELSEWHERE =
      "the mark is in use by another process" + SHARED_BY;
  private static final String TAKEN_OVER =
      "the mark was taken over: its file or lock file was opened, changed, replaced or deleted:"
          + " file=";

  @TempDir private Path temporary;
  private Path folder;
  private Path path;
  private Path lockPath;
  private FileHighWaterMark mark;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("folder"));
    path = folder.resolve("mark");
    lockPath = folder.resolve("mark.lock");
    mark = FileHighWaterMark.open(path);
    mark.extend(NTP64.ZERO, FIRST);
  }

  @AfterEach
  void close() {
    mark.close();
  }

  private static String refusal(Executable call) {
    return assertThrows(HighWaterMarkException.class, call).getMessage();
  }

  private void assertInUse(Path name) {
    String message = refusal(() -> FileHighWaterMark.open(name));
    assertTrue(message.startsWith(IN_USE_HERE + path), message);
  }

  private void assertTakenOver() {
    assertTakenOver(FIRST);
  }

  /** For ever, whatever becomes of the files. */
  private void assertTakenOver(NTP64 bound) {
    String message = TAKEN_OVER + path;
    for (int i = 0; i < 2; i++) {
      assertEquals(message, refusal(() -> mark.extend(bound, NTP64.MAX)));
    }
    assertEquals(message, refusal(mark::bound));
  }

  /** What other code of the process does that reads all files of a directory. */
  private void dropLocks() throws IOException {
    Files.readAllBytes(lockPath);
    Files.readAllBytes(path);
  }

  @Test
  void shouldOpenOncePerProcessUnderAnyName() throws IOException {
    assertInUse(path);
    assertInUse(folder.resolve("../folder/./mark"));
    assertInUse(Path.of("").toAbsolutePath().relativize(path));
    assertInUse(Files.createSymbolicLink(temporary.resolve("link"), path));
    Path folderLink = Files.createSymbolicLink(temporary.resolve("folderLink"), folder);
    assertInUse(folderLink.resolve("mark"));
    mark.extend(FIRST, SECOND);
  }

  @Test
  void shouldOpenAFileWithTwoNamesOnce() throws IOException {
    Path link = Files.createLink(temporary.resolve("link"), path);
    String message = refusal(() -> FileHighWaterMark.open(link));
    assertEquals(IN_USE_HERE + link, message);
    mark.extend(FIRST, SECOND);
    try (MarkChild child = new MarkChild()) {
      assertEquals(IN_USE_ELSEWHERE + link, child.open(link));
      mark.close();
      assertEquals(SECOND.toString(), child.open(link));
      assertEquals(IN_USE_ELSEWHERE + path, refusal(() -> FileHighWaterMark.open(path)));
    }
  }

  @Test
  void shouldStayLockedWhenTheLockOfEitherFileIsDropped() throws IOException {
    try (MarkChild child = new MarkChild()) {
      for (Path dropped : List.of(lockPath, path)) {
        Files.readAllBytes(dropped);
        assertEquals(IN_USE_ELSEWHERE + path, child.open(path));
        mark.close();
        mark = FileHighWaterMark.open(path);
      }
    }
    mark.extend(FIRST, SECOND);
  }

  @Test
  void shouldFailAsDocumentedWhereOtherCodeHasLockedIt() throws IOException {
    mark.close();
    for (Path locked : List.of(lockPath, path)) {
      try (RandomAccessFile other = new RandomAccessFile(locked.toFile(), "rw");
          FileLock lock = other.getChannel().lock()) {
        assertTrue(lock.isValid());
        assertEquals(IN_USE_HERE + path, refusal(() -> FileHighWaterMark.open(path)));
      }
    }
    mark = FileHighWaterMark.open(path);
    for (Path locked : List.of(lockPath, path)) {
      for (long position : new long[] {1, (1L << 30) + 1}) {
        try (RandomAccessFile other = new RandomAccessFile(locked.toFile(), "rw");
            FileLock lock = other.getChannel().lock(position, 1, false)) {
          assertTrue(lock.isValid());
          if (locked.equals(path) && position > 1) {
            NTP64 bound = mark.bound();
            String message = refusal(() -> mark.extend(bound, NTP64.MAX));
            assertEquals(IN_USE_HERE + path, message, "in its turn");
          }
        }
        NTP64 bound = mark.bound();
        mark.extend(bound, NTP64.ofBits(bound.bits() + 1));
      }
    }
  }

  @Test
  void shouldNotUnlockALockFileThatHasTwoNames() throws IOException {
    for (Path other : List.of(folder.resolve("hard"), folder.resolve("soft"))) {
      Path otherLock = folder.resolve(other.getFileName() + ".lock");
      if (other.endsWith("hard")) {
        Files.createLink(otherLock, lockPath);
      } else {
        Files.createSymbolicLink(otherLock, lockPath);
      }
      String message = refusal(() -> FileHighWaterMark.open(other));
      assertTrue(message.startsWith(IN_USE_HERE), message);
    }
    try (MarkChild child = new MarkChild()) {
      assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE + path), "still locked");
    }
  }

  @Test
  void shouldNotTakeALockFileForAMark() throws IOException {
    String rule =
        "the name ends in .lock or .tmp, which are for files that belong to a mark: file=";
    for (String name : List.of("mark.lock", "mark.LOCK", "mark.tmp")) {
      assertEquals(
          rule + folder.resolve(name), refusal(() -> FileHighWaterMark.open(folder.resolve(name))));
    }
    try (MarkChild child = new MarkChild()) {
      assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE + path), "still locked");
    }
  }

  @Test
  void shouldOpenAgainOnceClosed() {
    mark.close();
    try (FileHighWaterMark again = FileHighWaterMark.open(path)) {
      assertEquals(FIRST, again.bound());
      again.extend(FIRST, SECOND);
    }
  }

  @Test
  void shouldOpenInOneProcessAtATime() throws IOException {
    try (MarkChild child = new MarkChild()) {
      assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE + path));
      mark.extend(FIRST, SECOND);
      mark.close();
      assertEquals(SECOND.toString(), child.open(path));
      String message = refusal(() -> FileHighWaterMark.open(path));
      assertTrue(message.startsWith(IN_USE_ELSEWHERE), message);
      assertEquals(NTP64.MAX.toString(), child.extend(NTP64.MAX));
      assertEquals(message, refusal(() -> FileHighWaterMark.open(path)), "a refusal keeps nothing");
    }
    try (FileHighWaterMark afterKill = FileHighWaterMark.open(path)) {
      assertEquals(NTP64.MAX, afterKill.bound());
    }
  }

  @Test
  void shouldNotUnlockWhatTheCopyInAnotherClassLoaderHasLocked() throws Exception {
    URL classes = FileHighWaterMark.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null);
        MarkChild child = new MarkChild()) {
      Method open =
          loader.loadClass(FileHighWaterMark.class.getName()).getMethod("open", Path.class);
      Throwable refused =
          assertThrows(InvocationTargetException.class, () -> open.invoke(null, path)).getCause();
      assertTrue(refused.getMessage().startsWith(IN_USE_HERE), refused::getMessage);
      assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE + path), "still locked");
      mark.close();
      try (AutoCloseable copy = (AutoCloseable) open.invoke(null, path)) {
        assertTrue(copy.toString().startsWith("FileHighWaterMark["), copy::toString);
        assertInUse(path);
        assertInUse(path);
        assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE + path), "still locked");
      }
      mark = FileHighWaterMark.open(path);
      mark.extend(FIRST, SECOND);
      assertTrue(child.open(path).startsWith(IN_USE_ELSEWHERE), "locked");
    }
  }

  @Test
  void shouldNoticeAProcessThatTookOverADroppedLock() throws IOException {
    try (MarkChild child = new MarkChild()) {
      dropLocks();
      assertEquals(FIRST.toString(), child.open(path));
      assertTakenOver();
      assertEquals(SECOND.toString(), child.extend(SECOND), "the later opener goes on");
    }
  }

  @Test
  void shouldNoticeAProcessThatCameAndWentWhileTheLockWasDropped() throws IOException {
    dropLocks();
    try (MarkChild child = new MarkChild()) {
      assertEquals(FIRST.toString(), child.open(path));
    }
    assertTakenOver();
  }

  @Test
  void shouldNotBeTakenOverInTheMiddleOfAnExtension() throws Exception {
    mark.close();
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch onward = new CountDownLatch(1);
    mark = FileHighWaterMark.open(path, new SlowDisk(inForce, onward));
    dropLocks();
    FutureTask<NTP64> extension = new FutureTask<>(() -> mark.extend(FIRST, SECOND), SECOND);
    new Thread(extension).start();
    try (MarkChild child = new MarkChild()) {
      assertTrue(inForce.await(30, TimeUnit.SECONDS));
      String answer = child.open(path);
      onward.countDown();
      assertTrue(answer.startsWith(IN_USE_ELSEWHERE), answer);
      extension.get(30, TimeUnit.SECONDS);
      assertEquals(SECOND.toString(), child.open(path), "of the locks that it has lost meanwhile");
      assertTakenOver(SECOND);
    } finally {
      onward.countDown();
    }
  }

  /** Opens a mark, which takes three forces, and then is slow. */
  private static final class SlowDisk extends Disk {
    private final CountDownLatch inForce;
    private final CountDownLatch onward;
    private int forces;

    SlowDisk(CountDownLatch inForce, CountDownLatch onward) {
      this.inForce = inForce;
      this.onward = onward;
    }

    @Override
    void force(Path file, RandomAccessFile out) throws IOException {
      super.force(file, out);
      forces++;
      if (forces > 3) {
        inForce.countDown();
        await();
      }
    }

    private void await() {
      try {
        assertTrue(onward.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldNoticeALockFileThatWasDeleted() throws IOException {
    Files.delete(lockPath);
    assertTakenOver();
  }

  @Test
  void shouldNoticeALockFileThatWasReplaced() throws IOException {
    Files.delete(lockPath);
    Files.createFile(lockPath);
    assertTakenOver();
  }

  @Test
  void shouldStayOpenOnceInThisProcessBehindAReplacedLockFile() throws IOException {
    Files.delete(lockPath);
    assertEquals(IN_USE_HERE + path, refusal(() -> FileHighWaterMark.open(path)));
    assertTakenOver();
    mark.close();
    mark = FileHighWaterMark.open(path);
    mark.extend(FIRST, SECOND);
    assertInUse(path);
  }

  @Test
  void shouldNoticeAFileThatWasDeleted() throws IOException {
    Files.delete(path);
    assertTakenOver();
    assertTrue(Files.notExists(path), "and does not bring it back");
  }

  @Test
  void shouldNoticeAFileThatWasReplacedByAnOlderCopy() throws IOException {
    Path copy = Files.copy(path, folder.resolve("copy"));
    mark.extend(FIRST, SECOND);
    Files.move(copy, path, StandardCopyOption.REPLACE_EXISTING);
    assertTakenOver(SECOND);
  }

  @Test
  void shouldNoticeAFileThatWasChanged() throws IOException {
    for (int offset : new int[] {20, 4096 + 30, 8191}) {
      byte[] bytes = Files.readAllBytes(path);
      bytes[offset] ^= 1;
      Files.write(path, bytes);
      assertTakenOver();
      mark.close();
      mark = FileHighWaterMark.open(path);
      assertEquals(FIRST, mark.bound());
    }
  }

  @Test
  void shouldNoticeAFileWhoseLengthWasChanged() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    for (int length : new int[] {0, 4096, 8191}) {
      Files.write(path, Arrays.copyOf(bytes, length));
      assertTakenOver();
      Files.write(path, bytes);
      mark.close();
      mark = FileHighWaterMark.open(path);
      bytes = Files.readAllBytes(path);
    }
  }

  @Test
  void shouldNoticeThatItsDirectoryIsGone() throws IOException {
    Files.move(folder, temporary.resolve("moved"));
    assertTakenOver();
    Files.createDirectory(folder);
    assertTakenOver();
  }
}
