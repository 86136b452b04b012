package io.github.uhlc.examples.store;

/**
 * The run of a node from a start to its end.
 *
 * @param node the number of the node
 * @param start 1 for the first start, 2 for the second
 * @param port where it listens
 */
record NodeRun(int node, int start, int port) {}
