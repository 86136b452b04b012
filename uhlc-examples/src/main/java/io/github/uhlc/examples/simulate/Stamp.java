package io.github.uhlc.examples.simulate;

import io.github.uhlc.Timestamp;

/**
 * A timestamp in the terms of the paper: its physical part l and its counter c.
 *
 * @param timestamp the timestamp
 * @param physicalNtp l, the largest reading of a physical clock among the event and its causes,
 *     NTP64 bits
 */
record Stamp(Timestamp timestamp, long physicalNtp) {
  /**
   * Returns c, the number of events since the physical part moved: what the time is ahead of it. An
   * HLC counts in the last bits of the time and carries from there, which this undoes.
   */
  long counter() {
    return timestamp.ntp64() - physicalNtp;
  }
}
