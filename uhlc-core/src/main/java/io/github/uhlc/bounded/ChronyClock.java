package io.github.uhlc.bounded;

import io.github.uhlc.PhysicalClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The system clock with the error bound of the chronyd that corrects it. A daemon thread asks
 * chronyd for its tracking report, by UDP, every period; readings in between cost two clock reads.
 *
 * <p>The bound is half the root delay, the root dispersion and the correction that is still to be
 * made, and grows by 50 ppm from the moment it was asked for, as ClockBound's daemon assumes, too.
 * The clock is {@link ClockStatus#FREE_RUNNING} when chronyd has not heard of its sources for 8 of
 * its intervals, or has not answered for 5 seconds; and {@link ClockStatus#UNKNOWN} when it says
 * that it is not synchronized, when its answer is malformed, or when it has not answered for 1000
 * seconds. A lost answer costs nothing: the last one grows old. A chronyd that restarts is asked as
 * before.
 *
 * <p>HAZARD: chronyd must correct the clock of this very machine, and nobody else may. Who can send
 * from its address can show any bound.
 *
 * <p>Closing it ends its thread; a clock that is not closed keeps it. Readings are wait-free. They
 * throw {@link java.time.DateTimeException} while the wall clock is outside 1970-01-01..2106-02-07,
 * and {@link IllegalStateException} once this is closed. This class is thread-safe.
 */
public final class ChronyClock extends ErrorBoundClock implements AutoCloseable {
  // State: what chronyd said last, null once this is closed.
  // Writers: the thread that asks, by compare-and-set from what it found there, and close, which
  // writes null; so nothing is written over null.
  // Access: volatile, by AtomicReference, as a reading after close must throw; a bound is
  // immutable.

  private static final int PORT = 323;
  private static final int FIRST_QUESTIONS = 4;
  private static final long FIRST_TIMEOUT_NANOS = 250_000_000;
  private static final long MAX_TIMEOUT_NANOS = 1_000_000_000;
  private static final Duration MIN_PERIOD = Duration.ofMillis(1);
  private static final Duration MAX_PERIOD = Duration.ofMinutes(1);

  private final InetSocketAddress address;
  private final ChronyLink link;
  private final AtomicReference<ErrorBound> said;
  private final long periodNanos;
  private final Thread poller;

  /**
   * Opens a clock on the chronyd of this machine, at 127.0.0.1:323, which is asked every second.
   *
   * @return the clock, to be closed after use
   * @throws IOException if it does not answer within a second
   */
  public static ChronyClock open() throws IOException {
    // chronyd listens there also where the machine's loopback address is that of IPv6.
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return open(new InetSocketAddress(local, PORT), Duration.ofSeconds(1));
  }

  /**
   * Opens a clock on a chronyd of this machine.
   *
   * @param address its command port
   * @param period the time between two questions, 1 millisecond to 1 minute; with more than 5
   *     seconds the clock is free-running for the rest of each period
   * @return the clock, to be closed after use
   * @throws IOException if it does not answer within a second
   * @throws IllegalArgumentException if the period is outside that range
   */
  public static ChronyClock open(InetSocketAddress address, Duration period) throws IOException {
    return open(address, period, PhysicalClock.of(InstantSource.system()), System::nanoTime);
  }

  static ChronyClock open(
      InetSocketAddress address, Duration period, PhysicalClock wallClock, LongSupplier nanoCounter)
      throws IOException {
    Objects.requireNonNull(address, "address");
    if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0) {
      throw new IllegalArgumentException(
          "the period is out of range, it must be 1 millisecond to 1 minute: period=" + period);
    }
    ChronyLink link = new ChronyLink(address, wallClock, nanoCounter);
    ErrorBound first = askFirst(link, address);
    ChronyClock clock = new ChronyClock(address, period, wallClock, nanoCounter, link, first);
    clock.poller.start();
    return clock;
  }

  private static ErrorBound askFirst(ChronyLink link, InetSocketAddress address)
      throws IOException {
    IOException last = null;
    for (int i = 0; i < FIRST_QUESTIONS; i++) {
      try {
        return link.ask(FIRST_TIMEOUT_NANOS);
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        "chronyd does not answer, it must run with its command port open: address=" + address,
        last);
  }

  private ChronyClock(
      InetSocketAddress address,
      Duration period,
      PhysicalClock wallClock,
      LongSupplier nanoCounter,
      ChronyLink link,
      ErrorBound first) {
    super(wallClock, nanoCounter);
    this.address = address;
    this.link = link;
    this.said = new AtomicReference<>(first);
    this.periodNanos = period.toNanos();
    this.poller = new Thread(null, this::poll, "uhlc-chrony-clock", 0, false);
    this.poller.setDaemon(true);
  }

  private void poll() {
    while (said.get() != null) {
      long startNanos = System.nanoTime();
      ask();
      long leftNanos = periodNanos - (System.nanoTime() - startNanos);
      while (leftNanos > 0 && said.get() != null) {
        // An interrupt is of no meaning to this thread, and would keep it from pausing.
        boolean unused = Thread.interrupted();
        LockSupport.parkNanos(leftNanos);
        leftNanos = periodNanos - (System.nanoTime() - startNanos);
      }
    }
  }

  private void ask() {
    try {
      ErrorBound next =
          link.ask(Math.max(Math.min(periodNanos, MAX_TIMEOUT_NANOS), FIRST_TIMEOUT_NANOS));
      ErrorBound last = said.get();
      if (last != null) {
        said.compareAndSet(last, next);
      }
    } catch (Throwable e) {
      // What was said last grows old, and so tells the readers.
    }
  }

  @Override
  ErrorBound bound() {
    ErrorBound last = said.get();
    if (last == null) {
      throw new IllegalStateException("the Chrony clock is closed: address=" + address);
    }
    return last;
  }

  /** The thread that asks, for tests. */
  Thread poller() {
    return poller;
  }

  /**
   * Ends the use of this clock and its thread, without waiting for it: readings throw. A second
   * call does nothing.
   */
  @Override
  public void close() {
    said.set(null);
    link.close();
    LockSupport.unpark(poller);
  }

  /**
   * Returns the address, and what is wrong if something is.
   *
   * @return for example {@code ChronyClock[address=/127.0.0.1:323]}
   */
  @Override
  public String toString() {
    ErrorBound last = said.get();
    String trouble = last == null ? "closed" : last.trouble();
    return "ChronyClock[address="
        + address
        + (trouble.isEmpty() ? "" : ", trouble=" + trouble)
        + "]";
  }
}
