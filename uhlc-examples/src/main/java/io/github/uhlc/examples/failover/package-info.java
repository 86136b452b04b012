/**
 * A time oracle with a primary and a backup, in Maelstrom's format: a front of {@code
 * TimestampOracle}. {@code MaelstromNode} holds the dialogue, on {@code Json}; {@code
 * FailoverService} asks one of two {@code Member}s, each an oracle on the same mark, in this
 * process or, by {@code MemberProcess}, in its own. The mark is a file that one of them has open at
 * a time.
 */
package io.github.uhlc.examples.failover;
