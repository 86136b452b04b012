package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Dialogue;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.Listener;
import io.github.uhlc.examples.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of one node; the test is its parent and its only peer. */
@Timeout(60)
class NodeIT {
  @TempDir private Path directory;

  private final HLC hlc = HLC.builder().withMaxDelta(Duration.ofSeconds(10)).build();
  private Dialogue dialogue;
  private ServerSocket peer;
  private Peer node;

  @BeforeEach
  void startNode() throws IOException {
    Path log = directory.resolve("node.log");
    dialogue =
        Dialogue.with(
            new ExamplesJar(directory).start("node", log.toString(), "PT0S", "PT0.5S", "PT60S"));
    peer = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    node = Peer.parse(dialogue.hear().replace("listening ", ""));
    assertEquals("connected", dialogue.ask("connect " + new Peer(peer.getLocalPort(), hlc.id())));
  }

  @AfterEach
  void endNode() throws IOException, InterruptedException {
    Process process = dialogue.process();
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end with its input");
    assertEquals(0, process.exitValue());
    peer.close();
  }

  @Test
  void shouldAnswerARequestWithAGreaterTimestamp() throws IOException, JobFailedException {
    Timestamp request = hlc.newTimestamp();

    byte[] answer = exchange(new Frame(Frame.Kind.REQUEST, request).encode());

    Frame frame = Frame.decode(Arrays.copyOfRange(answer, 4, answer.length));
    assertEquals(Frame.Kind.ANSWER, frame.kind());
    assertEquals(node.id(), frame.timestamp().id());
    assertTrue(frame.timestamp().isAfter(request));
    assertEquals("counted 2 1 0 0", dialogue.ask("count"));
    List<Event> events = EventLog.read(directory.resolve("node.log"));
    assertEquals(Event.Kind.RECEIVE, events.get(0).kind());
    assertEquals(request, events.get(0).cause().orElseThrow());
    assertEquals(frame.timestamp(), events.get(1).timestamp());
  }

  @Test
  void shouldNotAnswerARequestFromTooFarAhead() throws IOException {
    NTP64 ahead = hlc.newTimestamp().time().plus(Duration.ofSeconds(9));
    byte[] request = new Frame(Frame.Kind.REQUEST, Timestamp.of(ahead, hlc.id())).encode();

    assertEquals(0, exchange(request).length);
    assertEquals("counted 1 0 1 0", dialogue.ask("count"));
  }

  @Test
  void shouldCountGarbageAndLiveOn() throws IOException {
    exchange("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    exchange(new byte[] {0, 0, 0, 4, 1, 5, 1, 0});
    exchange(new byte[] {0, 0, 0, 4, 1, 5});
    assertEquals("counted 0 0 0 3", dialogue.ask("count"));

    assertTrue(exchange(new Frame(Frame.Kind.REQUEST, hlc.newTimestamp()).encode()).length > 0);
    assertEquals("counted 2 1 0 3", dialogue.ask("count"));
  }

  @Test
  void shouldBearTooManyIdleConnections() throws IOException, InterruptedException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < Listener.MAX_CONNECTIONS; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), node.port()));
      }
      try (Socket oneTooMany = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
        oneTooMany.setSoTimeout(10_000);
        assertEquals(-1, oneTooMany.getInputStream().read());
      }
      assertEquals("counted 0 0 0 0", dialogue.ask("count"));
    } finally {
      for (Socket socket : idle) {
        socket.shutdownOutput();
        assertEquals(-1, socket.getInputStream().read());
        socket.close();
      }
    }

    // The place of a connection is free again soon after its end.
    byte[] request = new Frame(Frame.Kind.REQUEST, hlc.newTimestamp()).encode();
    Await.until("a request is answered again", () -> exchange(request).length > 0);
  }

  /** Sends bytes on a connection of their own and returns all that comes back on it. */
  private byte[] exchange(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    }
  }
}
