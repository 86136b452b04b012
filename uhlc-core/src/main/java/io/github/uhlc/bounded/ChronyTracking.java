package io.github.uhlc.bounded;

import java.nio.ByteBuffer;

/**
 * The question for chronyd's tracking report, and its answer: version 6 of the protocol of its
 * command port. All numbers are big-endian.
 */
final class ChronyTracking {
  /** Both are of one length, as chronyd answers with no more bytes than it was sent. */
  static final int BYTES = 104;

  private static final int HEADER_BYTES = 28;

  /** How fast the error of a clock grows that chrony corrects: what ClockBound's daemon assumes. */
  static final long MAX_DRIFT_PPB = 50_000;

  /** How long the last answer may be used: what ClockBound's daemon allows. */
  static final long VALID_NANOS = 1000 * IntervalBits.NANOS_PER_SECOND;

  /** chronyd should have heard of its sources for so many of its intervals. */
  private static final int MAX_SILENT_INTERVALS = 8;

  /** What the shortest interval of updates is taken for. */
  private static final int MIN_INTERVAL_SECONDS = 1;

  private static final int PROTOCOL_VERSION = 6;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int TRACKING_COMMAND = 33;
  private static final int TRACKING_REPLY = 5;

  private static final int UNSYNCHRONIZED = 3;
  private static final long MAX_SECONDS = 1L << 32;

  /** What a chronyd whose seconds have 32 bits sends for the others. */
  private static final int NO_HIGH_SECONDS = 0x7FFFFFFF;

  private static final int COEFFICIENT_BITS = 25;

  private ChronyTracking() {}

  static ByteBuffer request(int sequence) {
    return ByteBuffer.allocate(BYTES)
        .put(0, (byte) PROTOCOL_VERSION)
        .put(1, (byte) REQUEST)
        .putShort(4, (short) TRACKING_COMMAND)
        .putInt(8, sequence);
  }

  /** Whether this is an answer to the request with that number, good or bad. */
  static boolean isAnswer(ByteBuffer reply, int sequence) {
    return reply.limit() >= HEADER_BYTES
        && reply.get(1) == REPLY
        && reply.getShort(4) == TRACKING_COMMAND
        && reply.getInt(16) == sequence;
  }

  /**
   * What an answer says.
   *
   * @param reply an answer
   * @param askedNanos when it was asked for
   * @param wallSeconds the wall clock, in seconds since 1970
   */
  static ErrorBound parse(ByteBuffer reply, long askedNanos, double wallSeconds) {
    int status = reply.getShort(8);
    int kind = reply.getShort(6);
    if (status != 0) {
      return ErrorBound.unknown("chronyd refused to answer: status=" + status);
    } else if (reply.get(0) != PROTOCOL_VERSION
        || kind != TRACKING_REPLY
        || reply.limit() != BYTES) {
      return ErrorBound.unknown(
          "the answer of chronyd is no tracking report of version 6: version="
              + reply.get(0)
              + ", reply="
              + kind
              + ", bytes="
              + reply.limit());
    } else if (reply.getShort(54) == UNSYNCHRONIZED) {
      return ErrorBound.unknown("chronyd is unsynchronized: leap=3");
    }
    double correction = upper(reply, 68);
    double rootDelay = upper(reply, 92);
    double rootDispersion = upper(reply, 96);
    double errorSeconds = Math.abs(correction) + rootDelay / 2 + rootDispersion;
    if (rootDelay < 0 || rootDispersion < 0 || errorSeconds >= MAX_SECONDS) {
      return ErrorBound.unknown(
          "the answer of chronyd is malformed, a field is out of range: root_delay="
              + rootDelay
              + ", root_dispersion="
              + rootDispersion
              + ", correction="
              + correction);
    }
    return ErrorBound.of(
        askedNanos,
        VALID_NANOS,
        (long) Math.ceil(errorSeconds * IntervalBits.NANOS_PER_SECOND) + 1,
        MAX_DRIFT_PPB,
        isRecent(reply, wallSeconds) ? ClockStatus.SYNCHRONIZED : ClockStatus.FREE_RUNNING);
  }

  /** Whether chronyd has heard of its sources lately: without them its dispersion only grows. */
  private static boolean isRecent(ByteBuffer reply, double wallSeconds) {
    int high = reply.getInt(56);
    double referenceSeconds =
        (high == NO_HIGH_SECONDS ? 0 : high * 0x1p32) + Integer.toUnsignedLong(reply.getInt(60));
    double intervalSeconds = Math.max(upper(reply, 100), MIN_INTERVAL_SECONDS);
    return wallSeconds - referenceSeconds <= MAX_SILENT_INTERVALS * intervalSeconds;
  }

  /**
   * A number of 7 bits of exponent and 25 of coefficient, both signed, whose sender has rounded it:
   * the next one away from zero, which is not less.
   */
  private static double upper(ByteBuffer reply, int offset) {
    int bits = reply.getInt(offset);
    int exponent = (bits >> COEFFICIENT_BITS) - COEFFICIENT_BITS;
    int shift = Integer.SIZE - COEFFICIENT_BITS;
    int coefficient = bits << shift >> shift;
    return Math.scalb((double) coefficient + Integer.signum(coefficient), exponent);
  }
}
