package io.github.uhlc.examples.store;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteDataSource;

/**
 * The map in a SQLite database. A timestamp is a column of 24 bytes whose order is that of the
 * timestamps, so that the database can compare, sort and index it. What was written is durable when
 * {@link #commit} has returned. Not thread-safe.
 */
final class MapTable implements AutoCloseable {
  /** What makes the tables where there are none. */
  static final List<String> SCHEMA =
      List.of(
          "PRAGMA journal_mode = WAL",
          // Each commit reaches the disk before it returns.
          "PRAGMA synchronous = FULL",
          """
          CREATE TABLE IF NOT EXISTS entry (
            key    TEXT PRIMARY KEY,
            value  TEXT NOT NULL,
            stamp  BLOB NOT NULL CHECK (length(stamp) = 24),
            wall   INTEGER NOT NULL,
            stored BLOB NOT NULL CHECK (length(stored) = 24))""",
          "CREATE INDEX IF NOT EXISTS entry_by_stored ON entry (stored)",
          """
          CREATE TABLE IF NOT EXISTS peer (
            id     TEXT PRIMARY KEY,
            stored BLOB NOT NULL CHECK (length(stored) = 24),
            merged INTEGER NOT NULL)""");

  /** The merge: the later write wins, whichever comes first. */
  private static final String MERGE =
      """
      INSERT INTO entry (key, value, stamp, wall, stored) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET
        value = excluded.value, stamp = excluded.stamp,
        wall = excluded.wall, stored = excluded.stored
      WHERE excluded.stamp > entry.stamp""";

  private static final String SELECT = "SELECT key, value, stamp, wall, stored FROM entry ";

  private static final String ADVANCE =
      """
      INSERT INTO peer (id, stored, merged) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        stored = excluded.stored, merged = peer.merged + excluded.merged""";

  private final Connection connection;

  /**
   * Opens a database, which is made if there is none.
   *
   * @param url where it is, as JDBC has it
   */
  static MapTable open(String url) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(url);
    return on(source.getConnection());
  }

  /**
   * Makes the tables in a database, if there are none.
   *
   * @param connection a connection for this table alone, which closes it
   */
  static MapTable on(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(sql);
      }
      connection.setAutoCommit(false);
      return new MapTable(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private MapTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes an entry over if it is later than the one there is.
   *
   * @return whether it was taken over
   */
  boolean merge(Entry entry) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MERGE)) {
      statement.setString(1, entry.key());
      statement.setString(2, entry.value());
      statement.setBytes(3, TimestampFormat.SORTABLE.encode(entry.stamp()));
      statement.setLong(4, entry.wall().bits());
      statement.setBytes(5, TimestampFormat.SORTABLE.encode(entry.stored()));
      return statement.executeUpdate() == 1;
    }
  }

  Optional<Entry> get(String key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT + "WHERE key = ?")) {
      statement.setString(1, key);
      return entries(statement).stream().findFirst();
    }
  }

  /**
   * Reads what was stored later than something else, in that order.
   *
   * @param since the {@link Entry#stored} of that; all entries are later if there is none
   * @param limit how many entries there are at most, 1 or more
   */
  List<Entry> storedSince(Optional<Timestamp> since, int limit) throws SQLException {
    String later = SELECT + "WHERE stored > ? ORDER BY stored LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(later)) {
      statement.setBytes(1, since.map(TimestampFormat.SORTABLE::encode).orElse(new byte[0]));
      statement.setInt(2, limit);
      return entries(statement);
    }
  }

  /** Returns the {@link Entry#stored} of what was merged last from a peer, if anything was. */
  Optional<Timestamp> cursor(ID peer) throws SQLException {
    String select = "SELECT stored FROM peer WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, peer.toString());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(timestamp(rows, 1)) : Optional.empty();
      }
    }
  }

  /**
   * Notes how far a peer was merged.
   *
   * @param stored the {@link Entry#stored} of what was merged last
   * @param merged how many of its entries were taken over since the last such note
   */
  void advance(ID peer, Timestamp stored, int merged) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setString(1, peer.toString());
      statement.setBytes(2, TimestampFormat.SORTABLE.encode(stored));
      statement.setInt(3, merged);
      statement.executeUpdate();
    }
  }

  /** Returns how many entries of peers were ever taken over. */
  long merged() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT coalesce(sum(merged), 0) FROM peer")) {
      return rows.getLong(1);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static List<Entry> entries(PreparedStatement statement) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new Entry(
                rows.getString(1),
                rows.getString(2),
                timestamp(rows, 3),
                NTP64.ofBits(rows.getLong(4)),
                timestamp(rows, 5)));
      }
    }
    return entries;
  }

  private static Timestamp timestamp(ResultSet rows, int column) throws SQLException {
    return TimestampFormat.SORTABLE.decode(rows.getBytes(column));
  }
}
