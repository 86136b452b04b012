package io.github.uhlc.examples.recipes;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.util.Map;

/** Timestamps in the headers of messages, where a name has bytes, as in Kafka. */
record StampedMessages(HLC clock) {
  static final String HEADER = "uhlc-time";

  // recipe
  void stamp(Map<String, byte[]> headers) {
    headers.put(HEADER, TimestampFormat.SORTABLE.encode(clock.newTimestamp()));
  }

  Timestamp receive(Map<String, byte[]> headers) {
    byte[] sent = headers.get(HEADER);
    if (sent == null) {
      throw new IllegalArgumentException("the message has no timestamp: header=" + HEADER);
    }
    return clock.newTimestampAfter(TimestampFormat.SORTABLE.decode(sent));
  }
  // end of recipe
}
