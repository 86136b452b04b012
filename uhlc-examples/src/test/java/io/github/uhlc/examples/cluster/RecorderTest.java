package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.cluster.Node.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  @TempDir private Path directory;

  private Path file;
  private EventLog log;
  private Node node;
  private Recorder recorder;

  @BeforeEach
  void makeNodeWithAFrozenClock() throws IOException {
    file = directory.resolve("node.log");
    log = EventLog.create(file);
    HLC hlc =
        HLC.builder()
            .withId(ID.parse("a"))
            .withClock(() -> 160)
            .withMaxDelta(Duration.ofSeconds(1))
            .build();
    node = new Node(hlc, log);
    recorder = new Recorder("ask", node);
  }

  @AfterEach
  void closeLog() throws IOException {
    log.close();
  }

  @Test
  void shouldLogWhatItStamps() throws IOException, JobFailedException {
    Timestamp work = recorder.work();
    Timestamp send = recorder.send(work);

    assertEquals(Timestamp.parse("160/a"), work);
    assertEquals(Timestamp.parse("161/a"), send);
    assertEquals(lines("ask work 160 160/a -", "ask send 160 161/a 160/a"), EventLog.read(file));
  }

  @Test
  void shouldTakeInAMessageBeforeItActs() throws IOException, JobFailedException {
    Optional<Timestamp> receipt = recorder.receive(Timestamp.parse("1000/b"));
    Timestamp answer = recorder.answer(receipt.orElseThrow());
    Timestamp work = new Recorder("other", node).work();

    assertEquals(Timestamp.parse("1002/a"), answer);
    assertEquals(Timestamp.parse("1003/a"), work);
    assertEquals(
        lines(
            "ask receive 160 1001/a 1000/b",
            "ask answer 160 1002/a 1001/a",
            "other work 160 1003/a 1001/a"),
        EventLog.read(file));
  }

  @Test
  void shouldLogARefusalAndNotFollowIt() throws IOException, JobFailedException {
    Timestamp tooFarAhead =
        Timestamp.of(NTP64.ofBits(161).plus(Duration.ofSeconds(1)), ID.parse("b"));

    assertEquals(Optional.empty(), recorder.receive(tooFarAhead));
    assertEquals(Timestamp.parse("161/a"), recorder.work());
    assertEquals(
        lines("ask refuse 160 160/a " + tooFarAhead, "ask work 160 161/a -"), EventLog.read(file));
    assertEquals(new Counts(2, 0, 1, 0), node.counts());
  }

  @Test
  void shouldLogTheReadingThatDecidedOnARefusal() throws IOException, JobFailedException {
    AtomicLong nowNtp = new AtomicLong();
    Node moving = new Node(HLC.builder().withClock(() -> nowNtp.addAndGet(160)).build(), log);
    nowNtp.set(0);

    assertEquals(
        Optional.empty(),
        new Recorder("ask", moving).receive(Timestamp.of(NTP64.ofSeconds(9, 0), ID.parse("b"))));
    assertEquals(NTP64.ofBits(160), EventLog.read(file).get(0).wallClock());
  }

  @Test
  void shouldReadTheWallClockAfterStamping() throws IOException, JobFailedException {
    AtomicLong nowNtp = new AtomicLong();
    Node moving = new Node(HLC.builder().withClock(() -> nowNtp.addAndGet(160)).build(), log);
    Recorder mover = new Recorder("ask", moving);
    mover.answer(mover.receive(mover.send(mover.work())).orElseThrow());

    for (Event event : EventLog.read(file)) {
      assertTrue(event.wallClock().isAfter(event.timestamp().time()), event::toLine);
    }
  }

  private static List<Event> lines(String... lines) {
    return List.of(lines).stream().map(line -> Event.parse(line.replace(' ', '\t'))).toList();
  }
}
