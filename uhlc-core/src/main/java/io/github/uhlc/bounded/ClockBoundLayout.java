package io.github.uhlc.bounded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layouts of ClockBound's segment, versions 1 and 2. All numbers are in the order of the
 * machine. Pure functions of a copy of the bytes.
 */
final class ClockBoundLayout {
  /** Where the version and the generation are, 16 bits each. */
  static final int HEADER_OFFSET = 12;

  static final int V1_BYTES = 72;
  static final int V2_BYTES = 80;

  private static final int FIRST_MAGIC = 0x414D5A4E;
  private static final int SECOND_MAGIC = 0x43420200;
  private static final long MAX_SECONDS = Long.MAX_VALUE / IntervalBits.NANOS_PER_SECOND - 1;

  private ClockBoundLayout() {}

  static int version(int header) {
    return isLittleEndian() ? header & 0xFFFF : header >>> 16;
  }

  static int generation(int header) {
    return isLittleEndian() ? header >>> 16 : header & 0xFFFF;
  }

  private static boolean isLittleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /** Zero stands for a segment that is being made; an odd generation for one being written. */
  static boolean isReadable(int header) {
    int generation = generation(header);
    return version(header) != 0 && generation != 0 && generation % 2 == 0;
  }

  /**
   * What a segment says.
   *
   * @param copy its bytes, at least those of version 1
   */
  static ErrorBound parse(ByteBuffer copy, VmClock vmClock) {
    int version = version(copy.getInt(HEADER_OFFSET));
    if (copy.getInt(0) != FIRST_MAGIC || copy.getInt(4) != SECOND_MAGIC) {
      return ErrorBound.unknown(
          "the file is no segment of ClockBound, its magic number is another: first="
              + Integer.toHexString(copy.getInt(0))
              + ", second="
              + Integer.toHexString(copy.getInt(4)));
    } else if (version > 2) {
      return ErrorBound.unknown(
          "the segment's version is not supported, it must be 1 or 2: version=" + version);
    }
    int leastBytes = version == 1 ? V1_BYTES : V2_BYTES;
    long bytes = Integer.toUnsignedLong(copy.getInt(8));
    if (bytes < leastBytes || copy.capacity() < leastBytes) {
      return ErrorBound.unknown(
          "the segment is too short for its version: version="
              + version
              + ", size="
              + bytes
              + ", read="
              + copy.capacity());
    }
    return version == 1
        ? bound(copy, copy.getInt(56), copy.getInt(64), false, vmClock)
        : bound(copy, copy.getInt(64), copy.getInt(68), copy.get(72) != 0, vmClock);
  }

  private static ErrorBound bound(
      ByteBuffer copy, int drift, int status, boolean hasMarker, VmClock vmClock) {
    long maxDriftPpb = Integer.toUnsignedLong(drift);
    long errorNanos = copy.getLong(48);
    if (!isTime(copy, 16)
        || !isTime(copy, 32)
        || errorNanos < 0
        || maxDriftPpb >= IntervalBits.NANOS_PER_SECOND
        || status < 0
        || status > 3) {
      return ErrorBound.unknown(
          "the segment is malformed, a field is out of range: bound_nsec="
              + errorNanos
              + ", max_drift_ppb="
              + maxDriftPpb
              + ", status="
              + status);
    }
    long asOfNanos = nanos(copy, 16);
    long marker = copy.getLong(56);
    return new ErrorBound(
        asOfNanos,
        nanos(copy, 32) - asOfNanos,
        errorNanos,
        maxDriftPpb,
        status(status),
        hasMarker ? () -> !vmClock.shows(marker) : () -> false,
        "");
  }

  private static boolean isTime(ByteBuffer copy, int offset) {
    long seconds = copy.getLong(offset);
    long nanos = copy.getLong(offset + Long.BYTES);
    return seconds >= 0
        && seconds <= MAX_SECONDS
        && nanos >= 0
        && nanos < IntervalBits.NANOS_PER_SECOND;
  }

  private static long nanos(ByteBuffer copy, int offset) {
    return copy.getLong(offset) * IntervalBits.NANOS_PER_SECOND + copy.getLong(offset + Long.BYTES);
  }

  private static ClockStatus status(int status) {
    return switch (status) {
      case 1 -> ClockStatus.SYNCHRONIZED;
      case 2 -> ClockStatus.FREE_RUNNING;
      case 3 -> ClockStatus.DISRUPTED;
      default -> ClockStatus.UNKNOWN;
    };
  }
}
