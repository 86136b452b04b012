package io.github.uhlc.oracle;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.HighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A timestamp oracle: whoever asks it after another was answered gets a greater number. It is an
 * {@link HLC} on a {@link HighWaterMark}, and a lease where several oracles share the mark. The
 * promises O1..O6 and the hazards are in the documentation of this package.
 *
 * <p>Without a lease the mark belongs to this oracle alone, and it serves from {@link
 * Builder#build()} on. With a lease it is on standby at first: it takes the mark over once nobody
 * has extended it for a lease and an eighth, and then renews its lease from a daemon thread. The
 * thread ends when the oracle is closed, or is not referenced any more, not by its listener either.
 *
 * <p>This class is thread-safe. A call of {@link #next()} or {@link #grant} takes no lock. It waits
 * only if its numbers are beyond the durable bound: until that is extended, and for a lease or 10
 * minutes at most (5 s without a lease). An interrupt or {@link #close()} does not end that; the
 * interrupt stays pending. {@code null} arguments are a {@link NullPointerException}.
 */
public final class TimestampOracle implements AutoCloseable {
  // State: the tenure, null on standby; isClosed, which is set once; both are written within the
  // monitor of gate, so that no tenure comes after close. The watch and wasServing belong to the
  // one thread that makes the steps, the guard; failure is why its last step has failed, null if
  // it has not.
  // Readers: every thread; one that reads an old tenure is stopped by that tenure's lease.
  // Linearization: a number is taken by the compare-and-set of the HLC, and handed out if the lease
  // runs afterwards. Numbers of a later holder are above the bound of this one, and are not taken
  // while the lease runs.

  /** Whether an oracle serves. */
  public enum State {
    /** It answers. */
    SERVING,
    /** It does not answer now, and goes on trying. */
    STANDBY,
    /** It is closed for good. */
    CLOSED
  }

  private static final long POLL_NANOS = 1_000_000;

  private final OracleSettings settings;
  private final Watch watch;
  private final Object gate = new Object();
  private volatile Tenure tenure;
  private volatile long epochNtp;
  private volatile boolean isClosed;
  private volatile Thread guard;
  private volatile Throwable failure;
  private boolean wasServing;

  /**
   * Returns a builder.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes an oracle without a guard. */
  TimestampOracle(OracleSettings settings) {
    this.settings = settings;
    this.watch = settings.hasLease() ? new Watch(settings) : null;
    if (!settings.hasLease()) {
      enter(Tenure.open(settings));
      settings.tell(listener -> listener.onServing(epochNtp));
    }
  }

  /**
   * Issues one number.
   *
   * @return the packed number of an {@link OracleTimestamp}, unsigned
   * @throws NotServingException if this oracle does not serve; nothing was issued
   */
  public long next() {
    Tenure current = serving();
    try {
      return current.nextPacked();
    } catch (NotServingException e) {
      throw refusal(e);
    }
  }

  /**
   * Issues consecutive numbers of one millisecond.
   *
   * @param count how many, 1..262144
   * @return the numbers
   * @throws IllegalArgumentException if {@code count} is outside that range
   * @throws NotServingException if this oracle does not serve; nothing was issued
   */
  public OracleGrant grant(int count) {
    if (count < 1 || count > OracleTimestamp.MAX_COUNT) {
      throw new IllegalArgumentException(
          "the count is out of range, it must be 1..262144: count=" + count);
    }
    Tenure current = serving();
    try {
      return current.grant(count);
    } catch (NotServingException e) {
      throw refusal(e);
    }
  }

  /**
   * Returns the state.
   *
   * @return the state at this moment
   */
  public State state() {
    Tenure current = tenure;
    if (isClosed) {
      return State.CLOSED;
    }
    return current != null && current.isServing() ? State.SERVING : State.STANDBY;
  }

  /**
   * Returns the epoch: the bound of the mark, as NTP64 bits, from which this oracle has taken it
   * over. It grows with every change of holder and every restart.
   *
   * @return the epoch, unsigned, of the last time that it took the mark over; 0 if it never has
   */
  public long epoch() {
    return epochNtp;
  }

  /**
   * Waits until this oracle serves.
   *
   * @param timeout how long at most; zero or less to look only
   * @return false if it does not serve by then, or is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitServing(Duration timeout) throws InterruptedException {
    long timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
    long startNanos = System.nanoTime();
    State seen = state();
    while (seen == State.STANDBY && System.nanoTime() - startNanos < timeoutNanos) {
      TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
      seen = state();
    }
    return seen == State.SERVING;
  }

  /**
   * Closes the oracle. The mark, which stays open, keeps its bound, and cannot tell others that its
   * holder has gone: another oracle takes a shared mark over after a lease and an eighth, as if
   * this one had died. Closing it twice changes nothing.
   */
  @Override
  public void close() {
    synchronized (gate) {
      isClosed = true;
      tenure = null;
    }
    LockSupport.unpark(guard);
  }

  /** Returns the state and the epoch, for people. */
  @Override
  public String toString() {
    return "TimestampOracle[state=" + state() + ", epoch=" + Long.toUnsignedString(epochNtp) + "]";
  }

  /** The tenure of now, for tests. */
  Tenure tenure() {
    return tenure;
  }

  private Tenure serving() {
    Tenure current = tenure;
    if (current == null) {
      Throwable reason = failure;
      throw refusal(
          reason == null
              ? new NotServingException(State.STANDBY, "the oracle is on standby")
              : new NotServingException(
                  State.STANDBY, "the oracle is on standby: " + reason.getMessage(), reason));
    }
    return current;
  }

  /** What is thrown while it is not closed. */
  private NotServingException refusal(NotServingException open) {
    return isClosed ? new NotServingException(State.CLOSED, "the oracle is closed") : open;
  }

  /**
   * Renews the lease, or watches the mark and takes it over.
   *
   * @return the pause until the next step, in nanoseconds; negative if there is none
   */
  long step() {
    Tenure current = tenure;
    if (isClosed) {
      return -1;
    }
    try {
      if (current != null && !current.renew()) {
        leave();
      } else if (current == null) {
        standBy();
      }
      report();
    } catch (Throwable e) {
      // Whatever a store or a clock throws, an error as well: the guard tries again.
      failure = e;
      tellOfMark(e);
    }
    long stepNanos = settings.lease().toNanos() / OracleSettings.STEPS_PER_LEASE;
    long remainingNanos = watch.remainingNanos();
    return tenure == null && remainingNanos > 0 ? Math.min(stepNanos, remainingNanos) : stepNanos;
  }

  private void standBy() {
    NTP64 bound = watch.look();
    if (bound != null && !isClosed) {
      enter(Tenure.takeOver(settings, bound));
    }
    failure = null;
  }

  private void tellOfMark(Throwable thrown) {
    if (!isClosed) {
      settings.tell(listener -> listener.onMarkFailure(thrown));
    }
  }

  private void enter(Tenure entered) {
    synchronized (gate) {
      if (!isClosed) {
        epochNtp = entered.epochNtp();
        tenure = entered;
      }
    }
  }

  private void leave() {
    synchronized (gate) {
      tenure = null;
    }
  }

  private void report() {
    boolean isServing = state() == State.SERVING;
    if (isServing != wasServing) {
      wasServing = isServing;
      settings.tell(
          isServing ? listener -> listener.onServing(epochNtp) : OracleListener::onStandby);
    }
  }

  /** Collects what a {@link TimestampOracle} is made of. Not thread-safe. */
  public static final class Builder {
    private static final Duration MIN_LEASE = Duration.ofMillis(10);
    private static final Duration MAX_LEASE = Duration.ofHours(1);

    private HighWaterMark mark;
    private Duration lease;
    private PhysicalClock clock;
    private Duration window;
    private Duration maxLead = Duration.ofHours(1);
    private OracleListener listener;

    private Builder() {}

    /**
     * Sets the mark that bounds what is issued. It is required.
     *
     * @param mark the mark, open for as long as the oracle is used; without a lease no other clock
     *     or oracle uses it
     * @return this builder
     */
    public Builder withHighWaterMark(HighWaterMark mark) {
      this.mark = Objects.requireNonNull(mark, "mark");
      return this;
    }

    /**
     * Sets the lease, for a mark that several oracles share; by default there is none. All oracles
     * of a mark must have the same. HAZARD: if one has a shorter lease than the holder, it takes
     * over too early, and order is lost.
     *
     * @param lease the lease, 10 ms to an hour; several times what the mark needs to answer
     * @return this builder
     * @throws IllegalArgumentException if the lease is outside that range
     */
    public Builder withLease(Duration lease) {
      Objects.requireNonNull(lease, "lease");
      if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
        throw new IllegalArgumentException(
            "the lease is out of range, it must be 10 ms to an hour: lease=" + lease);
      }
      this.lease = lease;
      return this;
    }

    /**
     * Sets the physical clock; by default each oracle has a {@link PhysicalClock#system()} of its
     * own.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder withClock(PhysicalClock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets how far the bound of the mark is taken ahead of the clock. When half of that is used, it
     * is extended in the background: numbers are issued without waiting if the mark answers within
     * the other half, and they are not ahead of the clock by a window or more.
     *
     * @param window the window, 1 ms to 10 minutes and at most a quarter of the lease; by default a
     *     quarter of the lease, or 400 ms without one
     * @return this builder
     * @throws IllegalArgumentException if the window is outside 1 ms to 10 minutes
     */
    public Builder withWindow(Duration window) {
      HLC.builder().withWindow(window);
      this.window = window;
      return this;
    }

    /**
     * Sets how far ahead of the clock numbers may be, and the bound of the mark at the start.
     *
     * @param maxLead the limit, zero or more, one hour by default
     * @return this builder
     * @throws IllegalArgumentException if the limit is negative
     */
    public Builder withMaxLead(Duration maxLead) {
      Objects.requireNonNull(maxLead, "maxLead");
      if (maxLead.isNegative()) {
        throw new IllegalArgumentException(
            "the limit of the lead is negative, it must be zero or more: maxLead=" + maxLead);
      }
      this.maxLead = maxLead;
      return this;
    }

    /**
     * Sets who is told what people who run the oracle should know. By default nobody is.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder withListener(OracleListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Returns an oracle: with a lease at once, on standby; without one as soon as it serves.
     *
     * @return a new oracle
     * @throws IllegalStateException if no mark was set
     * @throws IllegalArgumentException if the window is longer than a quarter of the lease; if the
     *     mark is a {@link FileHighWaterMark} that is {@linkplain FileHighWaterMark#openShared
     *     shared}, which needs a lease, and there is none, or one that is not, and there is one
     * @throws HighWaterMarkException without a lease, if the mark cannot be read or extended, or is
     *     too far ahead of the clock
     */
    public TimestampOracle build() {
      OracleSettings settings =
          new OracleSettings(
              mark,
              lease,
              clock != null ? clock : PhysicalClock.system(),
              System::nanoTime,
              window,
              maxLead,
              listener);
      settings.requireConsistent();
      // Refuses a clock that counts another unit, which whole milliseconds would hide.
      HLC unused = HLC.builder().withMaxDelta(Duration.ZERO).withClock(settings.clock()).build();
      TimestampOracle oracle = new TimestampOracle(settings.withOneCallAtATime());
      if (lease != null) {
        oracle.guard = Guard.start(oracle);
      }
      return oracle;
    }
  }
}
