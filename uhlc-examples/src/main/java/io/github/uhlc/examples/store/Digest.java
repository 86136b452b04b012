package io.github.uhlc.examples.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** A short text that equal replicas have in common, and different ones do not. */
final class Digest {
  private static final int BYTES = 8;

  private Digest() {}

  /** The digest of all entries of a replica, without when it stored them. */
  static String of(List<Entry> entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      entries.stream()
          .sorted(Comparator.comparing(Entry::key))
          .map(entry -> String.join("\0", entry.key(), entry.value(), "" + entry.stamp(), ""))
          .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
