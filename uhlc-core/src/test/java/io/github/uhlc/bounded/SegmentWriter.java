package io.github.uhlc.bounded;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the daemon of ClockBound does: it keeps a segment, here of any version. For one thread. */
final class SegmentWriter {
  static final long SECOND_NANOS = 1_000_000_000L;

  private static final VarHandle SHORTS =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final int VERSION = 12;
  private static final int GENERATION = 14;

  private final ByteBuffer bytes;

  /** What the daemon says. */
  record Said(
      long asOfNanos,
      long voidAfterNanos,
      long boundNanos,
      long marker,
      int maxDriftPpb,
      int status,
      boolean supportsDisruption) {
    static Said synchronizedAt(long asOfNanos) {
      return new Said(asOfNanos, asOfNanos + 1000 * SECOND_NANOS, 10_000, 0, 1000, 1, false);
    }

    Said withBound(long newBoundNanos) {
      return new Said(
          asOfNanos,
          voidAfterNanos,
          newBoundNanos,
          marker,
          maxDriftPpb,
          status,
          supportsDisruption);
    }

    Said withStatus(int newStatus) {
      return new Said(
          asOfNanos,
          voidAfterNanos,
          boundNanos,
          marker,
          maxDriftPpb,
          newStatus,
          supportsDisruption);
    }

    Said withMarker(long newMarker) {
      return new Said(asOfNanos, voidAfterNanos, boundNanos, newMarker, maxDriftPpb, status, true);
    }
  }

  /** Makes a new file, or fills an old one, with zeros. */
  static SegmentWriter create(Path path, int version) throws IOException {
    int size = version == 1 ? 72 : 80;
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      SegmentWriter writer =
          new SegmentWriter(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
      writer.clear();
      return writer;
    }
  }

  SegmentWriter(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
  }

  void clear() {
    for (int i = 0; i < bytes.capacity(); i += Long.BYTES) {
      bytes.putLong(i, 0);
    }
  }

  /** A whole segment with generation 2, of the version that fits its size. */
  SegmentWriter initialize(Said said) {
    bytes.putInt(0, 0x414D5A4E).putInt(4, 0x43420200).putInt(8, bytes.capacity());
    put(said);
    generation(2);
    version(isV1() ? 1 : 2);
    return this;
  }

  private boolean isV1() {
    return bytes.capacity() == 72;
  }

  /** One update, as the daemon makes it. */
  void write(Said said) {
    beginUpdate();
    put(said);
    endUpdate();
  }

  void beginUpdate() {
    generation(generation() | 1);
    VarHandle.releaseFence();
  }

  void endUpdate() {
    int next = (generation() + 1) & 0xFFFF;
    generation(next == 0 ? 2 : next);
  }

  void put(Said said) {
    putTime(16, said.asOfNanos());
    putTime(32, said.voidAfterNanos());
    bytes.putLong(48, said.boundNanos());
    if (isV1()) {
      bytes.putInt(56, said.maxDriftPpb()).putInt(64, said.status());
    } else {
      bytes.putLong(56, said.marker());
      bytes.putInt(64, said.maxDriftPpb()).putInt(68, said.status());
      bytes.put(72, (byte) (said.supportsDisruption() ? 1 : 0));
    }
  }

  private void putTime(int offset, long nanos) {
    bytes.putLong(offset, Math.floorDiv(nanos, SECOND_NANOS));
    bytes.putLong(offset + 8, Math.floorMod(nanos, SECOND_NANOS));
  }

  int generation() {
    return Short.toUnsignedInt(bytes.getShort(GENERATION));
  }

  void generation(int generation) {
    SHORTS.setVolatile(bytes, GENERATION, (short) generation);
  }

  void version(int version) {
    SHORTS.setVolatile(bytes, VERSION, (short) version);
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
