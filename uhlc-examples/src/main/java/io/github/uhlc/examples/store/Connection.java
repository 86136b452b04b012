package io.github.uhlc.examples.store;

import io.github.uhlc.examples.Listener;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** A connection to a node, on which one thing is asked at a time. Not thread-safe. */
final class Connection implements Closeable {
  // Far more than a loaded machine needs.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Socket socket;
  private final InputStream in;

  static Connection open(int port) throws IOException {
    return open(port, LIMIT);
  }

  /** Opens a connection that waits no longer than a limit for each answer. */
  static Connection open(int port, Duration limit) throws IOException {
    Socket socket = Listener.connect(port, LIMIT);
    try {
      socket.setSoTimeout((int) limit.toMillis());
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
   * Asks for entries. Unless the node answers, the connection is closed: what comes on it later is
   * never taken for the answer to another request.
   *
   * @throws ProtocolException if the node has refused, or answers nonsense
   * @throws IOException if the connection breaks: then the request may have been obeyed or not
   */
  List<Entry> ask(Message request) throws IOException {
    Message reply;
    try {
      Wire.write(socket.getOutputStream(), request);
      reply =
          Wire.read(in).orElseThrow(() -> new EOFException("the node has ended the connection"));
    } catch (IllegalArgumentException e) {
      close();
      throw new ProtocolException("the answer is malformed: " + e.getMessage());
    } catch (IOException e) {
      close();
      throw e;
    }
    if (reply instanceof Message.Entries entries) {
      return entries.entries();
    }
    if (reply instanceof Message.Refusal refusal) {
      throw new ProtocolException("the node has refused: " + refusal.reason());
    }
    close();
    throw new ProtocolException("the answer is malformed: it is a request");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
