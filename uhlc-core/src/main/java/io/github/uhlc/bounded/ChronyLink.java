package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Questions to one chronyd. Each has a socket and a random number of its own, so that nothing that
 * was sent before is taken for its answer, and a network that has changed meanwhile does no harm.
 */
final class ChronyLink {
  // State: the socket of the question under way, or a closed one; whether this is closed.
  // Writers: the one thread that asks, and whoever closes this. No socket is left open: one that
  // asks shows its socket, then reads closed; one that closes writes closed, then reads the socket.

  private final InetSocketAddress address;
  private final PhysicalClock wallClock;
  private final LongSupplier nanoCounter;
  private final SecureRandom sequences = new SecureRandom();
  private final AtomicReference<DatagramSocket> current = new AtomicReference<>();
  private volatile boolean closed;

  ChronyLink(InetSocketAddress address, PhysicalClock wallClock, LongSupplier nanoCounter) {
    this.address = address;
    this.wallClock = wallClock;
    this.nanoCounter = nanoCounter;
  }

  /**
   * Asks once.
   *
   * @param timeoutNanos how long to wait for the answer
   * @return what chronyd says, if only that it knows nothing
   * @throws IOException if there is no answer
   */
  ErrorBound ask(long timeoutNanos) throws IOException {
    if (address.isUnresolved()) {
      throw new UnknownHostException("the host of chronyd is unknown: address=" + address);
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      current.set(socket);
      if (closed) {
        throw new IOException("the link is closed");
      }
      socket.connect(address);
      int sequence = sequences.nextInt();
      byte[] request = ChronyTracking.request(sequence).array();
      // Before it is sent: the bound has grown at least since chronyd has made it up.
      long askedNanos = nanoCounter.getAsLong();
      socket.send(new DatagramPacket(request, request.length));
      ByteBuffer reply = receive(socket, sequence, askedNanos, timeoutNanos);
      double wallSeconds = NTP64.ofBits(wallClock.ntp64()).toSecondsDouble();
      return ChronyTracking.parse(reply, askedNanos, wallSeconds);
    }
  }

  private ByteBuffer receive(
      DatagramSocket socket, int sequence, long askedNanos, long timeoutNanos) throws IOException {
    // Longer than an answer, so that one that is too long shows.
    byte[] bytes = new byte[2 * ChronyTracking.BYTES];
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    while (true) {
      long leftNanos = timeoutNanos - (nanoCounter.getAsLong() - askedNanos);
      if (leftNanos <= 0) {
        throw new SocketTimeoutException("chronyd did not answer in time: address=" + address);
      }
      socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
      packet.setLength(bytes.length);
      socket.receive(packet);
      ByteBuffer reply = ByteBuffer.wrap(bytes).limit(packet.getLength());
      if (ChronyTracking.isAnswer(reply, sequence)) {
        return reply;
      }
    }
  }

  /** Ends the question under way, and all to come. */
  void close() {
    closed = true;
    DatagramSocket socket = current.get();
    if (socket != null) {
      socket.close();
    }
  }
}
