package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.bounded.FakeChronyd.Report;
import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B1 in virtual time: intervals contain true time, and those of broken twins do not. */
class BoundedSimulationTest {
  private static final int READINGS = 20_000;

  @TempDir private Path folder;

  /** Clocks that are broken in one rule each. */
  private enum Twin {
    NOT_GROWN {
      @Override
      TimeInterval read(DriftingWorld world) {
        ErrorBound bound = world.bound();
        long ntp = world.wallNtp();
        long ageNanos = world.counterNanos() - bound.asOfNanos();
        return TimeInterval.around(ntp, bound.errorNtp(0), bound.status(ageNanos));
      }
    },

    /** The age by another counter of the machine than that of the source. */
    AGED_BY_THE_RAW_COUNTER {
      @Override
      TimeInterval read(DriftingWorld world) {
        ErrorBound bound = world.bound();
        long ntp = world.wallNtp();
        long ageNanos = world.rawCounterNanos() - bound.asOfNanos();
        return TimeInterval.around(ntp, bound.errorNtp(ageNanos), bound.status(ageNanos));
      }
    },

    /** Both ends are rounded down. */
    ROUNDED_TO_ONE_SIDE {
      @Override
      TimeInterval read(DriftingWorld world) {
        ErrorBound bound = world.bound();
        long ntp = world.wallNtp();
        long ageNanos = world.counterNanos() - bound.asOfNanos();
        TimeInterval right =
            TimeInterval.around(ntp, bound.errorNtp(ageNanos), bound.status(ageNanos));
        return TimeInterval.of(
            right.earliest(),
            right.estimate(),
            NTP64.ofBits(right.latest().bits() - 2),
            right.status());
      }
    },

    /** A bound from after a step, around a reading from before. */
    WALL_CLOCK_BEFORE_THE_BOUND {
      @Override
      TimeInterval read(DriftingWorld world) {
        long ntp = world.wallNtp();
        ErrorBound bound = world.bound();
        long ageNanos = world.counterNanos() - bound.asOfNanos();
        return TimeInterval.around(ntp, bound.errorNtp(ageNanos), bound.status(ageNanos));
      }
    },

    COUNTER_BEFORE_THE_WALL_CLOCK {
      @Override
      TimeInterval read(DriftingWorld world) {
        ErrorBound bound = world.bound();
        long ageNanos = world.counterNanos() - bound.asOfNanos();
        long ntp = world.wallNtp();
        return TimeInterval.around(ntp, bound.errorNtp(ageNanos), bound.status(ageNanos));
      }
    },

    NEVER_VOID {
      @Override
      TimeInterval read(DriftingWorld world) {
        ErrorBound bound = world.bound();
        long ntp = world.wallNtp();
        long ageNanos = world.counterNanos() - bound.asOfNanos();
        return TimeInterval.around(ntp, bound.errorNtp(ageNanos), ClockStatus.FREE_RUNNING);
      }
    };

    abstract TimeInterval read(DriftingWorld world);
  }

  private interface Reading {
    TimeInterval read(DriftingWorld world);
  }

  @Test
  void shouldContainTrueTime() {
    Map<ClockStatus, Integer> seen = check(world -> world.clock().now(), Seeds.next());
    assertTrue(
        seen.getOrDefault(ClockStatus.SYNCHRONIZED, 0) > READINGS / 4
            && seen.getOrDefault(ClockStatus.FREE_RUNNING, 0) > READINGS / 100
            && seen.getOrDefault(ClockStatus.UNKNOWN, 0) > 0,
        () -> "readings of each status: " + seen);
  }

  @Test
  void shouldFeedPointsAroundTrueTime() {
    check(world -> fed(world, IntervalPoint.EARLIEST), Seeds.next());
    check(world -> fed(world, IntervalPoint.LATEST), Seeds.next());
  }

  /** What a point says about true time: an interval with one end. */
  private static TimeInterval fed(DriftingWorld world, IntervalPoint point) {
    ClockStatus status = ClockStatus.SYNCHRONIZED;
    NTP64 end = NTP64.ZERO;
    try {
      end = NTP64.ofBits(world.clock().physicalClock(point).ntp64());
    } catch (UnboundedClockException e) {
      status = e.status();
    }
    return point == IntervalPoint.LATEST
        ? TimeInterval.of(NTP64.ZERO, end, end, status)
        : TimeInterval.of(end, end, NTP64.MAX, status);
  }

  @ParameterizedTest
  @EnumSource(Twin.class)
  void shouldRejectTheTwin(Twin twin) {
    long seed = Seeds.next();
    AssertionError found = assertThrows(AssertionError.class, () -> check(twin::read, seed));
    assertTrue(found.getMessage().startsWith("true time is outside"), found::getMessage);
  }

  private static Map<ClockStatus, Integer> check(Reading reading, long seed) {
    return check(new DriftingWorld(Seeds.random(seed), bound -> {}), reading, seed);
  }

  private static Map<ClockStatus, Integer> check(DriftingWorld world, Reading reading, long seed) {
    Map<ClockStatus, Integer> seen = new EnumMap<>(ClockStatus.class);
    for (int i = 0; i < READINGS; i++) {
      world.run();
      TimeInterval interval = reading.read(world);
      seen.merge(interval.status(), 1, Integer::sum);
      if (interval.status().isBounded() && !world.isRight(interval)) {
        throw new AssertionError(
            "true time is outside: reading=" + i + ", interval=" + interval + ", seed=" + seed);
      }
    }
    return seen;
  }

  /** The whole way through ClockBound's memory. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldContainTrueTimeByClockBound(int version) throws IOException {
    long seed = Seeds.next();
    Path path = folder.resolve("shm");
    SegmentWriter writer =
        SegmentWriter.create(path, version).initialize(SegmentWriter.Said.synchronizedAt(0));
    DriftingWorld world = new DriftingWorld(Seeds.random(seed), bound -> writer.write(said(bound)));
    VmClock noDevice = new VmClock(folder.resolve("vmclock0"));
    try (ClockBoundClock clock =
        new ClockBoundClock(path, world::wallNtp, world::counterNanos, noDevice)) {
      Map<ClockStatus, Integer> seen = check(world, any -> clock.now(), seed);
      assertTrue(
          seen.getOrDefault(ClockStatus.SYNCHRONIZED, 0) > READINGS / 4
              && seen.getOrDefault(ClockStatus.UNKNOWN, 0) > 0,
          () -> "readings of each status: " + seen);
    }
  }

  /** The whole way through chronyd's packets, whose numbers are cut off. */
  @Test
  void shouldContainTrueTimeByChrony() {
    check(world -> world.clock(BoundedSimulationTest::sentByChronyd).now(), Seeds.next());
  }

  private static ErrorBound sentByChronyd(ErrorBound bound) {
    double errorSeconds = bound.errorNanos() / 1e9;
    Report report = Report.of(-0.3 * errorSeconds, 0.4 * errorSeconds, 0.5 * errorSeconds);
    return ChronyTracking.parse(
        report.toReply(1), bound.asOfNanos(), (double) report.referenceSeconds());
  }

  private static SegmentWriter.Said said(ErrorBound bound) {
    return new SegmentWriter.Said(
        bound.asOfNanos(),
        bound.asOfNanos() + bound.validNanos(),
        bound.errorNanos(),
        0,
        (int) bound.maxDriftPpb(),
        1,
        false);
  }
}
