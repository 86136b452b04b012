/**
 * Timestamp oracles: strict order for those who need more than causality. A hybrid logical clock
 * orders what is causally related; a {@link io.github.uhlc.oracle.TimestampOracle} orders
 * everything: whoever asks after another was answered gets a greater number. It is an {@link
 * io.github.uhlc.HLC} on a {@link io.github.uhlc.HighWaterMark}, and a lease where several oracles
 * share the mark.
 *
 * <h2>Promises</h2>
 *
 * <dl>
 *   <dt>O1
 *   <dd>A number asked for after another was answered, by any oracle of the mark, is greater; with
 *       a lease as long as the rates of the oracles' counters ({@link java.lang.System#nanoTime()})
 *       differ by less than an eighth.
 *   <dt>O2
 *   <dd>No number is issued twice by oracles of one mark, whatever any clock or counter does.
 *   <dt>O3
 *   <dd>No number is handed out that is above the durable bound of the mark.
 *   <dt>O4
 *   <dd>An oracle that is cut off from its mark stops to answer within a lease of its last
 *       extension. A holder that has died is replaced within a lease and a quarter, and what the
 *       mark needs to answer, if another oracle runs.
 *   <dt>O5
 *   <dd>An oracle never waits for the wall clock, and not for its mark as long as that answers
 *       within half a window; but for a call after a step of the wall clock forward, or while its
 *       numbers are ahead of the clock by a window or more, or, without a lease, after a pause of
 *       more than half a window.
 *   <dt>O6
 *   <dd>A call that throws has issued nothing that anyone will ever see.
 * </dl>
 *
 * <h2>How it works</h2>
 *
 * <p>A holder issues numbers up to the bound that it has written to the mark. With a lease it
 * answers only while the lease runs: by its counter and by its physical clock, from the
 * <em>start</em> of its last successful extension. It looks at the lease <em>after</em> the numbers
 * were taken. Another oracle takes over when it has seen one bound for a lease and an eighth since
 * a read that showed it <em>ended</em>, by an extension from just that bound. So the lease of the
 * old holder has ended by then, and its numbers are below. A holder whose extension had a lost
 * answer goes on only while its lease runs; after that the bound that it finds may be another's.
 *
 * <p>Numbers come from an HLC on a physical clock of whole milliseconds. Where that clock is
 * behind, the oracle's time runs on at half the rate of the counter until it has caught up; with a
 * lease also where it stands still.
 *
 * <h2>Progress</h2>
 *
 * <p>{@link io.github.uhlc.oracle.TimestampOracle#next()} and {@link
 * io.github.uhlc.oracle.TimestampOracle#grant} are lock-free below the durable bound, as the HLC
 * is; beyond it they wait for the mark, for a lease at most, or 5 s without one.
 *
 * <h2>Hazards</h2>
 *
 * <ul>
 *   <li>HAZARD: if the mark writes without comparing, nothing of this holds. {@link
 *       io.github.uhlc.HighWaterMark} says what a shared mark must do.
 *   <li>HAZARD: if two oracles of a mark have different leases, the one with the shorter lease
 *       takes over while the other still answers. If one has none, it does not even look.
 *   <li>HAZARD: if a machine is suspended, its counter may stand still, and only its wall clock
 *       shows that the lease has ended: {@link io.github.uhlc.PhysicalClock#system()} within a
 *       millisecond after it goes on. In that time it can answer although another oracle has taken
 *       over. If neither shows it, as when a virtual machine is paused and its wall clock is not
 *       corrected, or is stepped back, it can do so until its lease ends.
 *   <li>HAZARD: if the rates of two counters differ by an eighth or more, order can be lost;
 *       uniqueness cannot.
 *   <li>HAZARD: if a wall clock is stepped forward and then corrected, the numbers stay ahead of
 *       physical time until that has caught up. Beyond {@link
 *       io.github.uhlc.oracle.TimestampOracle.Builder#withMaxLead} the oracle refuses to serve.
 *   <li>HAZARD: if a listener does not return, the lease is not renewed, as it is called by the
 *       thread that does that.
 *   <li>HAZARD: if a process is stopped in the middle of an operation of a {@linkplain
 *       io.github.uhlc.FileHighWaterMark#openShared shared file}, no other can take over until it
 *       goes on or ends.
 *   <li>HAZARD: if a mark is restored from a backup, numbers issued since can be issued again.
 * </ul>
 */
package io.github.uhlc.oracle;
