package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts, which neither disturb a mark nor get lost, and threads that share one. */
@Timeout(120)
class MarkThreadsTest {
  private static final int THREADS = 4;
  private static final int EXTENSIONS = 500;

  @TempDir private Path folder;

  /** An extension that succeeded. */
  private record Extension(NTP64 current, NTP64 bound) {}

  /** The broken twin: looks and writes in two steps, and now and then pauses between them. */
  private static final class Racy implements HighWaterMark {
    private volatile NTP64 bound = NTP64.ZERO;

    @Override
    public NTP64 bound() {
      return bound;
    }

    @Override
    public void extend(NTP64 current, NTP64 newBound) {
      if (!bound.equals(current)) {
        throw new HighWaterMarkException("not current");
      }
      LockSupport.parkNanos(newBound.counter() == 0 ? 1 : 0);
      bound = newBound;
    }
  }

  @AfterEach
  void clearInterrupt() {
    assertFalse(Thread.interrupted(), "an interrupt was left by a test");
  }

  private void assertLocked(Path path) throws IOException {
    try (MarkChild child = new MarkChild()) {
      String answer = child.open(path);
      assertTrue(answer.startsWith("the mark is in use by another process"), answer);
    }
  }

  @Test
  void shouldWorkInAnInterruptedThread() throws IOException {
    Path path = folder.resolve("mark");
    Thread.currentThread().interrupt();
    FileHighWaterMark mark = FileHighWaterMark.open(path);
    assertTrue(Thread.currentThread().isInterrupted());
    mark.extend(NTP64.ZERO, NTP64.ofBits(1));
    assertTrue(Thread.interrupted());
    assertLocked(path);
    mark.extend(NTP64.ofBits(1), NTP64.ofBits(2));
    Thread.currentThread().interrupt();
    mark.close();
    try (FileHighWaterMark again = FileHighWaterMark.open(path)) {
      assertTrue(Thread.interrupted());
      assertEquals(NTP64.ofBits(2), again.bound());
    }
  }

  @Test
  void shouldForceADirectoryAgainWhenAnInterruptHasPreventedIt() throws IOException {
    List<Boolean> attempts = new ArrayList<>();
    Disk disk =
        new Disk() {
          @Override
          boolean tryToForce(Path directory) throws IOException {
            if (attempts.size() < 2) {
              Thread.currentThread().interrupt();
            }
            attempts.add(super.tryToForce(directory));
            return attempts.get(attempts.size() - 1);
          }
        };
    disk.forceDirectory(folder);
    assertEquals(List.of(false, false, true), attempts);
    assertTrue(Thread.interrupted(), "the interrupt is still pending");
  }

  @Test
  void shouldStandAStormOfInterrupts() throws Exception {
    Path path = folder.resolve("mark");
    try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
      underInterrupts(
          () -> {
            for (int i = 0; i < 200; i++) {
              mark.extend(NTP64.ofBits(i), NTP64.ofBits(i + 1));
            }
          });
      assertEquals(NTP64.ofBits(200), mark.bound());
      assertLocked(path);
    }
  }

  @Test
  void shouldOpenAndCloseInAStormOfInterrupts() throws Exception {
    underInterrupts(
        () -> {
          for (int i = 0; i < 50; i++) {
            Path path = folder.resolve("mark" + i);
            FileHighWaterMark.open(path).close();
            try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
              mark.extend(NTP64.ZERO, NTP64.MAX);
            }
          }
        });
  }

  /** Runs something while its thread is interrupted all the time, which it stays. */
  private static void underInterrupts(Runnable work) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> end =
          executor.submit(
              () -> {
                Thread victim = Thread.currentThread();
                victim.interrupt();
                Thread storm =
                    new Thread(
                        () -> {
                          while (!Thread.interrupted()) {
                            victim.interrupt();
                            LockSupport.parkNanos(20_000);
                          }
                        });
                storm.start();
                try {
                  work.run();
                } finally {
                  storm.interrupt();
                }
                return victim.isInterrupted();
              });
      assertTrue(end.get(), "the interrupt is still pending");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void shouldExtendForOneThreadAtATime() throws Exception {
    Path path = folder.resolve("mark");
    NTP64 last;
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, new RecordingDisk())) {
      last = race(List.of(mark), Seeds.next());
      assertEquals(last, mark.bound());
    }
    try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
      assertEquals(last, mark.bound());
    }
  }

  @Test
  void shouldExtendForOneOpeningAtATime() throws Exception {
    Path path = folder.resolve("mark");
    Disk unforced =
        new Disk() {
          @Override
          void force(Path file, RandomAccessFile out) {}
        };
    NTP64 last;
    try (FileHighWaterMark one = FileHighWaterMark.openShared(path, unforced);
        FileHighWaterMark other = FileHighWaterMark.openShared(path, unforced)) {
      last = race(List.of(one, other), Seeds.next());
      assertEquals(last, one.bound());
      assertEquals(last, other.bound());
    }
    try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
      assertEquals(last, mark.bound());
    }
  }

  @Test
  void shouldShareInAStormOfInterrupts() throws Exception {
    Path path = folder.resolve("mark");
    try (FileHighWaterMark one = FileHighWaterMark.openShared(path);
        FileHighWaterMark other = FileHighWaterMark.openShared(path)) {
      underInterrupts(
          () -> {
            for (int i = 0; i < 100; i++) {
              (i % 2 == 0 ? one : other).extend(NTP64.ofBits(i), NTP64.ofBits(i + 1));
            }
          });
      assertEquals(NTP64.ofBits(100), one.bound());
      assertLocked(path);
    }
  }

  @Test
  void shouldRejectTheRacyTwin() {
    AssertionError found =
        assertThrows(AssertionError.class, () -> race(List.of(new Racy()), Seeds.next()));
    assertTrue(found.getMessage().startsWith("seed="), found::getMessage);
  }

  /** Extends from several threads; returns the last bound, which a chain of extensions led to. */
  private static NTP64 race(List<HighWaterMark> marks, long seed) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Extension>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RandomGenerator random = Seeds.random(seed + i);
        HighWaterMark mark = marks.get(i % marks.size());
        Callable<List<Extension>> racer =
            () -> {
              start.await();
              return extend(mark, random);
            };
        results.add(threads.submit(racer));
      }
      List<Extension> all = new ArrayList<>();
      for (Future<List<Extension>> result : results) {
        all.addAll(result.get());
      }
      all.sort(Comparator.comparing(Extension::bound));
      NTP64 bound = NTP64.ZERO;
      for (Extension extension : all) {
        assertEquals(bound, extension.current(), "seed=" + seed);
        bound = extension.bound();
      }
      return bound;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Extension> extend(HighWaterMark mark, RandomGenerator random) {
    List<Extension> extensions = new ArrayList<>();
    while (extensions.size() < EXTENSIONS) {
      NTP64 current = mark.bound();
      NTP64 bound = NTP64.ofBits(current.bits() + random.nextInt(1, 100));
      try {
        mark.extend(current, bound);
        extensions.add(new Extension(current, bound));
      } catch (HighWaterMarkException e) {
        // Another thread was faster.
      }
    }
    return extensions;
  }
}
