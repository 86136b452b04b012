package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Dialogue;
import io.github.uhlc.examples.NodeGroup;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own; the test is their parent and their client. */
@Timeout(120)
class MemberIT {
  @TempDir private Path directory;

  private final List<Node> nodes = new ArrayList<>();
  private Path run;

  /** A process, and where it listens. */
  private record Node(Dialogue dialogue, Peer address) {
    String tell(String command) throws IOException {
      return dialogue.ask(command);
    }

    Process process() {
      return dialogue.process();
    }

    Optional<Entry> get(String key) throws IOException {
      return ask(new Message.Get(key)).stream().findFirst();
    }

    Entry put(String key, String value, Optional<Entry> seen) throws IOException {
      return ask(new Message.Put(key, value, seen.map(Entry::stamp))).get(0);
    }

    List<Entry> ask(Message request) throws IOException {
      try (Connection connection = Connection.open(address.port())) {
        return connection.ask(request);
      }
    }

    void kill() throws InterruptedException {
      process().destroyForcibly().waitFor();
    }
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    run = Files.createDirectory(directory.resolve(NodeGroup.DIRECTORY_PREFIX + "run"));
  }

  @AfterEach
  void endNodes() throws InterruptedException {
    for (Node node : nodes) {
      node.kill();
    }
  }

  @Test
  void shouldMergeWithItsPeersAndNobodyElse() throws IOException, InterruptedException {
    Node marker = start(3, Duration.ZERO);
    Node first = start(1, Duration.ZERO);
    Node second = start(2, Duration.ofSeconds(-5));
    Entry one = first.put("key", "one", Optional.empty());
    connect(first, second);
    awaitValue(second, "key", "one");

    assertEquals("pulling", first.tell("peers " + marker.address()));
    assertEquals("pulling", second.tell("peers " + marker.address()));
    Entry two = second.put("key", "two", second.get("key"));
    first.put("other", "value", Optional.empty());
    // A node asks its peers in turn: between two entries of one of them it has asked all others.
    for (String mark : List.of("1", "2")) {
      marker.put("mark", mark, Optional.empty());
      awaitValue(first, "mark", mark);
      awaitValue(second, "mark", mark);
    }
    assertEquals("one", first.get("key").orElseThrow().value());
    assertEquals(Optional.empty(), second.get("other"));

    connect(first, second);
    awaitValue(first, "key", "two");
    awaitValue(second, "other", "value");
    assertTrue(two.wall().isBefore(one.wall()), "by the wall clock the first write would win");
    assertEquals("counted 3 0", first.tell("count"));
    assertEquals("counted 4 0", second.tell("count"));
  }

  @Test
  void shouldWriteAfterWhatAClientHasSeenAtANodeItNeverHeardOf() throws IOException {
    Node first = start(1, Duration.ofSeconds(4));
    Node second = start(2, Duration.ofSeconds(-4));
    Entry seen = first.put("key", "one", Optional.empty());
    Entry next = second.put("key", "two", Optional.of(seen));

    assertTrue(next.stamp().isAfter(seen.stamp()));
    assertTrue(next.wall().isBefore(seen.wall()));
  }

  @Test
  void shouldHaveWhatItAcknowledgedAndGoOnWhenItWasKilled()
      throws IOException, InterruptedException {
    Node killed = start(1, Duration.ZERO);
    Entry last = killed.put("key-0", "value", Optional.empty());
    for (int i = 1; i < 100; i++) {
      last = killed.put("key-" + i, "value", Optional.empty());
    }
    killed.kill();

    Node again = start(1, Duration.ofMinutes(-1));
    for (int i = 0; i < 100; i++) {
      assertTrue(again.get("key-" + i).isPresent(), "key-" + i);
    }
    Entry next = again.put("key-0", "next", Optional.empty());
    assertTrue(next.stamp().isAfter(last.stamp()));
    assertTrue(next.wall().isBefore(last.wall()));
  }

  @Test
  void shouldNotBeHurtByWhatOtherProcessesSend() throws IOException, InterruptedException {
    Node node = start(1, Duration.ZERO);
    Entry entry = node.put("key", "value", Optional.empty());
    send(node, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(node, new byte[] {0x7f, -1, -1, -1});
    send(node, new byte[] {0, 0, 0, 1, 9});
    assertEquals("counted 0 3", node.tell("count"));
    // A reply that nobody has asked for is no way to write.
    assertThrows(IOException.class, () -> node.ask(new Message.Entries(List.of(entry))));
    // A cut frame is a connection that broke.
    send(node, new byte[] {0, 0, 0, 9, 1, 0});
    assertEquals("counted 0 4", node.tell("count"));

    NTP64 ahead = entry.stamp().time().plus(Duration.ofSeconds(30));
    Timestamp future = Timestamp.of(ahead, entry.stamp().id());
    assertThrows(
        ProtocolException.class,
        () -> node.ask(new Message.Put("key", "next", Optional.of(future))));
    assertEquals(Optional.of(entry), node.get("key"));
    assertTrue(node.put("key", "next", Optional.empty()).stamp().time().isBefore(ahead));
  }

  @Test
  void shouldDeleteAllWithItsParentGone() throws IOException, InterruptedException {
    Node first = start(1, Duration.ZERO);
    Node second = start(2, Duration.ZERO);
    connect(first, second);
    first.put("key", "value", Optional.empty());

    for (Node node : nodes) {
      node.process().getOutputStream().close();
    }
    for (Node node : nodes) {
      assertTrue(node.process().waitFor(60, TimeUnit.SECONDS), "it does not end with its input");
      assertEquals(0, node.process().exitValue());
    }
    assertFalse(Files.exists(run));
  }

  @Test
  void shouldDeleteNoDirectoryThatIsNotOfARun() throws IOException, InterruptedException {
    Path file = Files.createFile(directory.resolve("file"));
    Process process = process(directory, 1, Duration.ZERO);
    process.getOutputStream().close();

    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    assertEquals(2, process.exitValue());
    assertTrue(Files.exists(file));
    assertEquals(
        "uhlc-examples: this is no directory of a run, which is deleted at its end: " + directory,
        Files.readString(directory.resolve("err")).strip());
  }

  private Node start(int number, Duration offset) throws IOException {
    Dialogue dialogue = Dialogue.with(process(run, number, offset));
    Node node = new Node(dialogue, Peer.parse(dialogue.hear().replace("listening ", "")));
    nodes.add(node);
    return node;
  }

  private Process process(Path run, int number, Duration offset) throws IOException {
    ProcessBuilder builder =
        Program.process(List.of("store", "member", run.toString(), "" + number, offset.toString()));
    builder
        .command()
        .replaceAll(
            word ->
                word.equals(System.getProperty("java.class.path"))
                    ? System.getProperty("uhlc.examples.jar")
                    : word);
    return builder.redirectError(directory.resolve("err").toFile()).start();
  }

  private static void connect(Node one, Node other) throws IOException {
    assertEquals("pulling", one.tell("peers " + other.address()));
    assertEquals("pulling", other.tell("peers " + one.address()));
  }

  private static void awaitValue(Node node, String key, String value)
      throws IOException, InterruptedException {
    Await.until(
        key + " is " + value, () -> node.get(key).map(Entry::value).equals(Optional.of(value)));
  }

  /** Sends bytes on a connection of their own, and waits until the node has closed it. */
  private static void send(Node node, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.address().port())) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      try {
        assertEquals(-1, socket.getInputStream().read());
      } catch (IOException e) {
        // It closes without having read all.
      }
    }
  }
}
