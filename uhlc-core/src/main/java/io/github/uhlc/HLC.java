package io.github.uhlc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A hybrid logical clock: it issues timestamps that are unique in the system, increase along
 * causality, and stay close to physical time (Kulkarni et al., "Logical Physical Clocks", 2014; the
 * form is that of uhlc-rs). The promises P1..P7 and the hazards are in the documentation of this
 * package.
 *
 * <p>An HLC assumes that no other clock of the system has its ID. It is thread-safe and lock-free:
 * a call is one reading of the physical clock and, as a rule, one compare-and-set, which is
 * repeated only if another call has succeeded meanwhile. Apart from what the physical clock does,
 * no call waits, sleeps, logs or does I/O. A call that throws has changed nothing.
 *
 * <p>{@code null} arguments are a {@link NullPointerException}. Where a time must be issued and the
 * end of the format ({@link NTP64#MAX}, in 2106) is reached, an {@link IllegalStateException} is
 * thrown. What the physical clock throws passes through.
 */
public final class HLC extends LastTime {
  /** The number of low bits of a time that are its logical counter. */
  public static final int COUNTER_BITS = 4;

  private static final int MAX_COUNT = 1 << 24;

  private final ID id;
  private final PhysicalClock clock;
  private final MaxDelta maxDelta;

  /**
   * Returns an HLC with a random ID, the system clock and the default max-delta.
   *
   * @return a new HLC
   * @throws IllegalArgumentException if the environment variable {@code UHLC_MAX_DELTA_MS} is set
   *     to something other than a number of milliseconds
   */
  public static HLC create() {
    return builder().build();
  }

  /**
   * Returns a builder with the defaults of {@link #create()}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(System::getenv);
  }

  private HLC(ID id, PhysicalClock clock, MaxDelta maxDelta, long initialNtp) {
    super(initialNtp);
    this.id = id;
    this.clock = clock;
    this.maxDelta = maxDelta;
  }

  /**
   * Issues a timestamp for an event: the greatest so far, of everything this HLC issued and
   * accepted.
   *
   * @return a new timestamp with this HLC's ID
   * @throws IllegalStateException if the end of the format is reached
   */
  public Timestamp newTimestamp() {
    return Timestamp.of(newTime(), id);
  }

  /**
   * Issues a timestamp as {@link #newTimestamp()} does, but returns only its time and allocates
   * nothing.
   *
   * @return {@link Timestamp#ntp64()} of the timestamp, unsigned
   * @throws IllegalStateException if the end of the format is reached
   */
  public long newTime() {
    return advance(clock.ntp64(), 0, 1);
  }

  /**
   * Takes note of a received timestamp: all that this HLC issues from now on is greater.
   *
   * @param received a timestamp of another HLC
   * @throws ExceedingDeltaException if it is further ahead of the physical clock than max-delta
   */
  public void updateWithTimestamp(Timestamp received) {
    raise(checked(received, clock.ntp64()));
  }

  /**
   * Takes note of a received timestamp as {@link #updateWithTimestamp} does, but tells of a refusal
   * by its result and allocates nothing.
   *
   * @param received a timestamp of another HLC
   * @return false if it was refused, as it is further ahead of the physical clock than max-delta
   */
  public boolean tryUpdateWithTimestamp(Timestamp received) {
    long receivedNtp = received.ntp64();
    boolean accepted = isWithinDelta(receivedNtp, clock.ntp64());
    if (accepted) {
      raise(receivedNtp);
    }
    return accepted;
  }

  /**
   * Takes note of a received timestamp and issues one for its receipt, in one atomic step.
   *
   * @param received a timestamp of another HLC
   * @return a new timestamp with this HLC's ID, greater than {@code received}
   * @throws ExceedingDeltaException if {@code received} is further ahead of the physical clock than
   *     max-delta
   * @throws IllegalStateException if the end of the format is reached
   */
  public Timestamp newTimestampAfter(Timestamp received) {
    long physicalNtp = clock.ntp64();
    return Timestamp.of(advance(physicalNtp, checked(received, physicalNtp), 1), id);
  }

  /**
   * Issues many timestamps in one atomic step: no other call comes between them.
   *
   * @param count how many, 1..2^24
   * @return an immutable list of new timestamps in increasing order, with fast random access; its
   *     elements are made when they are read
   * @throws IllegalArgumentException if {@code count} is outside that range
   * @throws IllegalStateException if fewer are left before the end of the format
   */
  public List<Timestamp> newTimestamps(int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("a batch has 1..16777216 timestamps: count=" + count);
    }
    return new TimestampRange(advance(clock.ntp64(), 0, count), count, id);
  }

  /**
   * Takes note of many received timestamps: of all, or, if one is refused, of none.
   *
   * @param received timestamps of other HLCs; an empty collection changes nothing
   * @throws ExceedingDeltaException if one is further ahead of the physical clock than max-delta;
   *     it is of the one furthest ahead
   */
  public void updateWithTimestamps(Collection<Timestamp> received) {
    Timestamp latest = null;
    for (Timestamp timestamp : received) {
      Objects.requireNonNull(timestamp, "timestamp");
      if (latest == null || NtpBits.isAfter(timestamp.ntp64(), latest.ntp64())) {
        latest = timestamp;
      }
    }
    if (latest != null) {
      updateWithTimestamp(latest);
    }
  }

  /**
   * Returns the greatest time that this HLC has issued or accepted, without issuing one.
   *
   * @return the time, {@link NTP64#ZERO} if there is none yet
   */
  public NTP64 lastTime() {
    return NTP64.ofBits(lastAcquire());
  }

  /**
   * Returns how far {@link #lastTime()} is ahead of the physical clock.
   *
   * @return the lead, negative if the physical clock is ahead
   */
  public Duration lead() {
    NTP64 lastTime = lastTime();
    return NTP64.ofBits(clock.ntp64()).until(lastTime);
  }

  /**
   * Returns the ID of this HLC, which all its timestamps carry.
   *
   * @return the ID
   */
  public ID id() {
    return id;
  }

  /**
   * Returns how far ahead of the physical clock a received timestamp may be.
   *
   * @return the limit, zero or more; there is none if it is 2^32 s or more
   */
  public Duration maxDelta() {
    return maxDelta.duration();
  }

  /**
   * Returns the physical clock of this HLC.
   *
   * @return the clock
   */
  public PhysicalClock clock() {
    return clock;
  }

  /** Returns the ID, the last time and max-delta, for people. */
  @Override
  public String toString() {
    return "HLC[id="
        + id
        + ", lastTime="
        + lastTime().toRfc3339()
        + ", maxDelta="
        + maxDelta()
        + "]";
  }

  private long checked(Timestamp received, long physicalNtp) {
    if (!isWithinDelta(received.ntp64(), physicalNtp)) {
      throw new ExceedingDeltaException(
          received, NTP64.ofBits(NtpBits.tick(physicalNtp)), maxDelta());
    }
    return received.ntp64();
  }

  private boolean isWithinDelta(long receivedNtp, long physicalNtp) {
    long tick = NtpBits.tick(physicalNtp);
    return !NtpBits.isAfter(receivedNtp, tick) || maxDelta.admits(receivedNtp, tick);
  }

  /** Collects what an {@link HLC} is made of. Not thread-safe. */
  public static final class Builder {
    private final UnaryOperator<String> environment;
    private ID id;
    private PhysicalClock clock;
    private MaxDelta maxDelta;

    Builder(UnaryOperator<String> environment) {
      this.environment = environment;
    }

    /**
     * Sets the ID; by default each HLC draws a random one. HAZARD: if two clocks of a system have
     * one ID, timestamps repeat.
     *
     * @param id an ID that no other clock of the system has, nor had
     * @return this builder
     */
    public Builder withId(ID id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets the physical clock; by default each HLC has a {@link PhysicalClock#system()} of its own.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder withClock(PhysicalClock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets how far ahead of the physical clock a received timestamp may be. The default is the
     * number of milliseconds in the environment variable {@code UHLC_MAX_DELTA_MS}, else 500 ms.
     * HAZARD: if there is no limit, one timestamp of a peer can take the clock to the end of the
     * format, for good.
     *
     * @param maxDelta the limit, zero or more, rounded down to 2<sup>-32</sup> s; 2^32 s or more
     *     means no limit
     * @return this builder
     * @throws IllegalArgumentException if the limit is negative
     */
    public Builder withMaxDelta(Duration maxDelta) {
      this.maxDelta = MaxDelta.of(maxDelta);
      return this;
    }

    /**
     * Returns an HLC. A builder may build several; those with a random ID differ.
     *
     * @return a new HLC
     * @throws IllegalArgumentException if no max-delta was set and the environment variable {@code
     *     UHLC_MAX_DELTA_MS} is something other than a number of milliseconds
     */
    public HLC build() {
      return new HLC(
          id != null ? id : ID.random(),
          clock != null ? clock : PhysicalClock.system(),
          maxDelta != null ? maxDelta : MaxDelta.of(environment),
          0);
    }
  }
}
