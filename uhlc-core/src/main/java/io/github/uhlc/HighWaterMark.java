package io.github.uhlc;

/**
 * A durable upper bound of the times that a clock has issued, which only grows. An {@link HLC} that
 * has one never issues a time above it, so after a crash a clock that starts above the bound
 * repeats nothing and never goes back.
 *
 * <p>{@link FileHighWaterMark} keeps it in a file; a row of a database, a replicated log or a node
 * of a coordination service serves as well. A mark belongs to one clock at a time: each extension
 * names the bound that it starts from, so a clock whose mark was taken over by another one cannot
 * extend it, and throws once its window is used up. No two clocks are granted the same times.
 *
 * <p>An HLC reads its mark when it is built, and calls it from then on from one daemon thread at a
 * time, never interrupted. What a mark throws reaches the callers of the HLC as the cause of a
 * {@link HighWaterMarkException}; a later call tries again. After failures the HLC asks less and
 * less often, at least ten times a second while somebody waits.
 *
 * <p>If an extension has thrown and {@link #bound()} then returns what it was to write, the HLC
 * skips the times up to there, which another clock may have been granted, and goes on above, as
 * after a restart.
 *
 * <p>A mark is shared if several owners use its bound, each through a handle of its own, as the
 * oracles of several processes do. It is fit for that if, over all handles:
 *
 * <ul>
 *   <li>Both operations are linearizable: each takes effect at one moment between its call and its
 *       return. A read that begins after an extension has returned shows that bound or a later one,
 *       whoever reads, and what a read has shown is never taken back. So it does not come from a
 *       replica that may lag, nor from a transaction that may be rolled back.
 *   <li>Of several extensions from one bound one at most returns, also if all are to write the same
 *       bound. One that is repeated after its answer was lost throws if it had been carried out.
 *   <li>An extension that throws was carried out, or is not, or is later, but never in part, and
 *       later only if the bound is still what it starts from.
 *   <li>No restart or crash of the store, or of a part of it, takes back what was acknowledged or
 *       read.
 *   <li>All 64 bits of a bound are kept, and none is a sign.
 *   <li>A handle is thread-safe: an oracle may read it while an extension is under way.
 * </ul>
 *
 * <p>{@code io.github.uhlc.testkit.SharedMarkCheck}, in the artifact of type {@code test-jar},
 * checks a mark against this list, but for its last line.
 *
 * <p>HAZARD: if a call of the mark neither returns nor throws, there is no further attempt, and the
 * HLC fails for good once its window is used up; if {@link #bound()} does so at the start, {@link
 * HLC.Builder#build()} never returns. Give the store's calls a time limit.
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
   * WHERE bound = :current} is. It must return only if this very call has changed the bound.
   *
   * @param current what the bound has to be
   * @param bound the new bound, greater than {@code current}
   * @throws RuntimeException if the bound was not {@code current}, and has not been changed; or if
   *     it is not known whether the new one has become durable, or will
   */
  void extend(NTP64 current, NTP64 bound);
}
