/**
 * Benchmarks of uhlc, and the report on them.
 *
 * <p>The groups are {@link io.github.uhlc.jmh.Floor}, {@link io.github.uhlc.jmh.Issue}, {@link
 * io.github.uhlc.jmh.Receive}, {@link io.github.uhlc.jmh.Text}, {@link io.github.uhlc.jmh.Bytes},
 * {@link io.github.uhlc.jmh.Oracle} and {@link io.github.uhlc.jmh.Peers}; what they share is in
 * {@link io.github.uhlc.jmh.StandardGroup}. The report goes from JMH's JSON by way of {@link
 * io.github.uhlc.jmh.Results} to {@link io.github.uhlc.jmh.Tables} and {@link
 * io.github.uhlc.jmh.Chart}; the targets are in {@link io.github.uhlc.jmh.Target}.
 */
package io.github.uhlc.jmh;
