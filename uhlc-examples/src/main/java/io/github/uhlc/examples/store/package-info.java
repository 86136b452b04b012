/**
 * A replicated map in which the last writer wins, and the run that tries to break it.
 *
 * <p>A node is a process ({@code MemberCommand}) with a {@code Replica} on a {@code MapTable} in
 * SQLite, a {@code Server} for clients and peers, and a {@code Puller} that merges. {@code
 * StoreRun} is the script: it starts {@code Nodes}, has {@code Clients} write, cuts nodes off,
 * kills them and starts them again. What clients did and saw is their {@code History}, which {@code
 * Audit} judges by each {@code Rule}.
 */
package io.github.uhlc.examples.store;
