/**
 * The main job: nodes that talk, and a check of their logs.
 *
 * <p>The parent ({@code Job}) starts each node as a process ({@code NodeCommand}), tells it whom to
 * talk to, and lets it run. A node answers on one thread for each connection ({@code Answerer}),
 * asks on one ({@code Asker}), and stamps and logs each event ({@code Recorder}). At the end {@code
 * CausalCheck} merges all logs and judges them by each {@code Rule}.
 */
package io.github.uhlc.examples.cluster;
