package io.github.uhlc.examples.cluster;

import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.Daemon;
import io.github.uhlc.examples.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The asking side of a node: one thread works, sends a request to a random peer and pauses, over
 * and over, on one connection for each peer; one thread for each connection hears the answers.
 */
final class Asker {
  // State: the connections, all opened before the threads that use them start, and the latch.

  private final Node node;
  private final long meanPauseNanos;
  private final List<PeerConnection> connections = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * Makes an asker, which does nothing yet.
   *
   * @param node the node
   * @param meanPause the mean of the pauses, which are random and at most twice as long
   */
  Asker(Node node, Duration meanPause) {
    this.node = node;
    this.meanPauseNanos = meanPause.toNanos();
  }

  /** Opens a connection to each peer; to be called once, before {@link #start}. */
  void connect(List<Peer> peers) throws IOException {
    for (Peer peer : peers) {
      connections.add(PeerConnection.open(peer));
    }
  }

  /**
   * Starts to ask.
   *
   * @param whenStopped run after {@link #stop}, when all that was asked has been dealt with
   */
  void start(Runnable whenStopped) {
    List<Thread> hearers = new ArrayList<>();
    for (PeerConnection connection : connections) {
      String name = "hear-" + (hearers.size() + 1);
      hearers.add(
          Daemon.start(name, () -> connection.hearUntilEnd(node, new Recorder(name, node))));
    }
    Daemon.start("ask", () -> askUntilStopped(hearers, whenStopped));
  }

  /** Ends the asking, without waiting for it. */
  void stop() {
    stop.countDown();
  }

  private void askUntilStopped(List<Thread> hearers, Runnable whenStopped) {
    Recorder recorder = new Recorder("ask", node);
    try {
      while (!stop.await(randomPauseNanos(), TimeUnit.NANOSECONDS)) {
        ask(recorder);
      }
      // No request follows, which the peers see. Each answers those before and then closes the
      // connection, upon which its hearer has heard all answers and ends.
      connections.forEach(PeerConnection::endRequests);
      for (Thread hearer : hearers) {
        hearer.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
    whenStopped.run();
  }

  private void ask(Recorder recorder) {
    PeerConnection connection =
        connections.get(ThreadLocalRandom.current().nextInt(connections.size()));
    Timestamp request = recorder.send(recorder.work());
    connection.send(new Frame(Frame.Kind.REQUEST, request));
  }

  private long randomPauseNanos() {
    return ThreadLocalRandom.current().nextLong(2 * meanPauseNanos + 1);
  }
}
