/**
 * The command line, and what the examples share.
 *
 * <p>{@code Main} names the commands, of which each example has a package. An example with nodes is
 * a {@code Task} for the {@code Supervisor}, which leaves no process and file behind; its nodes are
 * a {@code NodeGroup} of processes, which see their {@code Parent} and listen with a {@code
 * Listener}.
 */
package io.github.uhlc.examples;
