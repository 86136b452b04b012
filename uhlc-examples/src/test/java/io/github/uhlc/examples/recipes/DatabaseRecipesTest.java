package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.Timestamp;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DatabaseRecipesTest {
  @Test
  void shouldSortAColumnOfBytesAsTimestampsSort() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
      connection.createStatement().execute("CREATE TABLE event (stamp BINARY(24) PRIMARY KEY)");
      EventTable table = new EventTable(connection);
      List<Timestamp> ascending = Peers.ascending();
      for (Timestamp stamp : shuffled(ascending)) {
        table.add(stamp);
      }

      for (int i = 0; i < ascending.size(); i++) {
        assertEquals(ascending.subList(i + 1, ascending.size()), table.after(ascending.get(i)));
      }
    }
  }

  @Test
  void shouldSortAnEntityByItsTextAsTimestampsSort() {
    List<Timestamp> ascending = Peers.ascending();
    try (EntityStore store = new EntityStore()) {
      shuffled(ascending).forEach(store::add);
      store.add(null);

      for (int i = 0; i < ascending.size(); i++) {
        assertEquals(ascending.subList(i + 1, ascending.size()), store.after(ascending.get(i)));
      }
      assertEquals(1, store.countWithoutStamp());
      assertEquals("0000000000000000-01000000000000000000000000000000", store.smallestColumn());
    }
  }

  private static List<Timestamp> shuffled(List<Timestamp> stamps) {
    List<Timestamp> shuffled = new ArrayList<>(stamps);
    Collections.shuffle(shuffled, new Random(1));
    return shuffled;
  }
}
