package io.github.uhlc.examples.store;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A node's copy of the map: the latest write of each key that it knows, stamped by its clock and
 * kept in its database. Thread-safe.
 *
 * <p>An exception of the database is the end of the node: it may have done half of something.
 */
final class Replica {
  // State: the table, under the lock of this object. Stamping and storing are one step under it, so
  // entries become visible in the order of their stored-timestamps, and who has read up to one of
  // them has missed none before. After a crash that order goes on, as the clock does.

  private final HLC hlc;
  private final MapTable table;

  /**
   * Makes a replica.
   *
   * @param hlc a clock that never goes back, whatever crashes
   * @param table the table, for this alone
   */
  Replica(HLC hlc, MapTable table) {
    this.hlc = hlc;
    this.table = table;
  }

  ID id() {
    return hlc.id();
  }

  /**
   * Writes; the write is durable when this returns.
   *
   * @param after what the write comes after, besides all that this node has stamped or merged
   * @throws ExceedingDeltaException if that is too far ahead of this node's wall clock; then
   *     nothing is written
   */
  synchronized Entry put(String key, String value, Optional<Timestamp> after) throws SQLException {
    NTP64 wall = NTP64.ofBits(hlc.clock().ntp64());
    Timestamp stamp = after.map(hlc::newTimestampAfter).orElseGet(hlc::newTimestamp);
    Entry entry = new Entry(key, value, stamp, wall, stamp);
    table.merge(entry);
    table.commit();
    return entry;
  }

  synchronized Optional<Entry> get(String key) throws SQLException {
    return table.get(key);
  }

  /** Reads what this replica has stored since, in that order, as much as fits into a message. */
  synchronized List<Entry> storedSince(Optional<Timestamp> since) throws SQLException {
    return table.storedSince(since, Wire.MAX_ENTRIES);
  }

  /** Up to where a peer was merged, by its own stored-timestamps. */
  synchronized Optional<Timestamp> cursor(ID peer) throws SQLException {
    return table.cursor(peer);
  }

  /**
   * Merges what a peer has stored since its {@link #cursor}.
   *
   * @param entries in the order in which the peer stored them
   * @return false if one is too far ahead of this node's wall clock; it and those after it wait
   */
  synchronized boolean merge(ID peer, List<Entry> entries) throws SQLException {
    Optional<Timestamp> cursor = Optional.empty();
    int merged = 0;
    boolean admitted = true;
    for (Entry entry : entries) {
      admitted = hlc.tryUpdateWithTimestamp(entry.stamp());
      if (!admitted) {
        break;
      }
      merged += table.merge(storedNow(entry)) ? 1 : 0;
      cursor = Optional.of(entry.stored());
    }
    if (cursor.isPresent()) {
      table.advance(peer, cursor.get(), merged);
      table.commit();
    }
    return admitted;
  }

  private Entry storedNow(Entry entry) {
    return new Entry(entry.key(), entry.value(), entry.stamp(), entry.wall(), hlc.newTimestamp());
  }

  /** How many entries of peers were taken over, also before a restart. */
  synchronized long merged() throws SQLException {
    return table.merged();
  }
}
