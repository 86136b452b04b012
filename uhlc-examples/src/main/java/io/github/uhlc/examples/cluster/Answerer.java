package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Listener;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;

/**
 * The listening side of a node: on each connection it answers the requests in order until the other
 * side ends its own; then it closes the connection, which tells the other side that all its
 * requests have been dealt with.
 */
final class Answerer implements Closeable {
  private final Node node;
  private final Listener listener;

  /** Opens a port of the loopback interface that the system assigns. */
  static Answerer listen(Node node) throws IOException {
    return new Answerer(node, Listener.open());
  }

  private Answerer(Node node, Listener listener) {
    this.node = node;
    this.listener = listener;
  }

  int port() {
    return listener.port();
  }

  /**
   * Starts to accept connections; those opened before have waited.
   *
   * @param peers the nodes whose requests are answered; those of others count as malformed
   */
  void start(Set<ID> peers) {
    listener.start((socket, thread) -> answerUntilEnd(socket, new Recorder(thread, node), peers));
  }

  private void answerUntilEnd(Socket socket, Recorder recorder, Set<ID> peers) throws IOException {
    OutputStream out = socket.getOutputStream();
    FrameReader reader =
        new FrameReader(socket.getInputStream(), Frame.Kind.REQUEST, peers, node.malformedFrames());
    for (Optional<Timestamp> request = reader.next();
        request.isPresent();
        request = reader.next()) {
      Optional<Timestamp> receipt = recorder.receive(request.get());
      if (receipt.isPresent()) {
        Timestamp answer = recorder.answer(receipt.get());
        out.write(new Frame(Frame.Kind.ANSWER, answer).encode());
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
