/**
 * Nodes with imperfect clocks, simulated on virtual time.
 *
 * <p>{@code Simulation} takes events in the order of their time from a queue; each {@code
 * SimulatedNode} has an HLC on a clock that it sets to virtual time. Their leads and counters add
 * up in {@code Figures}, and over time in {@code Series}, which together are the {@code Outcome}.
 * {@code Table}, {@code Chart} and {@code HtmlReport} show it.
 */
package io.github.uhlc.examples.simulate;
