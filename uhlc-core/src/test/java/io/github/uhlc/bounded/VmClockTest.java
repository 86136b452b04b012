package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.SegmentWriter.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a file for the device, as a test has none. */
class VmClockTest {
  private static final Said SAID =
      Said.synchronizedAt(ClockBoundFixture.START_NANOS).withMarker(42);

  @TempDir private Path folder;
  private ClockBoundFixture fixture;

  @BeforeEach
  void makeFixture() {
    fixture = new ClockBoundFixture(folder);
  }

  private void show(long marker) {
    try {
      Files.write(fixture.device, ClockBoundFixture.vmClock(marker));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldKnowNothingWhileTheMarkersDiffer() throws IOException {
    show(42);
    SegmentWriter writer = fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      show(43);
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      assertThrows(UnboundedClockException.class, clock.physicalClock(IntervalPoint.LATEST)::ntp64);
      writer.write(SAID.withMarker(43));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  /** The machine may jump between the question and the reading. */
  @Test
  void shouldAskTheDeviceAfterTheWallClock() throws IOException {
    show(42);
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      fixture.wall.beforeReading(() -> show(43));
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      show(42);
      assertThrows(UnboundedClockException.class, clock.physicalClock(IntervalPoint.LATEST)::ntp64);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false"})
  void shouldNotAskWhereTheDaemonDoesNot(int version, boolean supportsDisruption)
      throws IOException {
    show(43);
    fixture.write(
        version,
        new Said(SAID.asOfNanos(), SAID.voidAfterNanos(), 1, 42, 1, 1, supportsDisruption));
    try (ClockBoundClock clock = fixture.open()) {
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldTrustTheDaemonWhereThereIsNoDevice() throws IOException {
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldKnowNothingWhereTheDeviceCannotBeRead() throws IOException {
    fixture.write(2, SAID);
    byte[] whole = ClockBoundFixture.vmClock(42);
    List<byte[]> broken = new ArrayList<>();
    broken.add(new byte[0]);
    broken.add(Arrays.copyOf(whole, 23));
    for (int offset : new int[] {0, 3, 8, 9}) {
      byte[] changed = whole.clone();
      changed[offset] ^= 0x40;
      broken.add(changed);
    }
    for (byte[] bytes : broken) {
      Files.write(fixture.device, bytes);
      try (ClockBoundClock clock = fixture.open()) {
        assertEquals(ClockStatus.UNKNOWN, clock.now().status());
        Files.write(fixture.device, whole);
        assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      }
    }
    try (ClockBoundClock clock = fixture.open()) {
      Files.delete(fixture.device);
      Files.createDirectory(fixture.device);
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
    }
  }

  @Test
  void shouldReadForAThreadThatIsInterrupted() throws IOException {
    show(42);
    VmClock device = new VmClock(fixture.device);
    for (int i = 0; i < 3; i++) {
      Thread.currentThread().interrupt();
      assertTrue(device.shows(42));
      assertTrue(Thread.interrupted(), "the interrupt is still there");
      assertTrue(device.shows(42));
      assertFalse(Thread.interrupted());
    }
    device.close();
  }

  /** Interrupts that come at any moment close the channel, and are kept. */
  @Test
  void shouldReadForThreadsThatAreInterruptedAllTheTime() throws Exception {
    show(42);
    VmClock device = new VmClock(fixture.device);
    Thread reader = Thread.currentThread();
    ExecutorService interrupter = Executors.newSingleThreadExecutor();
    Future<?> interrupts =
        interrupter.submit(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                reader.interrupt();
              }
            });
    int wrong = 0;
    int interrupted = 0;
    for (int i = 0; i < 20_000; i++) {
      wrong += device.shows(42) ? 0 : 1;
      interrupted += Thread.interrupted() ? 1 : 0;
    }
    interrupter.shutdownNow();
    joinThroughInterrupts(interrupts);
    assertEquals(0, wrong);
    assertTrue(interrupted > 0, "no interrupt came");
    device.close();
  }

  private static void joinThroughInterrupts(Future<?> future) throws ExecutionException {
    while (true) {
      try {
        future.get();
        boolean unused = Thread.interrupted();
        return;
      } catch (InterruptedException e) {
        // One of those that were sent last.
      }
    }
  }

  @Test
  void shouldServeManyThreads() throws Exception {
    show(42);
    VmClock device = new VmClock(fixture.device);
    ExecutorService readers = Executors.newFixedThreadPool(4);
    List<Future<Integer>> wrong = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long expected = 42L + i % 2;
      wrong.add(readers.submit(() -> countOf(device, expected)));
    }
    assertEquals(20_000, wrong.get(0).get() + wrong.get(2).get());
    assertEquals(0, wrong.get(1).get() + wrong.get(3).get());
    readers.shutdown();
    device.close();
    device.close();
    assertTrue(device.shows(42), "a reading that goes on while the clock is closed");
  }

  private static int countOf(VmClock device, long marker) {
    int count = 0;
    for (int i = 0; i < 10_000; i++) {
      count += device.shows(marker) ? 1 : 0;
    }
    return count;
  }
}
