package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

/** What a database that fails or is slow at one place leaves of a step of a replica. */
class MapTableTest {
  private static final ID PEER = ID.ofUnsigned(9);

  @TempDir private Path directory;

  private final AtomicLong readings = new AtomicLong();
  private final HLC hlc = HLC.builder().withId(ID.ofUnsigned(1)).withClock(this::readClock).build();
  private String url;

  @BeforeEach
  void nameFile() {
    url = "jdbc:sqlite:" + directory.resolve("map.db");
  }

  @Test
  void shouldHaveEachCommitReachTheDisk() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      MapTable.on(connection);

      assertEquals("2", query(connection, "PRAGMA synchronous"), "2 is FULL");
      assertEquals("wal", query(connection, "PRAGMA journal_mode"));
    }
  }

  @Test
  void shouldKeepNoEntryWithoutItsCursor() throws SQLException {
    assertKeepsNothingIfThisFails("BEFORE INSERT ON peer");
  }

  @Test
  void shouldKeepNoCursorWithoutItsEntries() throws SQLException {
    assertKeepsNothingIfThisFails("BEFORE INSERT ON entry WHEN NEW.key = 'second'");
  }

  /** A database that fails, as a process that is killed, leaves what was committed before. */
  private void assertKeepsNothingIfThisFails(String event) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (MapTable table = MapTable.on(connection)) {
      execute(
          connection,
          "CREATE TEMP TRIGGER fail " + event + " BEGIN SELECT RAISE(FAIL, 'killed here'); END");
      Replica replica = new Replica(hlc, table);

      assertThrows(
          SQLException.class,
          () -> replica.merge(PEER, List.of(entry("first", 1), entry("second", 2))));
      try (MapTable afterwards = MapTable.open(url)) {
        assertEquals(List.of(), afterwards.storedSince(Optional.empty(), 10));
        assertEquals(Optional.empty(), afterwards.cursor(PEER));
        assertEquals(0, afterwards.merged());
      }
    }
  }

  @Test
  @Timeout(30)
  void shouldStampNothingWhileSomethingIsBeingStored() throws Exception {
    assertWaitsForAWriteThatIsBeingStored(
        replica -> replica.put("second", "value", Optional.empty()));
    assertWaitsForAWriteThatIsBeingStored(
        replica -> replica.merge(PEER, List.of(entry("third", 3))));
  }

  /** A step of a replica. */
  private interface Step {
    Object take(Replica replica) throws SQLException;
  }

  /** If it stamped at once it might be stored first, and a reader who saw it miss the other. */
  private void assertWaitsForAWriteThatIsBeingStored(Step step) throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (MapTable table = MapTable.on(connection)) {
      Replica replica = new Replica(hlc, table);
      FutureTask<Object> second = new FutureTask<>(() -> step.take(replica));
      AtomicLong readingsMeanwhile = new AtomicLong(-1);
      Function.create(
          connection,
          "hold",
          new Function() {
            @Override
            protected void xFunc() throws SQLException {
              long before = readings.get();
              awaitBlocked(second);
              readingsMeanwhile.set(readings.get() - before);
              result(1);
            }
          });
      execute(
          connection,
          "CREATE TEMP TRIGGER slow BEFORE INSERT ON entry WHEN NEW.key = 'first'"
              + " BEGIN SELECT hold(); END");

      Entry first = replica.put("first", "value", Optional.empty());
      second.get();

      assertEquals(0, readingsMeanwhile.get(), "it reads the clock before its turn has come");
      assertTrue(replica.storedSince(Optional.of(first.stored())).size() == 1);
    }
  }

  /** Starts a step and waits until it waits itself, or is over. */
  private static void awaitBlocked(FutureTask<Object> step) {
    Thread thread = new Thread(step, "second");
    thread.start();
    while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
  }

  private long readClock() {
    readings.incrementAndGet();
    return NTP64.ofSeconds(1000, 0).bits();
  }

  private static Entry entry(String key, long ntp) {
    Timestamp stamp = Timestamp.of(ntp, PEER);
    return new Entry(key, "value", stamp, stamp.time(), stamp);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getString(1);
    }
  }
}
