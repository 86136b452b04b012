package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The listening side of a node: one thread accepts connections, and one for each of them answers
 * its requests in order until the other side ends its own; then it closes the connection, which
 * tells the other side that all its requests have been dealt with. Connections beyond a limit are
 * closed at once.
 */
final class Answerer implements Closeable {
  /** How many connections there may be at once; a node has far fewer peers. */
  static final int MAX_CONNECTIONS = 64;

  private static final long RETRY_PAUSE_NANOS = 10_000_000;

  private final Node node;
  private final ServerSocket server;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  /** Opens a port of the loopback interface that the system assigns. */
  static Answerer listen(Node node) throws IOException {
    return new Answerer(node, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
  }

  private Answerer(Node node, ServerSocket server) {
    this.node = node;
    this.server = server;
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * Starts to accept connections; those opened before have waited.
   *
   * @param peers the nodes whose requests are answered; those of others count as malformed
   */
  void start(Set<ID> peers) {
    Daemon.start("accept", () -> accept(peers));
  }

  private void accept(Set<ID> peers) {
    for (int number = 1; !server.isClosed(); number++) {
      try {
        Socket socket = server.accept();
        if (free.tryAcquire()) {
          String thread = "answer-" + number;
          Daemon.start(thread, () -> answerUntilEnd(socket, new Recorder(thread, node), peers));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        // Of one connection, or for want of something that others may give back.
        LockSupport.parkNanos(RETRY_PAUSE_NANOS);
      }
    }
  }

  private void answerUntilEnd(Socket socket, Recorder recorder, Set<ID> peers) {
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      FrameReader reader =
          new FrameReader(
              socket.getInputStream(), Frame.Kind.REQUEST, peers, node.malformedFrames());
      for (Optional<Timestamp> request = reader.next();
          request.isPresent();
          request = reader.next()) {
        Optional<Timestamp> receipt = recorder.receive(request.get());
        if (receipt.isPresent()) {
          Timestamp answer = recorder.answer(receipt.get());
          out.write(new Frame(Frame.Kind.ANSWER, answer).encode());
        }
      }
    } catch (IOException e) {
      // The other side is gone. If that was a peer, its process has ended, which the parent sees.
    } finally {
      free.release();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
