package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica on a real database in memory, with a clock that stands still at 1000 s. */
class ReplicaTest {
  private static final String IN_MEMORY = "jdbc:sqlite::memory:";
  private static final ID PEER = ID.ofUnsigned(9);
  private static final int RUNS = 20;

  private final AtomicLong nowNtp = new AtomicLong(NTP64.ofSeconds(1000, 0).bits());
  private final List<MapTable> tables = new ArrayList<>();

  @AfterEach
  void closeTables() throws SQLException {
    for (MapTable table : tables) {
      table.close();
    }
  }

  @Test
  void shouldKeepTheLatestWrite() throws SQLException {
    Replica replica = replica(1);
    Entry first = replica.put("key", "first", Optional.empty());
    Entry second = replica.put("key", "second", Optional.empty());

    assertTrue(second.stamp().isAfter(first.stamp()));
    assertEquals(Optional.of(second), replica.get("key"));
    assertEquals(Optional.empty(), replica.get("other"));
    assertEquals(List.of(second), replica.storedSince(Optional.empty()));
  }

  @Test
  void shouldWriteAfterWhatTheClientHasSeen() throws SQLException {
    Entry seen = entry("key", Timestamp.of(nowNtp.get() + (1L << 32), PEER));
    Replica replica = replica(1);
    Entry written = replica.put("key", "value", Optional.of(seen.stamp()));

    assertTrue(written.stamp().isAfter(seen.stamp()));
    assertEquals(NTP64.ofBits(nowNtp.get()), written.wall());
    replica.merge(PEER, List.of(seen));
    assertEquals(Optional.of(written), replica.get("key"));
  }

  @Test
  void shouldRefuseAWriteAfterWhatIsTooFarAhead() throws SQLException {
    Timestamp ahead = Timestamp.of(nowNtp.get() + (11L << 32), PEER);
    Replica replica = replica(1);

    assertThrows(
        ExceedingDeltaException.class, () -> replica.put("key", "value", Optional.of(ahead)));
    assertEquals(Optional.empty(), replica.get("key"));
  }

  @Test
  void shouldMergeInAnyOrderAndAnyNumberOfTimes() throws SQLException {
    for (long seed : seeds()) {
      Random random = new Random(seed);
      Replica a = filled(random);
      Replica b = filled(random);
      Replica c = filled(random);
      String message = "-Duhlc.seed=" + seed;

      assertEquals(digest(join(a, b)), digest(join(b, a)), message);
      assertEquals(digest(join(join(a, b), c)), digest(join(a, join(b, c))), message);
      assertEquals(digest(a), digest(join(a, a)), message);
      assertEquals(digest(join(a, b)), digest(join(a, b, a, b, b)), message);
    }
  }

  @Test
  void shouldKeepTheGreatestTimestampOfEachKey() throws SQLException {
    for (long seed : seeds()) {
      List<Entry> entries = entries(new Random(seed));
      Replica replica = replica(1);
      replica.merge(PEER, entries);

      for (Entry entry : entries) {
        Timestamp greatest =
            entries.stream()
                .filter(other -> other.key().equals(entry.key()))
                .map(Entry::stamp)
                .max(Timestamp::compareTo)
                .orElseThrow();
        assertEquals(
            greatest, replica.get(entry.key()).orElseThrow().stamp(), "-Duhlc.seed=" + seed);
      }
    }
  }

  @Test
  void shouldPassOnWhatItHasMergedButNotTwice() throws SQLException {
    Replica first = replica(1);
    Replica second = replica(2);
    Replica third = replica(3);
    first.put("key", "value", Optional.empty());

    pull(second, first);
    pull(third, second);
    assertEquals("value", third.get("key").orElseThrow().value());
    assertEquals(1, third.merged());
    assertEquals(List.of(), second.storedSince(third.cursor(second.id())));

    // What comes back is not new.
    pull(first, third);
    assertEquals(0, first.merged());
    assertEquals(first.storedSince(Optional.empty()), List.of(first.get("key").orElseThrow()));
  }

  @Test
  void shouldPassOnWhatItMergesLateToWhoHasReadAllBefore() throws SQLException {
    Replica passing = replica(2);
    Replica reader = replica(3);
    Entry before = passing.put("before", "value", Optional.empty());
    pull(reader, passing);
    Entry early = entry("early", Timestamp.of(5, PEER));
    passing.merge(PEER, List.of(early));
    pull(reader, passing);

    assertEquals("value-" + early.stamp(), reader.get("early").orElseThrow().value());
    for (Replica replica : List.of(passing, reader)) {
      Entry stored = replica.get("early").orElseThrow();
      assertEquals(replica.id(), stored.stored().id(), "when it was stored is of its own clock");
      assertTrue(stored.stored().isAfter(before.stored()));
    }
  }

  @Test
  void shouldStoreInAnOrderThatReadersCanFollow() throws SQLException {
    Replica writer = replica(1);
    Replica reader = replica(2);
    for (int i = 0; i < 3 * Wire.MAX_ENTRIES; i++) {
      writer.put("key-" + i % 40, "value-" + i, Optional.empty());
      if (i % 7 == 0) {
        pull(reader, writer);
      }
    }
    while (!writer.storedSince(reader.cursor(writer.id())).isEmpty()) {
      pull(reader, writer);
    }

    for (int key = 0; key < 40; key++) {
      Entry written = writer.get("key-" + key).orElseThrow();
      assertTrue(written.isSameWrite(reader.get("key-" + key).orElseThrow()));
    }
  }

  @Test
  void shouldLeaveWhatIsTooFarAheadUntilItsTimeHasCome() throws SQLException {
    Replica replica = replica(1);
    Entry early = entry("early", Timestamp.of(5, PEER));
    Entry ahead = entry("ahead", Timestamp.of(nowNtp.get() + (11L << 32), PEER));
    Entry late = entry("late", Timestamp.of(6, PEER));

    assertFalse(replica.merge(PEER, List.of(early, ahead, late)));
    assertTrue(replica.get("early").isPresent());
    assertEquals(Optional.empty(), replica.get("late"));
    assertEquals(Optional.of(early.stored()), replica.cursor(PEER));

    nowNtp.addAndGet(2L << 32);
    assertTrue(replica.merge(PEER, List.of(ahead, late)));
    assertEquals(3, replica.merged());
  }

  @Test
  void shouldFindAllAgainInItsFile(@TempDir Path directory) throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("map.db");
    Replica before = new Replica(hlc(1), open(url));
    Entry written = before.put("key", "value", Optional.empty());
    before.merge(PEER, List.of(entry("other", Timestamp.of(5, PEER))));

    // Without closing the first one, as after a crash.
    Replica after = new Replica(hlc(1), open(url));
    assertEquals(Optional.of(written), after.get("key"));
    assertEquals(Optional.of(Timestamp.of(5, PEER)), after.cursor(PEER));
    assertEquals(1, after.merged());
  }

  @Test
  void shouldHaveTheTableThatTheReadmeShows() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(
        MapTable.SCHEMA.stream()
            .map(sql -> "```sql\n" + sql.replace("IF NOT EXISTS ", "") + "\n```")
            .anyMatch(readme::contains));
  }

  private static List<Long> seeds() {
    String given = System.getProperty("uhlc.seed", "");
    long first = given.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(given);
    List<Long> seeds = new ArrayList<>();
    for (long seed = first; seed != first + RUNS; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  private Replica filled(Random random) throws SQLException {
    Replica replica = replica(1);
    replica.merge(PEER, entries(random));
    return replica;
  }

  /** Some writes of few keys at few times, so that times are equal as well. */
  private static List<Entry> entries(Random random) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ID id = ID.ofUnsigned(1 + random.nextInt(3));
      entries.add(entry("key-" + random.nextInt(5), Timestamp.of(1 + random.nextInt(6), id)));
    }
    Collections.shuffle(entries, random);
    return entries;
  }

  /** The write of a timestamp, which has one value only. */
  private static Entry entry(String key, Timestamp stamp) {
    return new Entry(key, "value-" + stamp, stamp, stamp.time(), stamp);
  }

  private Replica join(Replica... replicas) throws SQLException {
    Replica joined = replica(1);
    for (Replica replica : replicas) {
      joined.merge(PEER, replica.storedSince(Optional.empty()));
    }
    return joined;
  }

  private static String digest(Replica replica) throws SQLException {
    return Entry.digest(replica.storedSince(Optional.empty()));
  }

  private static void pull(Replica to, Replica from) throws SQLException {
    assertTrue(to.merge(from.id(), from.storedSince(to.cursor(from.id()))));
  }

  private Replica replica(long id) throws SQLException {
    return new Replica(hlc(id), open(IN_MEMORY));
  }

  private MapTable open(String url) throws SQLException {
    MapTable table = MapTable.open(url);
    tables.add(table);
    return table;
  }

  private HLC hlc(long id) {
    return HLC.builder()
        .withId(ID.ofUnsigned(id))
        .withClock(nowNtp::get)
        .withMaxDelta(Duration.ofSeconds(10))
        .build();
  }
}
