package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.ClockBoundSegment.View;
import io.github.uhlc.bounded.SegmentWriter.Said;
import io.github.uhlc.fixture.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequence lock, with writers that are right, hostile, or rubbish. */
class ClockBoundSegmentTest {
  private static final VmClock NO_DEVICE = new VmClock(Path.of("no such device"));
  private static final View NONE = new View(null, 0, ErrorBound.unknown("none"));
  private static final List<ClockStatus> STATUSES =
      List.of(ClockStatus.UNKNOWN, ClockStatus.SYNCHRONIZED, ClockStatus.FREE_RUNNING);
  private static final int FUZZ_CASES = 50_000;
  private static final int UPDATES = 2000;
  private static final int MAX_READS = 1_000_000_000;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(80).order(ByteOrder.nativeOrder());
  private final SegmentWriter writer = new SegmentWriter(bytes);

  /** All fields follow from one number, so that a mixture of two updates shows. */
  private static Said said(long number) {
    return new Said(
        number, 2 * number, number, 0, (int) (number % 1_000_000), (int) (number % 3), false);
  }

  private static boolean isTorn(ErrorBound bound) {
    Said said = said(bound.errorNanos());
    return bound.asOfNanos() != said.asOfNanos()
        || bound.validNanos() != said.voidAfterNanos() - said.asOfNanos()
        || bound.maxDriftPpb() != said.maxDriftPpb()
        || bound.status() != STATUSES.get(said.status());
  }

  /** One whose writer does something between a copy and the second look at the generation. */
  private ClockBoundSegment interrupted(Runnable action) {
    return new ClockBoundSegment(bytes, null, NO_DEVICE) {
      @Override
      int headerAfterCopy() {
        action.run();
        return super.headerAfterCopy();
      }
    };
  }

  @Test
  void shouldReadAgainWhatChangedMeanwhile() {
    writer.initialize(said(3));
    int[] copies = {0};
    View view =
        interrupted(
                () -> {
                  if (copies[0]++ < 3) {
                    writer.write(said(3 + copies[0]));
                  }
                })
            .read(NONE);
    assertEquals(4, copies[0]);
    assertEquals(6, view.bound().errorNanos());
  }

  /** A writer that is stopped in the middle of an update leaves an odd generation. */
  @Test
  void shouldKeepTheLastViewWhenAnUpdateBegins() {
    writer.initialize(said(3));
    int[] copies = {0};
    ClockBoundSegment segment =
        interrupted(
            () -> {
              copies[0]++;
              writer.beginUpdate();
            });
    assertSame(NONE, segment.read(NONE));
    assertEquals(1, copies[0]);
  }

  @Test
  void shouldGiveUpOnAWriterThatNeverRests() {
    writer.initialize(said(3));
    int[] copies = {0};
    ClockBoundSegment segment =
        interrupted(
            () -> {
              copies[0]++;
              writer.write(said(3));
            });
    assertSame(NONE, segment.read(NONE));
    assertEquals(100, copies[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 0xFFFF})
  void shouldNotReadAnUnreadableGeneration(int generation) {
    writer.initialize(said(3));
    writer.generation(generation);
    assertSame(NONE, new ClockBoundSegment(bytes, null, NO_DEVICE).read(NONE));
    writer.generation(2);
    assertNotSame(NONE, new ClockBoundSegment(bytes, null, NO_DEVICE).read(NONE));
    writer.version(0);
    assertSame(NONE, new ClockBoundSegment(bytes, null, NO_DEVICE).read(NONE));
  }

  @Test
  void shouldReadNoMixtureOfTwoUpdates() throws InterruptedException {
    ClockBoundSegment segment = new ClockBoundSegment(bytes, null, NO_DEVICE);
    attack(segment::read);
  }

  /** The broken twin copies without a second look. */
  @Test
  void shouldRejectTheTwinThatLooksOnce() {
    ClockBoundSegment once =
        new ClockBoundSegment(bytes, null, NO_DEVICE) {
          private int lastHeader;

          @Override
          int header() {
            lastHeader = super.header() & ~0x10000;
            return lastHeader;
          }

          @Override
          int headerAfterCopy() {
            return lastHeader;
          }
        };
    AssertionError found = assertThrows(AssertionError.class, () -> attack(once::read));
    assertTrue(found.getMessage().startsWith("torn"), found::getMessage);
  }

  /** A writer that hardly rests, and a reader that knows what a mixture is. */
  private void attack(UnaryOperator<View> reader) throws InterruptedException {
    writer.initialize(said(3));
    Thread updater =
        new Thread(
            () -> {
              for (long number = 4; !Thread.currentThread().isInterrupted(); number++) {
                writer.write(said(number));
                // Or readers would hardly ever find it at rest.
                for (long spins = number % 64; spins > 0; spins--) {
                  Thread.onSpinWait();
                }
              }
            });
    updater.start();
    try {
      long seen = 0;
      int updates = 0;
      View last = NONE;
      for (int reads = 0; reads < MAX_READS && updates < UPDATES; reads++) {
        if (reads % 1000 == 0) {
          // The updater may have no other processor to run on.
          LockSupport.parkNanos(1);
        }
        last = reader.apply(last);
        if (last.header() != 0) {
          updates += last.bound().errorNanos() == seen ? 0 : 1;
          seen = last.bound().errorNanos();
          assertFalse(isTorn(last.bound()), "torn");
        }
      }
      assertEquals(UPDATES, updates, "so many were seen");
    } finally {
      updater.interrupt();
      updater.join();
    }
  }

  /** Whatever is in the file, a reading ends and throws nothing. */
  @Test
  void shouldReadRubbish() {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    ClockBoundSegment segment = new ClockBoundSegment(bytes, null, NO_DEVICE);
    int[] kinds = new int[2];
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (int i = 0; i < FUZZ_CASES; i++) {
            spoil(random);
            ErrorBound bound = segment.read(NONE).bound();
            assertTrue(
                bound.errorNanos() >= 0
                    && bound.maxDriftPpb() >= 0
                    && bound.maxDriftPpb() < 1_000_000_000,
                () -> "bound=" + bound + ", seed=" + seed);
            kinds[bound.trouble().isEmpty() ? 1 : 0]++;
            long ageNanos = random.nextLong();
            TimeInterval interval =
                TimeInterval.around(
                    random.nextLong(), bound.errorNtp(ageNanos), bound.status(ageNanos));
            assertTrue(interval.contains(interval.estimate()), () -> "seed=" + seed);
          }
        });
    assertTrue(kinds[0] > FUZZ_CASES / 10 && kinds[1] > FUZZ_CASES / 10, "both kinds");
  }

  private void spoil(RandomGenerator random) {
    writer.initialize(said(random.nextLong(1L << 60)));
    for (int count = random.nextInt(3); count > 0; count--) {
      switch (random.nextInt(4)) {
        case 0 -> bytes.put(random.nextInt(80), (byte) random.nextInt());
        case 1 -> bytes.putInt(4 * random.nextInt(20), random.nextInt());
        case 2 -> bytes.putLong(8 * random.nextInt(10), random.nextLong());
        default -> bytes.putLong(8 * random.nextInt(2, 10), random.nextLong() >>> 34);
      }
    }
  }
}
