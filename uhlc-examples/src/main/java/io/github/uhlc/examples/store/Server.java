package io.github.uhlc.examples.store;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Listener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The serving side of a node: it answers the requests of each connection in order. A connection
 * with a malformed frame, or without a request for long, is closed.
 */
final class Server {
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);

  private final Replica replica;
  private final Listener listener;
  private final LongAdder malformedFrames = new LongAdder();

  /** Opens a port of the loopback interface, and starts to serve. */
  static Server start(Replica replica) throws IOException {
    Server server = new Server(replica, Listener.open());
    server.listener.start((socket, thread) -> server.serve(socket));
    return server;
  }

  private Server(Replica replica, Listener listener) {
    this.replica = replica;
    this.listener = listener;
  }

  int port() {
    return listener.port();
  }

  /** How many malformed frames have come. */
  long malformedFrames() {
    return malformedFrames.sum();
  }

  private void serve(Socket socket) throws IOException {
    socket.setSoTimeout((int) IDLE_LIMIT.toMillis());
    InputStream in = new BufferedInputStream(socket.getInputStream());
    try {
      for (Optional<Message> request = Wire.read(in);
          request.isPresent();
          request = Wire.read(in)) {
        Wire.write(socket.getOutputStream(), answer(request.get()));
      }
    } catch (IllegalArgumentException e) {
      malformedFrames.increment();
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be used: " + Complaint.reason(e), e);
    }
  }

  private Message answer(Message request) throws SQLException {
    if (request instanceof Message.Get get) {
      return new Message.Entries(replica.get(get.key()).stream().toList());
    }
    if (request instanceof Message.Put put) {
      try {
        return new Message.Entries(List.of(replica.put(put.key(), put.value(), put.after())));
      } catch (ExceedingDeltaException e) {
        return new Message.Refusal(Complaint.reason(e));
      }
    }
    if (request instanceof Message.Pull pull) {
      return new Message.Entries(replica.storedSince(pull.since()));
    }
    throw new IllegalArgumentException("a reply is no request");
  }
}
