/**
 * A time oracle with a primary and a backup, in Maelstrom's format. {@code MaelstromNode} holds the
 * dialogue, on {@code Json}; {@code FailoverService} asks the two {@code Member}s one thing at a
 * time. {@code Primary} and {@code Backup} answer {@code Signal}s, each in this process or, by
 * {@code MemberProcess}, in its own; what they issue are times of an {@code HLC} in milliseconds.
 */
package io.github.uhlc.examples.failover;
