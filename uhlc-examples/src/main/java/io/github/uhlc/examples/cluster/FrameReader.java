package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The messages that arrive on one connection. Malformed frames are counted and dropped: those of an
 * absurd length or cut by the end of the stream end the reading, as where the next one begins is
 * unknown; those whose content is wrong are skipped. Not thread-safe.
 */
final class FrameReader {
  private final InputStream in;
  private final Frame.Kind kind;
  private final Set<ID> senders;
  private final LongAdder malformed;

  /**
   * Makes a reader.
   *
   * @param in the incoming side of the connection
   * @param kind the only kind of message that may arrive
   * @param senders the nodes that may have sent it
   * @param malformed where malformed frames are counted
   */
  FrameReader(InputStream in, Frame.Kind kind, Set<ID> senders, LongAdder malformed) {
    this.in = new BufferedInputStream(in);
    this.kind = kind;
    this.senders = senders;
    this.malformed = malformed;
  }

  /**
   * Waits for the next message.
   *
   * @return its timestamp, or nothing when there can be no more
   * @throws IOException if the connection breaks
   */
  Optional<Timestamp> next() throws IOException {
    while (true) {
      byte[] length = in.readNBytes(Integer.BYTES);
      if (length.length == 0) {
        return Optional.empty();
      }
      Optional<byte[]> body = body(length);
      if (body.isEmpty()) {
        malformed.increment();
        return Optional.empty();
      }
      try {
        Frame frame = Frame.decode(body.get());
        if (frame.kind() == kind && senders.contains(frame.timestamp().id())) {
          return Optional.of(frame.timestamp());
        }
      } catch (IllegalArgumentException e) {
        // Counted below, as is a frame that is not for here.
      }
      malformed.increment();
    }
  }

  private Optional<byte[]> body(byte[] lengthBytes) throws IOException {
    if (lengthBytes.length < Integer.BYTES) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(lengthBytes).getInt();
    if (length < Frame.MIN_LENGTH || length > Frame.MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] body = in.readNBytes(length);
    return body.length == length ? Optional.of(body) : Optional.empty();
  }
}
