package io.github.uhlc.examples.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the clients did and saw. Thread-safe. */
final class History {
  // State: the writes by value, in the order in which they were begun, and what was read that was
  // never so written. Under the lock of this object.

  private final Map<String, Write> writes = new LinkedHashMap<>();
  private final List<Entry> strange = new ArrayList<>();
  private int acknowledged;

  /** Notes a write that is about to be made. */
  synchronized void begin(Write write) {
    writes.put(write.value(), write);
  }

  /** Notes that a node has acknowledged a write. */
  synchronized void acknowledge(Entry entry) {
    acknowledged++;
    note(entry, true);
  }

  /** Notes what was read. */
  synchronized void read(Entry entry) {
    note(entry, false);
  }

  private void note(Entry entry, boolean acknowledged) {
    Write write = writes.get(entry.value());
    if (write == null
        || !write.key().equals(entry.key())
        || write.entry().filter(known -> !known.isSameWrite(entry)).isPresent()) {
      strange.add(entry);
      return;
    }
    writes.put(
        write.value(),
        new Write(
            write.key(),
            write.value(),
            write.node(),
            write.seen(),
            acknowledged || write.acknowledged(),
            Optional.of(entry)));
  }

  /** How many writes were acknowledged. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  /** How many writes were begun. */
  synchronized int begun() {
    return writes.size();
  }

  /** All writes, each after those that its client had seen. */
  synchronized List<Write> writes() {
    return List.copyOf(writes.values());
  }

  /** What was read or acknowledged that is not what a client had written. */
  synchronized List<Entry> strange() {
    return List.copyOf(strange);
  }
}
