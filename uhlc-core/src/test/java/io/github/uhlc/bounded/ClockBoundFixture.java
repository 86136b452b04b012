package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.bounded.SegmentWriter.Said;
import io.github.uhlc.fixture.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ClockBound clock on a segment, a device and clocks that a test sets by hand. */
final class ClockBoundFixture {
  static final long SECOND_NANOS = SegmentWriter.SECOND_NANOS;
  static final long START_NANOS = 1000 * SECOND_NANOS;

  final Path segment;
  final Path device;
  final ManualClock wall = ManualClock.at(ManualBoundedClock.NOON.bits());
  final AtomicLong counterNanos = new AtomicLong(START_NANOS);

  ClockBoundFixture(Path folder) {
    segment = folder.resolve("shm0");
    device = folder.resolve("vmclock0");
  }

  ClockBoundClock open() throws IOException {
    return open(wall);
  }

  ClockBoundClock open(PhysicalClock wallClock) throws IOException {
    return new ClockBoundClock(segment, wallClock, counterNanos::get, new VmClock(device));
  }

  SegmentWriter write(int version, Said said) throws IOException {
    return SegmentWriter.create(segment, version).initialize(said);
  }

  void pass(Duration time) {
    wall.advance(time);
    counterNanos.addAndGet(time.toNanos());
  }

  /** Another file in the place of the segment. */
  SegmentWriter replace(int version, Said said) throws IOException {
    Path other = segment.resolveSibling("other");
    SegmentWriter writer = SegmentWriter.create(other, version).initialize(said);
    Files.move(other, segment, StandardCopyOption.REPLACE_EXISTING);
    return writer;
  }

  static byte[] vmClock(long marker) {
    return ByteBuffer.allocate(104)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, 0x4B4C4356)
        .putInt(4, 104)
        .putShort(8, (short) 1)
        .putInt(12, 2)
        .putLong(16, marker)
        .array();
  }

  /** The interval that a bound makes of the wall clock, by NTP64's own arithmetic. */
  TimeInterval expected(Duration error, ClockStatus status) {
    NTP64 estimate = NTP64.ofBits(wall.ntp64());
    NTP64 earliest = estimate.minus(error);
    NTP64 latest = estimate.plus(error);
    // 10^9 / 2^9: so many nanoseconds are a whole number of units.
    boolean isWhole = error.toNanos() % 1_953_125 == 0;
    return TimeInterval.of(
        NTP64.ofBits(earliest.bits() - (isWhole ? 0 : 1)),
        estimate,
        NTP64.ofBits(latest.bits() + (isWhole ? 1 : 2)),
        status);
  }
}
