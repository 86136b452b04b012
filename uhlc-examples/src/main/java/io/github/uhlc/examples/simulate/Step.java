package io.github.uhlc.examples.simulate;

/**
 * A step of a node's physical clock.
 *
 * @param node the number of the node, from 1
 * @param atNanos the true time since the start
 * @param byNanos how far the clock jumps, negative if back
 */
record Step(int node, long atNanos, long byNanos) {}
