package io.github.uhlc.examples.recipes;

import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table of events, {@code event (stamp BINARY(24) PRIMARY KEY)}, which sorts as they do. */
record EventTable(Connection connection) {
  // recipe
  void add(Timestamp stamp) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO event VALUES (?)")) {
      insert.setBytes(1, TimestampFormat.SORTABLE.encode(stamp));
      insert.executeUpdate();
    }
  }

  List<Timestamp> after(Timestamp stamp) throws SQLException {
    String sql = "SELECT stamp FROM event WHERE stamp > ? ORDER BY stamp";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setBytes(1, TimestampFormat.SORTABLE.encode(stamp));
      List<Timestamp> later = new ArrayList<>();
      for (ResultSet rows = select.executeQuery(); rows.next(); ) {
        later.add(TimestampFormat.SORTABLE.decode(rows.getBytes(1)));
      }
      return later;
    }
  }
  // end of recipe
}
