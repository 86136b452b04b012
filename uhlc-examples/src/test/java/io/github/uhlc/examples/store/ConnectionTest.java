package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection to a node that the test plays. */
@Timeout(30)
class ConnectionTest {
  private static final Message REQUEST = new Message.Get("key");
  private static final Timestamp STAMP = Timestamp.of(1, ID.ofUnsigned(1));
  private static final Message ANSWER =
      new Message.Entries(List.of(new Entry("key", "value", STAMP, NTP64.ZERO, STAMP)));
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void shouldNotTakeALateAnswerForThatOfTheNextRequest() throws IOException {
    try (Connection connection = Connection.open(server.getLocalPort(), SHORT);
        Socket node = server.accept()) {
      assertThrows(SocketTimeoutException.class, () -> connection.ask(REQUEST));
      Wire.write(node.getOutputStream(), ANSWER);

      assertThrows(IOException.class, () -> connection.ask(new Message.Get("other")));
    }
  }

  @Test
  void shouldNotGoOnAfterNonsense() throws IOException {
    for (byte[] nonsense : List.of(new byte[] {0, 0, 0, 0}, new byte[] {0, 0, 0, 1, 9})) {
      assertRefusesToGoOn(nonsense, "the answer is malformed: ");
    }
    assertRefusesToGoOn(new byte[] {0, 0, 0, 3, 1, 0, 0}, "the answer is malformed: it is a req");
  }

  @Test
  void shouldGoOnAfterARefusal() throws IOException {
    try (Connection connection = Connection.open(server.getLocalPort(), LONG);
        Socket node = server.accept()) {
      Wire.write(node.getOutputStream(), new Message.Refusal("too far ahead"));
      Wire.write(node.getOutputStream(), ANSWER);

      ProtocolException refusal =
          assertThrows(ProtocolException.class, () -> connection.ask(REQUEST));
      assertEquals("the node has refused: too far ahead", refusal.getMessage());
      assertEquals("value", connection.ask(REQUEST).get(0).value());
    }
  }

  private void assertRefusesToGoOn(byte[] nonsense, String message) throws IOException {
    try (Connection connection = Connection.open(server.getLocalPort(), LONG);
        Socket node = server.accept()) {
      node.getOutputStream().write(nonsense);
      ProtocolException refusal =
          assertThrows(ProtocolException.class, () -> connection.ask(REQUEST));
      assertEquals(message, refusal.getMessage().substring(0, message.length()));
      Wire.write(node.getOutputStream(), ANSWER);
      assertThrows(IOException.class, () -> connection.ask(REQUEST));
    }
  }
}
