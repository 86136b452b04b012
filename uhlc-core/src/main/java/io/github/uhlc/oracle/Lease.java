package io.github.uhlc.oracle;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * How long an oracle may answer: for the length of the lease from the start of its last successful
 * extension of the mark, by the counter and by the physical clock, which goes on while the machine
 * is suspended.
 */
final class Lease {
  // State: the current term, null if there is none.
  // Writers: the thread that extends the mark puts a new term, by a volatile write; it extends one
  // at a time, so terms only grow. Any thread that sees a term ended by the clock takes away just
  // that one, by a compare-and-set, so it never takes away a later one.
  // Readers: every thread. An old term is read only by a call that began before the extension
  // ended, and ends sooner.

  private record Term(long endNanos, long startNtp) {}

  private final AtomicReference<Term> current = new AtomicReference<>();
  private final LongSupplier counter;
  private final long lengthNanos;
  private final long lengthNtp;

  Lease(long lengthNanos, LongSupplier counter) {
    this.lengthNanos = lengthNanos;
    this.counter = counter;
    // No eighth more: a taker whose counter is fast may wait for no more than the lease.
    this.lengthNtp = OracleTimes.ofNanos(lengthNanos);
  }

  /** No overflow: a lease is an hour at most. */
  static long withAnEighth(long nanos) {
    return nanos + nanos / 8;
  }

  /**
   * Begins a new term, unless the machine was suspended meanwhile for so long that it is over.
   *
   * @param startNanos the counter before the extension started
   * @param startNtp the physical clock before the extension started
   * @param endNtp the physical clock after the extension ended
   */
  void begin(long startNanos, long startNtp, long endNtp) {
    current.set(isOver(startNtp, endNtp) ? null : new Term(startNanos + lengthNanos, startNtp));
  }

  private boolean isOver(long startNtp, long nowNtp) {
    return OracleTimes.isAfter(nowNtp, startNtp)
        && OracleTimes.isAfter(nowNtp - startNtp, lengthNtp);
  }

  /** Ends the term if the physical clock says that it has ended. */
  void observe(long clockNtp) {
    Term term = current.get();
    if (term != null && isOver(term.startNtp, clockNtp)) {
      current.compareAndSet(term, null);
    }
  }

  /** Whether the current term runs. */
  boolean isRunning() {
    Term term = current.get();
    return term != null && counter.getAsLong() - term.endNanos < 0;
  }
}
