package io.github.uhlc.examples.store;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;

/**
 * A key's value, and the write it stems from.
 *
 * @param key the key
 * @param value the value
 * @param stamp the timestamp of the write; of two entries of a key the greater one wins
 * @param wall what the wall clock of the writing node read at the write, to compare with
 * @param stored when the replica that this entry is of stored it, by its own clock
 */
record Entry(String key, String value, Timestamp stamp, NTP64 wall, Timestamp stored) {
  /** The timestamp that the write would have without a hybrid logical clock. */
  Timestamp wallStamp() {
    return Timestamp.of(wall, stamp.id());
  }

  /** Tells whether another replica's entry is of the same write. */
  boolean isSameWrite(Entry other) {
    return key.equals(other.key)
        && value.equals(other.value)
        && stamp.equals(other.stamp)
        && wall.equals(other.wall);
  }
}
