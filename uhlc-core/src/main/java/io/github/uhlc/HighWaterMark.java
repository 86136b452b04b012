package io.github.uhlc;

/**
 * A durable upper bound of the times that a clock has issued, which only grows. An {@link HLC} that
 * has one never issues a time above it, so after a crash a clock that starts above the bound
 * repeats nothing and never goes back.
 *
 * <p>{@link FileHighWaterMark} keeps it in a file; a row of a database, a replicated log or a node
 * of a coordination service serves as well. A mark belongs to one clock at a time: as each
 * extension names the bound that it starts from, a clock whose mark was taken over by another one
 * is told so and ends, before either can repeat a time of the other.
 *
 * <p>An HLC calls its mark when it is built, and then from one thread at a time, which is none of
 * those that use the HLC and is never interrupted. What a mark throws reaches the callers of the
 * HLC as the cause of a {@link HighWaterMarkException}; a later call tries again.
 *
 * <p>HAZARD: if a call of the mark neither returns nor throws, there is no further attempt, and the
 * HLC fails for good once its window is used up. Give the store's calls a time limit.
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
   * cannot take it back. It is an atomic compare-and-set, as {@code UPDATE ... SET bound = :bound
   * WHERE bound = :current} is.
   *
   * @param current what the bound has to be
   * @param bound the new bound, greater than {@code current}
   * @throws RuntimeException if the bound was not {@code current}, and has not been changed, or if
   *     the new one may not have become durable; then {@link #bound()} tells which of the two is
   */
  void extend(NTP64 current, NTP64 bound);
}
