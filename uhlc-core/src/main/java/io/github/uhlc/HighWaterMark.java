package io.github.uhlc;

/**
 * A durable upper bound of the times that a clock has issued, which only grows. An {@link HLC} that
 * has one never issues a time above it, so after a crash a clock that starts above the bound
 * repeats nothing and never goes back.
 *
 * <p>A row of a database, a replicated log or a node of a coordination service serves as a mark. A
 * mark belongs to one clock at a time, which is the mark's task to ensure: one that somebody else
 * has taken over must throw from then on.
 *
 * <p>An HLC reads its mark once, when it is built, and extends it from one thread at a time, which
 * is none of those that use the HLC and is never interrupted. What a mark throws reaches the
 * callers of the HLC as the cause of a {@link HighWaterMarkException}.
 */
public interface HighWaterMark {
  /**
   * Returns the durable bound.
   *
   * @return the bound, {@link NTP64#ZERO} if there is none yet
   * @throws RuntimeException if it cannot be read
   */
  NTP64 bound();

  /**
   * Raises the bound and returns when it is durable: when a crash of the machine, from now on,
   * cannot take it back. A bound that is not beyond the current one changes nothing.
   *
   * @param bound the new bound
   * @throws RuntimeException if it may not have become durable; the old bound holds, or the new one
   */
  void extend(NTP64 bound);
}
