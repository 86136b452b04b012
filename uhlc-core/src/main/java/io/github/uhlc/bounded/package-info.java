/**
 * Clocks that know how wrong they can be. A {@link io.github.uhlc.bounded.BoundedClock} shows a
 * {@link io.github.uhlc.bounded.TimeInterval} that contains true time; any of its points feeds an
 * {@link io.github.uhlc.HLC}.
 *
 * <h2>HLC with uncertainty</h2>
 *
 * Transactions on machines that exchange no messages, in the order in which they happened (external
 * consistency):
 *
 * <pre>{@code
 * BoundedClock clock = ClockBoundClock.open();
 * clock.awaitSynchronized(Duration.ofMillis(10), Duration.ofMinutes(1));
 * HLC hlc = HLC.builder().withClock(clock.physicalClock(IntervalPoint.LATEST)).build();
 *
 * Timestamp commit = hlc.newTimestamp();                         // not before true time
 * if (clock.awaitPast(commit.time(), Duration.ofSeconds(1))) {   // commit wait
 *   // Acknowledge: every transaction that starts from now on, on any machine, gets a greater time.
 * }
 * }</pre>
 *
 * The wait is about twice the error. Peers' timestamps are ahead of true time by as much, so
 * max-delta must leave room for it. A lease that ends at {@code end} is over for everybody when
 * {@code clock.now().earliest()} is after it, and its holder stops when {@code
 * clock.now().latest()} is. Of two intervals, {@link io.github.uhlc.bounded.TimeInterval#isBefore}
 * says which was read first, if that is certain.
 *
 * <h2>Promises</h2>
 *
 * <dl>
 *   <dt>B1
 *   <dd>While the assumptions of its source hold, an interval that is bounded contains the true
 *       time of a moment between call and return. All rounding is outwards.
 *   <dt>B2
 *   <dd>{@link io.github.uhlc.bounded.BoundedClock#awaitPast} returns true only if the time is
 *       past, whatever the clock did meanwhile. It does not spin, and ends when it is interrupted.
 *   <dt>B3
 *   <dd>A physical clock made of one point throws while there is no bound, unless its caller has
 *       asked for the estimate by name.
 *   <dt>B4
 *   <dd>Reading a point of this package's clocks neither waits nor takes a lock, and allocates
 *       nothing once it is compiled.
 * </dl>
 *
 * <h2>Which source on which machine</h2>
 *
 * <table>
 *   <caption>Sources of a bound</caption>
 *   <tr><th>machine</th><th>clock</th><th>assumes</th></tr>
 *   <tr><td>in a cloud, or any Linux, with the daemon of ClockBound 1 or 2</td>
 *       <td>{@link io.github.uhlc.bounded.ClockBoundClock}</td>
 *       <td>that chrony's bound is right, that the clock drifts by at most the daemon's
 *       {@code --max-drift-rate}, and that nobody but chrony sets it</td></tr>
 *   <tr><td>any with chrony</td><td>{@link io.github.uhlc.bounded.ChronyClock}</td>
 *       <td>the same, with a drift of at most 50 ppm while chrony corrects it</td></tr>
 *   <tr><td>any other</td><td>{@link io.github.uhlc.bounded.BoundedClock#of}</td>
 *       <td>that the clock's owner keeps the error that was promised</td></tr>
 * </table>
 *
 * <h2>Hazards</h2>
 *
 * <ul>
 *   <li>HAZARD: if a bound is wrong, intervals do not contain true time, and nothing here can see
 *       it: timestamps may then contradict the order of events, and leases may overlap.
 *   <li>HAZARD: if a container has a time namespace of its own, its counter is not that of the
 *       daemon in another one, and {@link io.github.uhlc.bounded.ClockBoundClock} takes the bound
 *       for older or younger than it is. Share the time namespace.
 *   <li>HAZARD: if an interval is not bounded, its times prove nothing. {@link
 *       io.github.uhlc.bounded.TimeInterval#contains} does not look at the status.
 *   <li>HAZARD: if one machine smears a leap second and another does not, they disagree on true
 *       time by up to a second, which no source reports. Configure all of them alike.
 * </ul>
 */
package io.github.uhlc.bounded;
