package io.github.uhlc.examples.store;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

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
  private static final int DIGEST_BYTES = 8;

  /** A short text that equal replicas have in common; when they stored an entry does not count. */
  static String digest(List<Entry> entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      entries.stream()
          .sorted(Comparator.comparing(Entry::key))
          .map(entry -> String.join("\0", entry.key(), entry.value(), "" + entry.stamp(), ""))
          .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }

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
