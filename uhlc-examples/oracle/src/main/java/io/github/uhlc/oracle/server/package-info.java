/**
 * A {@link io.github.uhlc.oracle.TimestampOracle} as a gRPC service: the wire, the server, and the
 * pulse that tells whether the oracle serves. Which mark the oracle stands on is not known here.
 */
package io.github.uhlc.oracle.server;
