package io.github.uhlc.examples;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A port of the loopback interface. One thread accepts connections, and each of them has a thread
 * of its own. Connections beyond a limit are closed at once.
 */
public final class Listener implements Closeable {
  /** How many connections there may be at once; a node has far fewer peers. */
  public static final int MAX_CONNECTIONS = 64;

  private static final long RETRY_PAUSE_NANOS = 10_000_000;

  private final ServerSocket server;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Serves a connection until it ends.
     *
     * @param socket the connection, which is closed afterwards
     * @param thread the name of the thread that calls this, in lower case
     * @throws IOException if the other side is gone
     */
    void serve(Socket socket, String thread) throws IOException;
  }

  /**
   * Opens a port that the system assigns.
   *
   * @return a listener that has not started yet
   * @throws IOException if there is none
   */
  public static Listener open() throws IOException {
    return new Listener(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
  }

  /**
   * Opens a connection to such a port.
   *
   * @param port its number
   * @param limit how long to wait for it
   * @return the connection
   * @throws IOException if nobody listens there
   */
  public static Socket connect(int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) limit.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException("no connection: " + Complaint.reason(e) + ": port=" + port, e);
    }
  }

  private Listener(ServerSocket server) {
    this.server = server;
  }

  /**
   * Returns the port.
   *
   * @return its number
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Starts to accept connections; those opened before have waited.
   *
   * @param handler what is done with each
   */
  public void start(Handler handler) {
    Daemon.start("accept", () -> accept(handler));
  }

  private void accept(Handler handler) {
    for (int number = 1; !server.isClosed(); number++) {
      try {
        Socket socket = server.accept();
        if (free.tryAcquire()) {
          String thread = "answer-" + number;
          Daemon.start(thread, () -> serve(socket, thread, handler));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        // One connection has failed, or a resource has run out, which others may give back.
        LockSupport.parkNanos(RETRY_PAUSE_NANOS);
      }
    }
  }

  private void serve(Socket socket, String thread, Handler handler) {
    try (socket) {
      socket.setTcpNoDelay(true);
      handler.serve(socket, thread);
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
