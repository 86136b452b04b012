package io.github.uhlc;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * The time of one event, unique in the whole system: an {@link NTP64} time and the {@link ID} of
 * the clock that issued it.
 *
 * <p>Timestamps order by time, then by ID, in agreement with causality: if one event can have
 * influenced another, its timestamp is less. This class is immutable and thread-safe.
 */
public final class Timestamp implements Comparable<Timestamp>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SORTABLE_LENGTH = 3 * Hex.DIGITS + 1;

  private final long ntp64;
  private final ID id;

  /**
   * Returns the timestamp of a time and an ID.
   *
   * @param time the time
   * @param id the ID
   * @return the timestamp
   */
  public static Timestamp of(NTP64 time, ID id) {
    return of(time.bits(), id);
  }

  /**
   * Returns the timestamp of a time and an ID.
   *
   * @param ntp64 the bits of the time, unsigned
   * @param id the ID
   * @return the timestamp
   */
  public static Timestamp of(long ntp64, ID id) {
    return new Timestamp(ntp64, Objects.requireNonNull(id, "id"));
  }

  /**
   * Returns the lowest of all timestamps whose {@link #toInstant()} is an instant: a bound for
   * range queries on keys whose order is the timestamps'. The timestamps from one instant
   * (inclusive) to another (exclusive) are the keys {@code k} with {@code lowest(from) <= k <
   * lowest(to)}. No clock issues the bound itself, unless a clock was given its ID.
   *
   * <p>An HLC reads its clock in ticks of 3.7 ns and rounds down: what it stamps when the clock
   * reads {@code from} may be that much lower, unless {@code from} is a whole second.
   *
   * @param instant an instant within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z
   * @return the timestamp, of the lowest time and the first ID in order, with bytes 00 … 00 01
   * @throws DateTimeException if the instant is outside that range
   */
  public static Timestamp lowest(Instant instant) {
    return new Timestamp(NtpBits.lowest(instant), ID.LOWEST);
  }

  /**
   * Returns the highest of all timestamps whose {@link #toInstant()} is an instant: of that very
   * nanosecond, also if the instant is a whole second.
   *
   * @param instant an instant within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z
   * @return the timestamp, of the highest time and the last ID in order, with bytes ff … ff
   * @throws DateTimeException if the instant is outside that range
   */
  public static Timestamp highest(Instant instant) {
    return new Timestamp(NtpBits.highest(instant), ID.HIGHEST);
  }

  /**
   * Returns the greater of two timestamps.
   *
   * @param left one
   * @param right the other
   * @return the one that is after the other; {@code left} if they are equal
   */
  public static Timestamp max(Timestamp left, Timestamp right) {
    return right.isAfter(left) ? right : left;
  }

  /**
   * Parses the text that {@link #toString()} returns, and nothing else.
   *
   * @param text the texts of an {@link NTP64} and an {@link ID} with a slash between them
   * @return the timestamp
   * @throws DateTimeParseException if the text is anything else
   */
  public static Timestamp parse(CharSequence text) {
    String bounded = bounded(text, Decimal.MAX_LENGTH);
    int slash = slash(bounded);
    return new Timestamp(Decimal.parseNtp(bounded, slash), parseId(bounded, slash));
  }

  /**
   * Parses an RFC 3339 date-time, a slash and the text of an {@link ID}.
   *
   * @param text the two, the date-time as in {@link NTP64#parseRfc3339}
   * @return the timestamp, its time rounded down to a unit
   * @throws DateTimeParseException if the text is anything else
   */
  public static Timestamp parseRfc3339(CharSequence text) {
    String bounded = bounded(text, Rfc3339.MAX_LENGTH);
    int slash = slash(bounded);
    return new Timestamp(Rfc3339.parseNtp(bounded, slash), parseId(bounded, slash));
  }

  /**
   * Parses the text that {@link #toSortableString()} returns, and nothing else.
   *
   * @param text 49 characters
   * @return the timestamp
   * @throws DateTimeParseException if the text is anything else
   */
  public static Timestamp parseSortable(CharSequence text) {
    if (text.length() == SORTABLE_LENGTH && text.charAt(Hex.DIGITS) == '-') {
      Hex hex = new Hex(text.toString());
      long ntp = hex.parse(0, Hex.DIGITS);
      long low = Long.reverseBytes(hex.parse(Hex.DIGITS + 1, 2 * Hex.DIGITS + 1));
      long high = Long.reverseBytes(hex.parse(2 * Hex.DIGITS + 1, SORTABLE_LENGTH));
      if (hex.isValid() && (high | low) != 0) {
        return new Timestamp(ntp, ID.ofNumber(high, low));
      }
    }
    throw Text.unparsable(
        "not a sortable timestamp, which must be 16 lower-case hexadecimal digits, '-' and"
            + " 32 more, not all zero",
        text);
  }

  private Timestamp(long ntp64, ID id) {
    this.ntp64 = ntp64;
    this.id = id;
  }

  /** The text, if it is no longer than a time of that length with a slash and an ID. */
  private static String bounded(CharSequence text, int maxTimeLength) {
    if (text.length() > maxTimeLength + 1 + 2 * ID.MAX_SIZE) {
      throw notATimestamp(text);
    }
    return text.toString();
  }

  private static int slash(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw notATimestamp(text);
    }
    return slash;
  }

  private static RuntimeException notATimestamp(CharSequence text) {
    return Text.unparsable("not a timestamp, which must be a time, '/' and an ID", text);
  }

  private static ID parseId(String text, int slash) {
    ID id = ID.parseOrNull(text, slash + 1);
    if (id == null) {
      throw Text.unparsable(
          "no ID after the time, which must be 1..32 lower-case hexadecimal digits without"
              + " leading zeros",
          text);
    }
    return id;
  }

  /**
   * Returns the time.
   *
   * @return the time
   */
  public NTP64 time() {
    return NTP64.ofBits(ntp64);
  }

  /**
   * Returns the bits of the time, without an object.
   *
   * @return the bits of {@link #time()}, unsigned
   */
  public long ntp64() {
    return ntp64;
  }

  /**
   * Returns the time as an instant, rounded up to a nanosecond.
   *
   * @return {@link NTP64#toInstant()} of {@link #time()}
   */
  public Instant toInstant() {
    return NtpBits.toInstant(ntp64);
  }

  /**
   * Returns the ID of the clock that issued this timestamp.
   *
   * @return the ID
   */
  public ID id() {
    return id;
  }

  /**
   * Returns the duration from another timestamp to this one: the difference of the nanoseconds of
   * their times.
   *
   * @param earlier the other timestamp
   * @return the duration, negative if {@code earlier} is later
   */
  public Duration durationSince(Timestamp earlier) {
    return earlier.time().until(time());
  }

  /**
   * Tells whether this timestamp is before another.
   *
   * @param other the other timestamp
   * @return whether this one is less
   */
  public boolean isBefore(Timestamp other) {
    return compareTo(other) < 0;
  }

  /**
   * Tells whether this timestamp is after another.
   *
   * @param other the other timestamp
   * @return whether this one is greater
   */
  public boolean isAfter(Timestamp other) {
    return compareTo(other) > 0;
  }

  /**
   * Returns RFC 3339 text in UTC, a slash and the text of the ID. The time loses its last bits, see
   * {@link NTP64#toRfc3339()}.
   *
   * @return for example {@code 2024-07-01T15:32:06.860479001Z/33}
   */
  public String toRfc3339() {
    return Rfc3339.format(ntp64) + '/' + id;
  }

  /**
   * Returns text whose order is that of {@link #compareTo}, for database keys and file names: the
   * time in 16 hexadecimal digits, {@code -}, and the 16 little-endian bytes of the ID in 32.
   *
   * @return 49 characters, for example {@code 6682df56dc4853cc-33000000000000000000000000000000}
   */
  public String toSortableString() {
    return Hex.format(ntp64)
        + '-'
        + Hex.format(Long.reverseBytes(id.low()))
        + Hex.format(Long.reverseBytes(id.high()));
  }

  /** Compares the times, then the IDs. */
  @Override
  public int compareTo(Timestamp other) {
    int order = Long.compareUnsigned(ntp64, other.ntp64);
    return order != 0 ? order : id.compareTo(other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timestamp timestamp
        && timestamp.ntp64 == ntp64
        && timestamp.id.equals(id);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(ntp64) + id.hashCode();
  }

  /**
   * Returns the decimal text of the time, a slash and the text of the ID, which {@link #parse}
   * takes back exactly.
   *
   * @return for example {@code 7386690599959157260/33}
   */
  @Override
  public String toString() {
    // Below 2^63 it is printed as a signed number is.
    long units = ntp64;
    if (units >= 0) {
      return units + "/" + id;
    }
    // Without the garbage of Long.toUnsignedString.
    long tens = Long.divideUnsigned(ntp64, 10);
    long digitUnits = ntp64 - tens * 10;
    return tens + "" + digitUnits + '/' + id;
  }

  private Object writeReplace() {
    return new Serialized(ntp64, id);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException(
        "the stream holds a bare Timestamp, it must hold the proxy that a Timestamp writes");
  }

  private record Serialized(long ntp64, ID id) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      if (id == null) {
        throw new InvalidObjectException(
            "the ID is missing, a timestamp must have one: time=" + Rfc3339.format(ntp64));
      }
      return new Timestamp(ntp64, id);
    }
  }
}
