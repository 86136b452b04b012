package io.github.uhlc.bounded;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A chronyd that answers on a port of its own, as a test tells it to. */
final class FakeChronyd implements AutoCloseable {
  private final DatagramSocket socket;
  private final InetSocketAddress address;
  private final Thread server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Function<ByteBuffer, List<ByteBuffer>> answers;

  /**
   * What a tracking report says, in seconds.
   *
   * @param leap 3 if it is not synchronized
   */
  record Report(
      double correction,
      double rootDelay,
      double rootDispersion,
      int leap,
      long referenceSeconds,
      double intervalSeconds) {
    static Report of(double correction, double rootDelay, double rootDispersion) {
      long nowSeconds = System.currentTimeMillis() / 1000;
      return new Report(correction, rootDelay, rootDispersion, 0, nowSeconds, 16);
    }

    Report withLeap(int newLeap) {
      return new Report(
          correction, rootDelay, rootDispersion, newLeap, referenceSeconds, intervalSeconds);
    }

    Report withReference(long newReferenceSeconds, double newIntervalSeconds) {
      return new Report(
          correction, rootDelay, rootDispersion, leap, newReferenceSeconds, newIntervalSeconds);
    }

    /** The answer to a request with that number, by the description of the protocol. */
    ByteBuffer toReply(int sequence) {
      return ByteBuffer.allocate(104)
          .put(0, (byte) 6)
          .put(1, (byte) 2)
          .putShort(4, (short) 33)
          .putShort(6, (short) 5)
          .putInt(16, sequence)
          .putInt(28, 0x7F7F0101)
          .putShort(52, (short) 10)
          .putShort(54, (short) leap)
          .putInt(56, (int) (referenceSeconds >> 32))
          .putInt(60, (int) referenceSeconds)
          .putInt(68, bits(correction))
          .putInt(92, bits(rootDelay))
          .putInt(96, bits(rootDispersion))
          .putInt(100, bits(intervalSeconds));
    }

    /**
     * 7 bits of exponent and 25 of coefficient, rounded towards zero, the worst that is allowed.
     */
    static int bits(double value) {
      if (value == 0) {
        return 0;
      }
      int exponent = Math.getExponent(value) + 2;
      int coefficient = (int) Math.scalb(value, 25 - exponent);
      return exponent << 25 | (coefficient & 0x1FF_FFFF);
    }
  }

  static FakeChronyd start(Report report) throws IOException {
    FakeChronyd chronyd = at(0);
    chronyd.report(report);
    return chronyd;
  }

  /** One on that port, which answers nothing. */
  static FakeChronyd at(int port) throws IOException {
    FakeChronyd chronyd = new FakeChronyd(port);
    chronyd.server.start();
    return chronyd;
  }

  private FakeChronyd(int port) throws IOException {
    socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    address = (InetSocketAddress) socket.getLocalSocketAddress();
    answers = request -> List.of();
    server = new Thread(this::serve, "fake-chronyd");
    server.setDaemon(true);
  }

  private void serve() {
    byte[] bytes = new byte[1000];
    try {
      while (true) {
        DatagramPacket request = new DatagramPacket(bytes, bytes.length);
        socket.receive(request);
        requests.incrementAndGet();
        ByteBuffer question = ByteBuffer.wrap(bytes.clone(), 0, request.getLength()).slice();
        for (ByteBuffer answer : answers.apply(question)) {
          byte[] sent = new byte[answer.limit()];
          answer.get(0, sent);
          socket.send(
              new DatagramPacket(sent, sent.length, request.getAddress(), request.getPort()));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  void report(Report report) {
    answer(request -> List.of(report.toReply(sequence(request))));
  }

  void answer(Function<ByteBuffer, List<ByteBuffer>> newAnswers) {
    answers = newAnswers;
  }

  static int sequence(ByteBuffer request) {
    return request.getInt(8);
  }

  InetSocketAddress address() {
    return address;
  }

  int requests() {
    return requests.get();
  }

  /** When this has returned, its port is free, unless the thread was interrupted. */
  @Override
  public void close() {
    socket.close();
    try {
      server.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
