package io.github.uhlc.examples.store;

import java.util.List;
import java.util.Optional;

/**
 * A write as a client made it.
 *
 * @param key the key
 * @param value the value, which no other write has
 * @param node where it was written
 * @param seen the values, of any key, that the client had read or written since its last
 *     acknowledged write, with that one and the last of this key: this write comes after theirs,
 *     and after what those come after
 * @param acknowledged whether the node has said that it is durable
 * @param entry what became of it, if anybody has seen that
 */
record Write(
    String key,
    String value,
    NodeRun node,
    List<String> seen,
    boolean acknowledged,
    Optional<Entry> entry) {
  /** Makes a write with a copy of the values. */
  Write {
    seen = List.copyOf(seen);
  }
}
