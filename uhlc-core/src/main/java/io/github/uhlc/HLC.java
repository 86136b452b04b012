package io.github.uhlc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A hybrid logical clock: it issues timestamps that are unique in the system, increase along
 * causality, and stay close to physical time (Kulkarni et al., "Logical Physical Clocks", 2014; the
 * form is that of uhlc-rs). The promises P1..P8 and the hazards are in the documentation of this
 * package.
 *
 * <pre>{@code
 * HLC alice = HLC.create();
 * HLC bob = HLC.create();
 *
 * Timestamp sent = alice.newTimestamp();     // stamp the event, send it with the message
 * bob.updateWithTimestamp(sent);             // on receipt, before acting on the message
 * Timestamp reply = bob.newTimestamp();      // greater than sent, whatever the wall clocks say
 * }</pre>
 *
 * <p>An HLC assumes that no other clock of the system has its ID. It is thread-safe and lock-free:
 * a call is one reading of the physical clock and, as a rule, one compare-and-set, which is
 * repeated only if another call has succeeded meanwhile. Apart from what the physical clock does,
 * no call waits, sleeps, logs or does I/O. A call that throws has changed nothing; only an {@link
 * OutOfMemoryError} or {@link StackOverflowError} may have used up times, which nobody is given.
 *
 * <p>With a high-water mark an HLC never repeats a time nor goes back, even if its process crashes
 * and starts anew with the same ID. Calls whose time is beyond the durable bound wait until it is
 * extended, and throw {@link HighWaterMarkException} if that fails or takes too long. Other calls
 * never wait for it.
 *
 * <p>Passing {@code null} throws a {@link NullPointerException}. Calls that issue a time throw an
 * {@link IllegalStateException} at the end of the format ({@link NTP64#MAX}, in 2106). What the
 * physical clock throws passes through.
 */
public final class HLC extends LastTime {
  /** The number of low bits of a time that are its logical counter. */
  public static final int COUNTER_BITS = NtpBits.COUNTER_BITS;

  private final ID id;
  private final PhysicalClock clock;
  private final PhysicalClock reading;
  private final Admission admission;

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

  private HLC(Admission admission, PhysicalClock clock, long initialNtp, DurableWindow window) {
    super(initialNtp, window);
    this.id = admission.id();
    this.clock = clock;
    this.reading = admission.listener().watching(clock);
    this.admission = admission;
  }

  /**
   * Issues a timestamp for an event: the greatest so far, of everything this HLC issued and
   * accepted.
   *
   * @return a new timestamp with this HLC's ID
   * @throws IllegalStateException if the end of the format is reached
   * @throws HighWaterMarkException if the durable bound is reached and cannot be extended
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
   * @throws HighWaterMarkException if the durable bound is reached and cannot be extended
   */
  public long newTime() {
    return advance(reading.ntp64(), 0, 1);
  }

  /**
   * Takes note of a received timestamp: all that this HLC issues from now on is greater.
   *
   * @param received a timestamp of another HLC
   * @throws ExceedingDeltaException if it is further ahead of the physical clock than max-delta
   * @throws HighWaterMarkException if it is beyond the durable bound, which cannot be extended
   */
  public void updateWithTimestamp(Timestamp received) {
    long physicalNtp = reading.ntp64();
    raise(admission.require(received, physicalNtp, this), physicalNtp);
  }

  /**
   * Takes note of a received timestamp as {@link #updateWithTimestamp} does, but returns false for
   * a refusal and allocates nothing.
   *
   * @param received a timestamp of another HLC
   * @return false if it was refused, as it is further ahead of the physical clock than max-delta
   * @throws HighWaterMarkException if it is beyond the durable bound, which cannot be extended
   */
  public boolean tryUpdateWithTimestamp(Timestamp received) {
    long physicalNtp = reading.ntp64();
    boolean admitted = admission.admits(received, physicalNtp, this);
    if (admitted) {
      raise(received.ntp64(), physicalNtp);
    }
    return admitted;
  }

  /**
   * Takes note of a received timestamp and issues one for its receipt, in one atomic step.
   *
   * @param received a timestamp of another HLC
   * @return a new timestamp with this HLC's ID, greater than {@code received}
   * @throws ExceedingDeltaException if {@code received} is further ahead of the physical clock than
   *     max-delta
   * @throws IllegalStateException if the end of the format is reached
   * @throws HighWaterMarkException if the durable bound is reached and cannot be extended
   */
  public Timestamp newTimestampAfter(Timestamp received) {
    long physicalNtp = reading.ntp64();
    return Timestamp.of(
        advance(physicalNtp, admission.require(received, physicalNtp, this), 1), id);
  }

  /**
   * Issues many timestamps in one atomic step: no other call comes between them.
   *
   * @param count how many, 1..2^24
   * @return an immutable list of new timestamps in increasing order, with fast random access; its
   *     elements are made when they are read
   * @throws IllegalArgumentException if {@code count} is outside that range
   * @throws IllegalStateException if fewer are left before the end of the format
   * @throws HighWaterMarkException if they are beyond the durable bound, which cannot be extended
   */
  public List<Timestamp> newTimestamps(int count) {
    TimestampRange.requireCount(count);
    return new TimestampRange(advance(reading.ntp64(), 0, count), count, id);
  }

  /**
   * Takes note of many received timestamps: of all, or, if one is refused, of none.
   *
   * @param received timestamps of other HLCs; an empty collection changes nothing
   * @throws ExceedingDeltaException if one is further ahead of the physical clock than max-delta;
   *     the exception names the one furthest ahead
   * @throws HighWaterMarkException if one is beyond the durable bound, which cannot be extended
   */
  public void updateWithTimestamps(Collection<Timestamp> received) {
    Timestamp latest = null;
    Timestamp latestOwn = null;
    for (Timestamp timestamp : received) {
      latest = later(latest, timestamp);
      latestOwn = timestamp.id().equals(id) ? later(latestOwn, timestamp) : latestOwn;
    }
    if (latest != null) {
      long physicalNtp = reading.ntp64();
      if (latestOwn != null && !latestOwn.equals(latest)) {
        admission.reportIfOwn(latestOwn, physicalNtp, this);
      }
      raise(admission.require(latest, physicalNtp, this), physicalNtp);
    }
  }

  private static Timestamp later(Timestamp soFar, Timestamp next) {
    return soFar == null ? next : Timestamp.max(soFar, next);
  }

  /**
   * Returns the greatest time that this HLC has issued or accepted, without issuing one.
   *
   * @return the time; if there is none yet, {@link NTP64#ZERO}, or the bound that the high-water
   *     mark had at the start
   */
  public NTP64 lastTime() {
    return NTP64.ofBits(lastAcquire());
  }

  /**
   * Returns how far {@link #lastTime()} is ahead of the physical clock.
   *
   * @return the lead, negative if the physical clock is ahead, zero if there is no last time yet
   */
  public Duration lead() {
    NTP64 lastTime = lastTime();
    NTP64 physicalTime = NTP64.ofBits(reading.ntp64());
    return lastTime.equals(NTP64.ZERO) ? Duration.ZERO : physicalTime.until(lastTime);
  }

  /**
   * Returns an HLC with a new random ID that is like this one in all else, and goes on from its
   * last time. Use it after a snapshot is restored: another copy may still use this ID.
   *
   * @return a new HLC
   */
  public HLC withFreshId() {
    Admission fresh = new Admission(ID.random(), admission.maxDelta(), admission.listener());
    return new HLC(fresh, clock, lastAcquire(), window());
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
    return admission.maxDelta().duration();
  }

  /**
   * Returns the physical clock of this HLC.
   *
   * @return the clock
   */
  public PhysicalClock clock() {
    return clock;
  }

  /** Returns the ID, the last time and max-delta, for logs. */
  @Override
  public String toString() {
    return "HLC[id=%s, lastTime=%s, maxDelta=%s]".formatted(id, lastTime().toRfc3339(), maxDelta());
  }

  /** Collects what an {@link HLC} is made of. Not thread-safe. */
  public static final class Builder {
    private final UnaryOperator<String> environment;
    private ID id;
    private PhysicalClock clock;
    private MaxDelta maxDelta;
    private MarkSettings mark = MarkSettings.none();
    private SafeListener listener = SafeListener.of();

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
     * {@link #build()} refuses a clock that counts another unit, such as {@code
     * System::currentTimeMillis}: wrap that in {@link PhysicalClock#ofEpochMillis}.
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
     * HAZARD: without a limit, one timestamp can take the clock to the end of the format, for good.
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
     * Sets a durable bound, so that a clock that keeps its ID repeats nothing and never goes back,
     * whatever crashes. If the mark is given to another HLC, the first one soon fails.
     *
     * @param mark the mark, open for as long as the HLC is used
     * @return this builder
     */
    public Builder withHighWaterMark(HighWaterMark mark) {
      this.mark = this.mark.withMark(mark);
      return this;
    }

    /**
     * Sets how far the bound of the high-water mark is taken ahead of the physical clock. When half
     * of that is used, it is extended in the background. So for half a window a failing store holds
     * up no call (an eighth, while peers lead the clock by more than the window), and a clock that
     * has paused for longer may wait for it. HAZARD: after a restart, or a lost answer of the
     * store, a clock may be ahead of the physical clock by up to a window, and peers whose
     * max-delta is smaller refuse its timestamps for so long.
     *
     * @param window the window, 1 ms to 10 minutes, 400 ms by default
     * @return this builder
     * @throws IllegalArgumentException if the window is outside that range
     */
    public Builder withWindow(Duration window) {
      this.mark = mark.withWindow(window);
      return this;
    }

    /**
     * Sets how long a call whose time is beyond the durable bound waits for the high-water mark to
     * be extended, before it throws; {@link #build()} waits as long for the first window. Time in
     * which the process is stopped does not count.
     *
     * @param patience the limit, 1 ms to 10 minutes, 5 s by default
     * @return this builder
     * @throws IllegalArgumentException if the limit is outside that range
     */
    public Builder withPatience(Duration patience) {
      this.mark = mark.withPatience(patience);
      return this;
    }

    /**
     * Sets how far ahead of the physical clock the bound of a high-water mark may be at the start.
     *
     * @param maxStartLead the limit, zero or more, one hour by default
     * @return this builder
     * @throws IllegalArgumentException if the limit is negative
     */
    public Builder withMaxStartLead(Duration maxStartLead) {
      this.mark = mark.withMaxStartLead(maxStartLead);
      return this;
    }

    /**
     * Sets the callbacks for events that an operator should know about. By default there are none.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder withListener(HLCListener listener) {
      this.listener = SafeListener.of(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Returns an HLC. A builder may build several; those with a random ID differ. A clock that was
     * set is read once. With a high-water mark this waits until the first window is durable.
     *
     * @return a new HLC
     * @throws IllegalArgumentException if no max-delta was set and the environment variable {@code
     *     UHLC_MAX_DELTA_MS} is something other than a number of milliseconds, or if the physical
     *     clock counts another unit since 1970, or is {@link System#nanoTime()}
     * @throws HighWaterMarkException if the high-water mark cannot be read or extended, or is too
     *     far ahead of the physical clock
     */
    public HLC build() {
      PhysicalClock newClock = clock != null ? clock : PhysicalClock.system();
      boolean isRead = clock != null || mark.mark() != null;
      long physicalNtp = isRead ? ClockCheck.system().read(newClock) : 0;
      Admission admission =
          new Admission(
              id != null ? id : ID.random(),
              maxDelta != null ? maxDelta : MaxDelta.of(environment),
              listener);
      if (mark.mark() == null) {
        return new HLC(admission, newClock, 0, null);
      }
      DurableWindow durable = DurableWindow.open(mark, physicalNtp, listener);
      return new HLC(admission, newClock, durable.startNtp(), durable);
    }
  }
}
