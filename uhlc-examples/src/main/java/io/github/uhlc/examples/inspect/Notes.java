package io.github.uhlc.examples.inspect;

import io.github.uhlc.NTP64;
import io.github.uhlc.oracle.OracleTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a person who looks at a timestamp should know before trusting it. */
final class Notes {
  private static final Duration DEFAULT_MAX_DELTA = Duration.ofMillis(500);
  private static final Instant EARLIEST_LIKELY = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST_LIKELY = Instant.parse("2106-01-01T00:00:00Z");

  private Notes() {}

  /** Returns the notes on a reading, none as a rule. */
  static List<String> of(Reading reading, NTP64 now) {
    List<String> notes = new ArrayList<>();
    if (reading.form() == Form.RFC3339) {
      notes.add("RFC 3339 text is exact to the nanosecond: last bits and counter are lost");
    }
    if (now.until(reading.time()).compareTo(DEFAULT_MAX_DELTA) > 0) {
      notes.add("over 500 ms ahead, the default max-delta: a clock that is right refuses it");
    }
    if (reading.form() == Form.DECIMAL && reading.id().isEmpty()) {
      addOtherNumbers(reading.time(), notes);
    }
    return notes;
  }

  /** A number without an ID may well be something else. */
  private static void addOtherNumbers(NTP64 time, List<String> notes) {
    if (isLikely(time.toInstant()) || time.bits() >>> 63 == 1) {
      return;
    }
    addIfLikely(time.bits(), 1, "seconds", notes);
    addIfLikely(time.bits(), 1_000, "milliseconds", notes);
    addIfLikely(time.bits(), 1_000_000, "microseconds", notes);
    addIfLikely(time.bits(), 1_000_000_000, "nanoseconds", notes);
    Instant ofOracle = OracleTimestamp.of(time.bits()).toInstant();
    if (isLikely(ofOracle)) {
      notes.add("as the packed number of an oracle (--oracle) it would be " + ofOracle);
    }
  }

  private static void addIfLikely(long number, long perSecond, String unit, List<String> notes) {
    long seconds = number / perSecond;
    long nanos = number % perSecond * (1_000_000_000 / perSecond);
    if (seconds < LATEST_LIKELY.getEpochSecond()) {
      Instant instant = Instant.ofEpochSecond(seconds, nanos);
      if (isLikely(instant)) {
        notes.add("as " + unit + " since 1970 it would be " + instant);
      }
    }
  }

  private static boolean isLikely(Instant instant) {
    return instant.isAfter(EARLIEST_LIKELY) && instant.isBefore(LATEST_LIKELY);
  }
}
