package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.examples.store.Findings.Rule;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two clients of two nodes that never hear of each other, and whose clocks stand still. */
class SessionTest {
  private static final int SEED = 7;
  private static final int WRITES = 100;

  private final List<MapTable> tables = new ArrayList<>();
  private final History history = new History();

  @AfterEach
  void closeTables() throws SQLException {
    for (MapTable table : tables) {
      table.close();
    }
  }

  @Test
  void shouldWriteAfterAllThatItHasSeen() throws IOException, SQLException {
    writeInTurn();

    assertEquals(2 * WRITES, history.acknowledged());
    Evidence evidence =
        new Evidence(history.writes(), history.strange(), 2, List.of(), List.of(List.of()));
    Findings findings = Audit.of(evidence);
    assertEquals(0, findings.count(Rule.CAUSAL));
    assertTrue(findings.lostByWallClock() > 0, findings::toString);
  }

  @Test
  void shouldNoteTheWriteBeforeWhateverItsKey() throws IOException, SQLException {
    writeInTurn();

    List<Write> writes = history.writes();
    for (int i = 2; i < writes.size(); i++) {
      assertTrue(writes.get(i).seen().contains(writes.get(i - 2).value()));
    }
  }

  private void writeInTurn() throws IOException, SQLException {
    List<NodeRun> nodes = List.of(start(1, 1000), start(2, 1005));
    List<Session> sessions = List.of(new Session(1, SEED, history), new Session(2, SEED, history));
    for (int i = 0; i < WRITES; i++) {
      for (Session session : sessions) {
        session.write(1, nodes);
      }
    }
  }

  private NodeRun start(int node, long seconds) throws IOException, SQLException {
    HLC hlc =
        HLC.builder()
            .withId(ID.ofUnsigned(node))
            .withClock(NTP64.ofSeconds(seconds, 0)::bits)
            .withMaxDelta(Duration.ofSeconds(10))
            .build();
    MapTable table = MapTable.open("jdbc:sqlite::memory:");
    tables.add(table);
    return new NodeRun(node, 1, Server.start(new Replica(hlc, table)).port());
  }
}
