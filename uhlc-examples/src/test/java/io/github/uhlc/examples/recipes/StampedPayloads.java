package io.github.uhlc.examples.recipes;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Payloads that start with a timestamp, as zenoh writes it. */
record StampedPayloads(HLC clock) {
  // recipe
  byte[] stamp(byte[] body) {
    Timestamp stamp = clock.newTimestamp();
    int size = TimestampFormat.ZENOH.encodedSize(stamp) + body.length;
    ByteBuffer payload = ByteBuffer.allocate(size);
    TimestampFormat.ZENOH.encode(stamp, payload);
    return payload.put(body).array();
  }

  Optional<ByteBuffer> receive(byte[] payload) {
    ByteBuffer rest = ByteBuffer.wrap(payload);
    try {
      Timestamp sent = TimestampFormat.ZENOH.decode(rest);
      return clock.tryUpdateWithTimestamp(sent) ? Optional.of(rest.slice()) : Optional.empty();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("no timestamp: length=" + payload.length, e);
    }
  }
  // end of recipe
}
