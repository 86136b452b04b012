package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.cluster.Event.Kind;
import io.github.uhlc.examples.cluster.Findings.Rule;
import io.github.uhlc.examples.cluster.Node.Counts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in one process, over real sockets. */
@Timeout(30)
class NodeTest {
  private static final Duration MAX_DELTA = Duration.ofMillis(500);
  private static final ID ROGUE = ID.parse("f");

  @TempDir private Path directory;

  private final List<Running> nodes = new ArrayList<>();

  private record Running(Node node, EventLog log, Path file, Answerer answerer, Asker asker) {
    Peer peer() {
      return new Peer(answerer.port(), node.hlc().id());
    }
  }

  @AfterEach
  void closeNodes() throws IOException {
    for (Running running : nodes) {
      running.answerer().close();
      running.log().close();
    }
  }

  @Test
  void shouldTalkAndStopWithNothingLeftUnderWay() throws Exception {
    start("1", Duration.ZERO);
    start("2", Duration.ofMillis(150));
    start("f", Duration.ofSeconds(2));

    Findings findings = CausalCheck.of(talk(), ROGUE, MAX_DELTA);

    assertEquals(List.of(), findings.failures());
    assertTrue(findings.earlyByWallClock() > 0, findings::toString);
    assertEquals(findings.rogueMessages(), findings.rogueRefused());
    Counts counts =
        nodes.stream().map(running -> running.node().counts()).reduce(Counts.NONE, Counts::plus);
    assertEquals(
        new Counts(
            findings.events(), findings.messages(), findings.messages() - findings.accepted(), 0),
        counts);
  }

  @Test
  void shouldAskEachPeer() throws Exception {
    start("1", Duration.ZERO);
    start("2", Duration.ZERO);
    start("3", Duration.ZERO);
    List<Event> events = talk();

    Set<Timestamp> requests =
        events.stream()
            .filter(event -> event.kind() == Event.Kind.SEND)
            .map(Event::timestamp)
            .collect(Collectors.toSet());
    Set<String> pairs =
        events.stream()
            .filter(event -> event.isArrival() && requests.contains(event.cause().orElseThrow()))
            .map(event -> event.cause().orElseThrow().id() + ">" + event.timestamp().id())
            .collect(Collectors.toSet());
    assertEquals(Set.of("1>2", "1>3", "2>1", "2>3", "3>1", "3>2"), pairs);
  }

  @Test
  void shouldNotPassTheCheckOnceTwoTimesAreSwapped() throws Exception {
    start("1", Duration.ZERO);
    start("2", Duration.ofMillis(150));
    List<String> lines = talk().stream().map(Event::toLine).toList();
    Event receipt =
        lines.stream()
            .map(Event::parse)
            .filter(event -> event.kind() == Event.Kind.RECEIVE)
            .findFirst()
            .orElseThrow();
    Timestamp message = receipt.cause().orElseThrow();
    String early = message.time() + "/";
    String late = receipt.timestamp().time() + "/";

    List<Event> swapped =
        lines.stream()
            .map(line -> line.replace(early, "x/").replace(late, early).replace("x/", late))
            .map(Event::parse)
            .toList();

    assertTrue(CausalCheck.of(swapped, ROGUE, MAX_DELTA).count(Rule.CAUSE_FIRST) > 0);
  }

  @Test
  void shouldCountGarbageAndLiveOn() throws Exception {
    Running first = start("1", Duration.ZERO);
    Running second = start("2", Duration.ZERO);
    first.answerer().start(Set.of(second.peer().id()));
    try (Socket open = connectTo(first)) {
      // Half a length, and the connection stays open: nobody waits for the rest.
      open.getOutputStream().write(new byte[] {0, 0});

      send(first, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      send(first, new byte[] {0, 0, 0, 4, 1, 5, 1, 0});
      send(first, new byte[] {0, 0, 0, 4, 1, 5});
      send(first, new byte[0]);
      assertEquals(3, first.node().malformedFrames().sum());

      second.answerer().start(Set.of(first.peer().id()));
      first.asker().connect(List.of(second.peer()));
      second.asker().connect(List.of(first.peer()));
      assertEquals(List.of(), CausalCheck.of(talkWhenConnected(), ROGUE, MAX_DELTA).violations());
      assertEquals(3, first.node().counts().malformed());
    }
  }

  @Test
  void shouldReadBackWhatWasCounted() {
    Counts counts = new Counts(1, 20, 300, 4_000);

    assertEquals("1 20 300 4000", counts.toString());
    assertEquals(counts, Counts.parse(counts.toString()));
  }

  @Test
  void shouldAddUpWhatNodesHaveCounted() {
    Counts counts = new Counts(1, 20, 300, 4_000);

    assertEquals(counts, Counts.NONE.plus(counts));
    assertEquals(new Counts(2, 40, 600, 8_000), counts.plus(counts));
  }

  private Running start(String id, Duration offset) throws IOException {
    PhysicalClock system = PhysicalClock.system();
    HLC hlc =
        HLC.builder()
            .withId(ID.parse(id))
            .withClock(() -> NTP64.ofBits(system.ntp64()).plus(offset).bits())
            .withMaxDelta(MAX_DELTA)
            .build();
    Path file = directory.resolve(id + ".log");
    EventLog log = EventLog.create(file);
    Node node = new Node(hlc, log);
    Running running =
        new Running(
            node, log, file, Answerer.listen(node), new Asker(node, Duration.ofNanos(100_000)));
    nodes.add(running);
    return running;
  }

  private List<Event> talk() throws Exception {
    for (Running running : nodes) {
      List<Peer> peers =
          nodes.stream().filter(other -> !other.equals(running)).map(Running::peer).toList();
      running.answerer().start(Set.copyOf(peers.stream().map(Peer::id).toList()));
      running.asker().connect(peers);
    }
    return talkWhenConnected();
  }

  private List<Event> talkWhenConnected() throws Exception {
    CountDownLatch stopped = new CountDownLatch(nodes.size());
    nodes.forEach(running -> running.asker().start(stopped::countDown));
    Await.until(
        "each node has asked 50 times",
        () ->
            nodes.stream()
                .allMatch(running -> running.log().counts().getOrDefault(Kind.SEND, 0L) >= 50));
    assertFalse(stopped.await(0, TimeUnit.SECONDS));
    nodes.forEach(running -> running.asker().stop());
    Await.until("all nodes have stopped", () -> stopped.getCount() == 0);
    List<Event> events = new ArrayList<>();
    for (Running running : nodes) {
      events.addAll(EventLog.read(running.file()));
    }
    return events;
  }

  private static Socket connectTo(Running running) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), running.answerer().port());
  }

  /** Sends bytes and their end, and waits until the node has closed the connection. */
  private static void send(Running running, byte[] bytes) throws IOException {
    try (Socket socket = connectTo(running)) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      assertEquals(-1, socket.getInputStream().read());
    }
  }
}
