package io.github.uhlc;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A time of a hybrid logical clock: an unsigned 64-bit number of 2<sup>-32</sup> s since the Unix
 * epoch, from 1970-01-01T00:00:00Z to 2106-02-07T06:28:15.999…Z. The upper 32 bits are seconds, the
 * lower 32 bits a fraction of a second whose last {@value HLC#COUNTER_BITS} bits count the events
 * of one physical tick. Unlike the timestamps of NTP (RFC 5905, section 6) the epoch is that of
 * Unix, as in uhlc-rs.
 *
 * <p>Nanoseconds become a time rounding down, a time becomes nanoseconds rounding up, so every
 * nanosecond survives the round trip exactly; the converse does not hold, as a nanosecond is 4.29
 * units. The decimal text is exact; RFC 3339 text has nine fraction digits and loses the last bits.
 *
 * <p>Times order as unsigned numbers: {@link #bits()} is a negative {@code long} from
 * 2038-01-19T03:14:08Z on. For bits without an object, as {@link HLC#newTime()} returns them, use
 * {@link #compareBits}, {@link #maxBits} and {@link #physicalBits}: {@code <} and {@link Math#max}
 * compare as signed numbers, which takes times from 2038 on for earlier than all before.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class NTP64 implements Comparable<NTP64>, Serializable {
  /** The Unix epoch, bits 0. */
  public static final NTP64 ZERO = new NTP64(0);

  /** The end of the format, bits 2^64 - 1. */
  public static final NTP64 MAX = new NTP64(NtpBits.MAX);

  private static final long serialVersionUID = 1L;

  private final long ntp;

  /**
   * Returns the time with the given bits.
   *
   * @param ntp units of 2<sup>-32</sup> s since the Unix epoch, any 64 bits, unsigned
   * @return the time
   */
  public static NTP64 ofBits(long ntp) {
    return new NTP64(ntp);
  }

  /**
   * Returns the time of an instant, rounded down to a unit.
   *
   * @param instant an instant within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z
   * @return the time
   * @throws DateTimeException if the instant is outside that range
   */
  public static NTP64 of(Instant instant) {
    return new NTP64(NtpBits.of(instant));
  }

  /**
   * Returns the time a duration after the Unix epoch, rounded down to a unit.
   *
   * @param sinceEpoch a duration within 0..4294967295.999999999 s
   * @return the time
   * @throws DateTimeException if the duration is outside that range
   */
  public static NTP64 of(Duration sinceEpoch) {
    return new NTP64(NtpBits.of(sinceEpoch.getSeconds(), sinceEpoch.getNano()));
  }

  /**
   * Returns the time a number of seconds and nanoseconds after the Unix epoch, rounded down to a
   * unit. As in {@link Duration#ofSeconds(long, long)} the nanoseconds may be any number.
   *
   * @param seconds seconds since the Unix epoch
   * @param nanos nanoseconds to add to them, of either sign
   * @return the time
   * @throws DateTimeException if the sum is outside 0..4294967295.999999999 s
   * @throws ArithmeticException if the sum overflows a {@link Duration}
   */
  public static NTP64 ofSeconds(long seconds, long nanos) {
    return of(Duration.ofSeconds(seconds, nanos));
  }

  /**
   * Parses the unsigned decimal text that {@link #toString()} returns, and nothing else.
   *
   * @param text 1..20 ASCII digits without sign or leading zero, at most 18446744073709551615
   * @return the time
   * @throws DateTimeParseException if the text is anything else
   */
  public static NTP64 parse(CharSequence text) {
    return new NTP64(Decimal.parseNtp(text));
  }

  /**
   * Parses an RFC 3339 date-time: {@code 2024-07-01T15:32:06.860479001Z}. The fraction may have 1
   * to 9 digits or be left out, the zone is {@code Z} or an offset {@code +hh:mm} or {@code
   * -hh:mm}, {@code T} and {@code Z} may be lower-case (RFC 3339, section 5.6). Leap seconds
   * ({@code :60}) are refused, as Unix time has none.
   *
   * @param text a date-time within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z, at most 35
   *     characters
   * @return the time, rounded down to a unit
   * @throws DateTimeParseException if the text is anything else
   */
  public static NTP64 parseRfc3339(CharSequence text) {
    return new NTP64(Rfc3339.parseNtp(text));
  }

  /**
   * Returns the greater of two times.
   *
   * @param left one
   * @param right the other
   * @return the one that is after the other; {@code left} if they are equal
   */
  public static NTP64 max(NTP64 left, NTP64 right) {
    return right.isAfter(left) ? right : left;
  }

  /**
   * Compares the bits of two times, as {@link #compareTo} compares the times.
   *
   * @param leftNtp the bits of one, unsigned
   * @param rightNtp the bits of the other, unsigned
   * @return a negative number, zero or a positive one, as left is less, equal or greater
   */
  public static int compareBits(long leftNtp, long rightNtp) {
    return Long.compareUnsigned(leftNtp, rightNtp);
  }

  /**
   * Returns the bits of the greater of two times.
   *
   * @param leftNtp the bits of one, unsigned
   * @param rightNtp the bits of the other, unsigned
   * @return the greater as unsigned numbers
   */
  public static long maxBits(long leftNtp, long rightNtp) {
    return NtpBits.max(leftNtp, rightNtp);
  }

  /**
   * Returns the bits of {@link #physical()} of a time.
   *
   * @param ntp the bits of the time, unsigned
   * @return the start of its tick of 2<sup>-28</sup> s, unsigned
   */
  public static long physicalBits(long ntp) {
    return NtpBits.tick(ntp);
  }

  private NTP64(long ntp) {
    this.ntp = ntp;
  }

  /**
   * Returns the bits of this time.
   *
   * @return units of 2<sup>-32</sup> s since the Unix epoch, unsigned
   */
  public long bits() {
    return ntp;
  }

  /**
   * Returns the whole seconds.
   *
   * @return seconds since the Unix epoch, 0..2^32-1
   */
  public long seconds() {
    return NtpBits.seconds(ntp);
  }

  /**
   * Returns the fraction of the second.
   *
   * @return units of 2<sup>-32</sup> s, 0..2^32-1
   */
  public long fraction() {
    return NtpBits.fraction(ntp);
  }

  /**
   * Returns the fraction of the second in nanoseconds, rounded up but never to a whole second.
   *
   * @return nanoseconds, 0..999,999,999
   */
  public int subsecNanos() {
    return NtpBits.subsecNanos(ntp);
  }

  /**
   * Returns this time in nanoseconds: {@link #seconds()} and {@link #subsecNanos()}.
   *
   * @return nanoseconds since the Unix epoch, 0..4294967295999999999
   */
  public long toNanos() {
    return NtpBits.toNanos(ntp);
  }

  /**
   * Returns the logical counter: the low {@value HLC#COUNTER_BITS} bits.
   *
   * @return the counter, 0..15
   */
  public int counter() {
    return NtpBits.counter(ntp);
  }

  /**
   * Returns the physical part: this time with its counter cleared.
   *
   * @return the start of this time's tick of 2<sup>-28</sup> s
   */
  public NTP64 physical() {
    return new NTP64(NtpBits.tick(ntp));
  }

  /**
   * Returns this time as an instant.
   *
   * @return the instant, of {@link #seconds()} and {@link #subsecNanos()}
   */
  public Instant toInstant() {
    return NtpBits.toInstant(ntp);
  }

  /**
   * Returns this time as a duration since the Unix epoch.
   *
   * @return the duration, of {@link #seconds()} and {@link #subsecNanos()}
   */
  public Duration toDuration() {
    return NtpBits.toDuration(ntp);
  }

  /**
   * Returns this time in seconds, as exactly as a {@code double} can: to about 0.5 microseconds.
   *
   * @return seconds since the Unix epoch, 0..2^32, as the last times round up
   */
  public double toSecondsDouble() {
    return seconds() + fraction() * 0x1p-32;
  }

  /**
   * Returns the time a duration after this one. The duration becomes a number of units, rounding
   * down (towards negative infinity), which is added to the bits.
   *
   * @param duration the duration to add, of either sign
   * @return the sum
   * @throws ArithmeticException if the sum is outside {@link #ZERO}..{@link #MAX}
   */
  public NTP64 plus(Duration duration) {
    return new NTP64(NtpBits.plus(ntp, duration));
  }

  /**
   * Returns the time a duration before this one. The duration becomes a number of units, rounding
   * down (towards negative infinity), which is subtracted from the bits, so that {@code
   * t.plus(d).minus(d)} is {@code t}.
   *
   * @param duration the duration to subtract, of either sign
   * @return the difference
   * @throws ArithmeticException if the difference is outside {@link #ZERO}..{@link #MAX}
   */
  public NTP64 minus(Duration duration) {
    return new NTP64(NtpBits.minus(ntp, duration));
  }

  /**
   * Returns the duration from this time until another: the difference of their nanoseconds.
   *
   * @param end the other time
   * @return the duration, negative if {@code end} is before this time
   */
  public Duration until(NTP64 end) {
    // No overflow: both are within 0..2^62.
    return Duration.ofNanos(end.toNanos() - toNanos());
  }

  /**
   * Tells whether this time is before another, as unsigned numbers.
   *
   * @param other the other time
   * @return whether this time is less
   */
  public boolean isBefore(NTP64 other) {
    return NtpBits.isAfter(other.ntp, ntp);
  }

  /**
   * Tells whether this time is after another, as unsigned numbers.
   *
   * @param other the other time
   * @return whether this time is greater
   */
  public boolean isAfter(NTP64 other) {
    return NtpBits.isAfter(ntp, other.ntp);
  }

  /**
   * Returns this time as RFC 3339 text in UTC with nine fraction digits, 30 characters. The text
   * loses the last bits: parsed again it gives this time rounded to a nanosecond.
   *
   * @return for example {@code 2024-07-01T15:32:06.860479001Z}
   */
  public String toRfc3339() {
    return Rfc3339.format(ntp);
  }

  /** Compares as unsigned numbers. */
  @Override
  public int compareTo(NTP64 other) {
    return Long.compareUnsigned(ntp, other.ntp);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NTP64 time && time.ntp == ntp;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(ntp);
  }

  /**
   * Returns the bits as unsigned decimal text, which {@link #parse} takes back exactly.
   *
   * @return for example {@code 7386690599959157260}
   */
  @Override
  public String toString() {
    return Long.toUnsignedString(ntp);
  }

  private Object writeReplace() {
    return new Serialized(ntp);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException(
        "the stream holds a bare NTP64, it must hold the proxy that an NTP64 writes");
  }

  private record Serialized(long bits) implements Serializable {
    private Object readResolve() {
      return new NTP64(bits);
    }
  }
}
