package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that open and close a few marks at once, and another process that tries meanwhile. */
@Tag("child-jvm")
@Timeout(120)
class MarkLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 150;

  private final long seed = Seeds.next();

  @TempDir private Path temporary;
  private List<Path> paths;

  @BeforeEach
  void makeMarks() throws IOException {
    Path folder = temporary.toRealPath();
    paths = List.of(folder.resolve("one"), folder.resolve("two"), folder.resolve("linked"));
    FileHighWaterMark.open(paths.get(0)).close();
    FileHighWaterMark.open(paths.get(1)).close();
    Files.createLink(paths.get(2), paths.get(1));
  }

  private interface Opener {
    /** Opens a mark, or returns null if it is in use. */
    AutoCloseable openOrNull(Path path) throws IOException;
  }

  private static AutoCloseable openMark(Path path) {
    try {
      return FileHighWaterMark.open(path);
    } catch (HighWaterMarkException e) {
      assertTrue(e.getMessage().startsWith("the mark is in use by "), e::getMessage);
      return null;
    }
  }

  /** The broken twin: opens the file again to find that it is locked, and closes it. */
  private static AutoCloseable openNaively(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (file.getChannel().tryLock(1L << 30, 1, false) != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // In use by another thread.
    }
    file.close();
    return null;
  }

  /** Opens and closes marks; returns how many it could open. */
  private int run(Opener opener, MarkChild child, AtomicInteger[] users, RandomGenerator random)
      throws Exception {
    int opened = 0;
    for (int i = 0; i < ROUNDS; i++) {
      int index = random.nextInt(paths.size());
      AtomicInteger using = users[Math.min(index, 1)];
      try (AutoCloseable mark = opener.openOrNull(paths.get(index))) {
        if (mark != null) {
          opened++;
          assertTrue(using.incrementAndGet() == 1, () -> "used twice here, seed=" + seed);
          String answer = child.open(paths.get(index));
          boolean locked = answer.startsWith("the mark is in use by another process");
          assertTrue(locked, () -> "not locked: " + answer + ", seed=" + seed);
          using.decrementAndGet();
        }
      }
    }
    return opened;
  }

  private void race(Opener opener) throws Exception {
    AtomicInteger[] users = {new AtomicInteger(), new AtomicInteger()};
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (MarkChild child = new MarkChild()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RandomGenerator random = Seeds.random(seed + i);
        results.add(threads.submit(() -> run(opener, child, users, random)));
      }
      int opened = 0;
      for (Future<Integer> result : results) {
        opened += result.get();
      }
      assertTrue(opened > ROUNDS / 2, "opened=" + opened + ", seed=" + seed);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldKeepOpenMarksLockedWhileOthersAreOpenedAndClosed() throws Exception {
    race(MarkLockTest::openMark);
    for (Path path : paths) {
      FileHighWaterMark.open(path).close();
    }
  }

  @Test
  void shouldRejectTheNaiveTwin() {
    ExecutionException found =
        assertThrows(ExecutionException.class, () -> race(MarkLockTest::openNaively));
    assertTrue(found.getMessage().contains("not locked: "), found::getMessage);
  }
}
