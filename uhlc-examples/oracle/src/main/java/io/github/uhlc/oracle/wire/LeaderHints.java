package io.github.uhlc.oracle.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import java.util.Optional;

/** The trailer in which a node that does not serve names the one that does. */
public final class LeaderHints {
  /** The key of the trailer. */
  public static final Metadata.Key<byte[]> KEY =
      Metadata.Key.of("tsoracle-leader-hint-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private LeaderHints() {}

  /**
   * Reads the hint of a failed call.
   *
   * @param trailers the trailers, null if the call had none
   * @return the hint, empty if there is none that can be read
   */
  public static Optional<LeaderHint> read(Metadata trailers) {
    byte[] bytes = trailers == null ? null : trailers.get(KEY);
    try {
      return bytes == null ? Optional.empty() : Optional.of(LeaderHint.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      // A hint is a help: a call does without one that is damaged.
      return Optional.empty();
    }
  }
}
