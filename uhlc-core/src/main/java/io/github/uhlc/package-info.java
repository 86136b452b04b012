/**
 * Hybrid logical clocks that are unique without coordination, after uhlc-rs, the clock of Eclipse
 * zenoh. An {@link io.github.uhlc.HLC} issues {@link io.github.uhlc.Timestamp}s; each is an {@link
 * io.github.uhlc.NTP64} time and the {@link io.github.uhlc.ID} of the clock.
 *
 * <h2>Promises</h2>
 *
 * <dl>
 *   <dt>P1
 *   <dd>Timestamps of one HLC strictly increase in happens-before order, over any mix of threads
 *       and calls.
 *   <dt>P2
 *   <dd>HLCs with distinct IDs never issue equal timestamps.
 *   <dt>P3
 *   <dd>After an HLC has accepted a timestamp, all it issues is greater.
 *   <dt>P4
 *   <dd>Time is never behind the physical clock's tick (3.7 ns); while that clock does not go back,
 *       time is ahead of it by at most max-delta plus 2<sup>-32</sup> s per event. With a mark it
 *       may be ahead by up to a window after a restart or a lost answer of the store, and by 16
 *       microseconds more with each restart on a clock that stands still.
 *   <dt>P5
 *   <dd>A call that throws has changed nothing. (An error of the virtual machine, such as {@link
 *       OutOfMemoryError}, may have used up times, which nobody is given.)
 *   <dt>P6
 *   <dd>Lock-free: no call waits for another, sleeps or does I/O. With a mark, calls whose time is
 *       beyond its durable bound wait for the store; others do not, but one of them may start a
 *       thread if the clock was idle.
 *   <dt>P7
 *   <dd>Time never wraps: at the end of the format calls throw {@link IllegalStateException}.
 *   <dt>P8
 *   <dd>Durable, with a {@link HighWaterMark}: P1 and P3 hold over all lives of the clock. No
 *       crash, restart or step of the wall clock makes a clock with the same ID and mark repeat a
 *       time or go back.
 * </dl>
 *
 * <h2>Hazards</h2>
 *
 * <ul>
 *   <li>HAZARD: if two clocks have one ID, their timestamps can be equal. Leave the ID random, or
 *       make sure that each is given out once.
 *   <li>HAZARD: if a machine image, snapshot or checkpoint that holds a live HLC is cloned, the
 *       clones share its ID. Make the HLC after the restore, or go on with {@link
 *       io.github.uhlc.HLC#withFreshId()}. A listener is called when a timestamp of another clock
 *       with the ID arrives.
 *   <li>HAZARD: if a process restarts with the ID it had before while its wall clock is behind, it
 *       can issue timestamps again. A random ID for each start avoids it, as does a high-water
 *       mark.
 *   <li>HAZARD: if the file of a high-water mark is deleted, or replaced by an older copy, what was
 *       issued since can be issued again. Give the clock a new ID then.
 *   <li>HAZARD: if a wall clock is stepped forward and then corrected, its HLC stays ahead of
 *       physical time until that has caught up, and peers refuse its timestamps for as long as it
 *       leads by more than their max-delta. {@link io.github.uhlc.HLC#lead()} shows it; a new HLC
 *       with a new ID ends it, and gives up the order to what the old one issued.
 *   <li>HAZARD: if clocks of honest nodes differ by more than max-delta, the slow ones refuse the
 *       fast ones. Choose a max-delta above the error of clock synchronization.
 *   <li>HAZARD: if max-delta has no limit, one timestamp of a peer can take the clock to the end of
 *       the format, for good. Trust every peer, or set a limit.
 *   <li>HAZARD: if the format ends, on 2106-02-07T06:28:16Z, so does every HLC. Times from
 *       2038-01-19T03:14:08Z on are negative as a {@code long}: compare with {@link
 *       java.lang.Long#compareUnsigned} or as {@link io.github.uhlc.NTP64}.
 * </ul>
 */
package io.github.uhlc;
