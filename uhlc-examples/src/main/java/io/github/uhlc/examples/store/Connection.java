package io.github.uhlc.examples.store;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A connection to a node, on which one thing is asked at a time. Not thread-safe. */
final class Connection implements Closeable {
  // Far more than a loaded machine needs.
  private static final int LIMIT_MILLIS = (int) Duration.ofSeconds(30).toMillis();

  private final Socket socket;
  private final InputStream in;

  static Connection open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      return new Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Asks for entries.
   *
   * @throws ProtocolException if the node has refused, or answers nonsense
   * @throws IOException if the connection breaks: then the request may have been obeyed or not
   */
  List<Entry> ask(Message request) throws IOException {
    Wire.write(socket.getOutputStream(), request);
    Optional<Message> reply;
    try {
      reply = Wire.read(in);
    } catch (IllegalArgumentException e) {
      throw protocolException(e.getMessage());
    }
    if (reply.isEmpty()) {
      throw new IOException("the node has closed the connection");
    }
    if (reply.get() instanceof Message.Entries entries) {
      return entries.entries();
    }
    throw protocolException(
        reply.get() instanceof Message.Refusal refusal ? refusal.reason() : "no reply: a request");
  }

  private static ProtocolException protocolException(String reason) {
    return new ProtocolException("a node has refused: " + reason);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
