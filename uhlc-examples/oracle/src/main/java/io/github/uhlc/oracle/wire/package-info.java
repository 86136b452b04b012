/** The messages and calls of {@code tsoracle.v1}, most of it generated. */
package io.github.uhlc.oracle.wire;
