package io.github.uhlc.examples.cluster;

import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Listener;
import io.github.uhlc.examples.Peer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A connection that a node has opened to a peer: its requests go out and the answers come back. If
 * it breaks, the peer's process has ended, which the parent sees and reports; here it is quiet.
 */
final class PeerConnection {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final Peer peer;
  private final Socket socket;

  static PeerConnection open(Peer peer) throws IOException {
    return new PeerConnection(peer, Listener.connect(peer.port(), CONNECT_LIMIT));
  }

  private PeerConnection(Peer peer, Socket socket) {
    this.peer = peer;
    this.socket = socket;
  }

  /** Sends a frame; to be called by one thread. */
  void send(Frame frame) {
    try {
      socket.getOutputStream().write(frame.encode());
    } catch (IOException e) {
      // See the class: the message is lost, and so is the run.
    }
  }

  /** Tells the peer that no request follows. */
  void endRequests() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // See the class: the hearer ends as well.
    }
  }

  /** Takes in the answers until there can be no more, and closes the connection. */
  void hearUntilEnd(Node node, Recorder recorder) {
    try (socket) {
      FrameReader reader =
          new FrameReader(
              socket.getInputStream(),
              Frame.Kind.ANSWER,
              Set.of(peer.id()),
              node.malformedFrames());
      for (Optional<Timestamp> answer = reader.next(); answer.isPresent(); answer = reader.next()) {
        recorder.receive(answer.get());
      }
    } catch (IOException e) {
      // See the class.
    }
  }
}
