package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A number of a timestamp oracle: 46 bits of milliseconds since the Unix epoch and {@value
 * #LOGICAL_BITS} bits of a logical counter, packed into an unsigned 64-bit number.
 *
 * <p>The order of timestamps is that of their packed numbers and of their {@link #toNtp64()}, so
 * they can be merged into any {@link io.github.uhlc.HLC}. The packed numbers of today are positive
 * as a {@code long}, until the year 3084. This class is immutable and thread-safe.
 */
public final class OracleTimestamp implements Comparable<OracleTimestamp>, Serializable {
  /** The number of low bits of a packed number that are its logical counter. */
  public static final int LOGICAL_BITS = 18;

  /** How many timestamps a millisecond has, and so the largest grant. */
  public static final int MAX_COUNT = 1 << LOGICAL_BITS;

  private static final long serialVersionUID = 1L;
  private static final long MAX_MILLIS = -1L >>> LOGICAL_BITS;
  private static final int LOGICAL_MASK = MAX_COUNT - 1;

  /** The first millisecond that an NTP64 time cannot be in. */
  private static final long END_OF_NTP_MILLIS = (1L << 32) * 1000;

  private final long packed;

  /**
   * Returns the timestamp with a packed number.
   *
   * @param packed milliseconds and logical counter, any 64 bits, unsigned
   * @return the timestamp
   */
  public static OracleTimestamp of(long packed) {
    return new OracleTimestamp(packed);
  }

  /**
   * Returns the timestamp of a millisecond and a logical counter.
   *
   * @param physicalMillis milliseconds since the Unix epoch, 0..2^46-1
   * @param logical the logical counter, 0..262143
   * @return the timestamp
   * @throws IllegalArgumentException if either is outside its range
   */
  public static OracleTimestamp of(long physicalMillis, int logical) {
    if (physicalMillis < 0 || physicalMillis > MAX_MILLIS) {
      throw new IllegalArgumentException(
          "the milliseconds are out of range, they must be 0..2^46-1: physicalMillis="
              + physicalMillis);
    }
    if (logical < 0 || logical > LOGICAL_MASK) {
      throw new IllegalArgumentException(
          "the logical counter is out of range, it must be 0..262143: logical=" + logical);
    }
    return new OracleTimestamp(physicalMillis << LOGICAL_BITS | logical);
  }

  /**
   * Parses the unsigned decimal text that {@link #toString()} returns, and nothing else.
   *
   * @param text 1..20 ASCII digits without sign or leading zero, at most 18446744073709551615
   * @return the timestamp
   * @throws DateTimeParseException if the text is anything else
   */
  public static OracleTimestamp parse(CharSequence text) {
    return new OracleTimestamp(NTP64.parse(text).bits());
  }

  /**
   * Returns the last timestamp that is not after a time: {@code ofNtp64(t.toNtp64())} is {@code t}.
   *
   * @param time a time, for example of an {@link io.github.uhlc.HLC}
   * @return the timestamp
   */
  public static OracleTimestamp ofNtp64(NTP64 time) {
    long ntp = time.bits();
    long millis = OracleTimes.millis(ntp);
    long distanceNtp = ntp - OracleTimes.startNtp(millis);
    long logicalNtp = OracleTimes.isAfter(distanceNtp, LOGICAL_MASK) ? LOGICAL_MASK : distanceNtp;
    return new OracleTimestamp(millis << LOGICAL_BITS | logicalNtp);
  }

  private OracleTimestamp(long packed) {
    this.packed = packed;
  }

  /**
   * Returns the packed number.
   *
   * @return milliseconds and logical counter, unsigned
   */
  public long packed() {
    return packed;
  }

  /**
   * Returns the milliseconds.
   *
   * @return milliseconds since the Unix epoch, 0..2^46-1
   */
  public long physicalMillis() {
    return packed >>> LOGICAL_BITS;
  }

  /**
   * Returns the logical counter.
   *
   * @return the counter, 0..262143
   */
  public int logical() {
    return (int) (packed & LOGICAL_MASK);
  }

  /**
   * Returns the millisecond as an instant.
   *
   * @return the instant, of {@link #physicalMillis()}
   */
  public Instant toInstant() {
    return Instant.ofEpochMilli(physicalMillis());
  }

  /**
   * Returns this timestamp as a time of a hybrid logical clock: {@link #logical()} units after the
   * first tick of the millisecond. It is less than 65 microseconds after the millisecond.
   *
   * @return the time
   * @throws DateTimeException if the millisecond is beyond the NTP64 format, which ends in 2106
   */
  public NTP64 toNtp64() {
    long millis = physicalMillis();
    if (millis >= END_OF_NTP_MILLIS) {
      throw new DateTimeException(
          "the timestamp is beyond the NTP64 format, which ends before 2106-02-07T06:28:16Z:"
              + " physicalMillis="
              + millis);
    }
    return NTP64.ofBits(OracleTimes.startNtp(millis) + logical());
  }

  /**
   * Tells whether this timestamp is before another, as unsigned numbers.
   *
   * @param other the other timestamp
   * @return whether this timestamp is less
   */
  public boolean isBefore(OracleTimestamp other) {
    return compareTo(other) < 0;
  }

  /**
   * Tells whether this timestamp is after another, as unsigned numbers.
   *
   * @param other the other timestamp
   * @return whether this timestamp is greater
   */
  public boolean isAfter(OracleTimestamp other) {
    return compareTo(other) > 0;
  }

  /** Compares as unsigned numbers. */
  @Override
  public int compareTo(OracleTimestamp other) {
    return Long.compareUnsigned(packed, other.packed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OracleTimestamp timestamp && timestamp.packed == packed;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(packed);
  }

  /**
   * Returns the packed number as unsigned decimal text, which {@link #parse} takes back exactly.
   *
   * @return for example {@code 450851317063680000}
   */
  @Override
  public String toString() {
    return Long.toUnsignedString(packed);
  }

  private Object writeReplace() {
    return new Serialized(packed);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("an OracleTimestamp is read through its proxy only");
  }

  private record Serialized(long packed) implements Serializable {
    private Object readResolve() {
      return new OracleTimestamp(packed);
    }
  }
}
