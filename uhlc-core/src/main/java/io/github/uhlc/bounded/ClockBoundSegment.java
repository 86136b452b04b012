package io.github.uhlc.bounded;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** ClockBound's segment of shared memory, as one file, mapped. Thread-safe. */
class ClockBoundSegment {
  // State: the bytes of the file, which another process writes, and nothing here.
  // It is a sequence lock: the writer makes the generation odd, writes, and makes it even. A copy
  // counts if the generation was even and the same before and after it. An acquire fence on each
  // side keeps the copy between the two; its words are opaque, as a plain read may be left out or
  // done twice. The version and the generation are in one word, so that one read gets both.
  // Progress: wait-free. Who writes all the time makes readers give up after some copies.

  private static final int MAX_COPIES = 100;

  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer bytes;
  private final Object fileKey;
  private final VmClock vmClock;

  /**
   * What was read of a segment last.
   *
   * @param segment the segment; null if it must not be read
   * @param header its version and generation, 0 if there is none
   * @param bound what it said
   */
  record View(ClockBoundSegment segment, int header, ErrorBound bound) {}

  /** Takes bytes outside the heap, as others are not read atomically. */
  ClockBoundSegment(ByteBuffer bytes, Object fileKey, VmClock vmClock) {
    this.bytes = bytes;
    this.fileKey = fileKey;
    this.vmClock = vmClock;
  }

  /**
   * Maps a file.
   *
   * @throws IOException if it cannot be read, or is too short for any version
   */
  static ClockBoundSegment map(Path path, VmClock vmClock) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.isRegularFile()) {
        throw new IOException("the segment of ClockBound is no file: path=" + path);
      } else if (file.size() < ClockBoundLayout.V1_BYTES) {
        throw new IOException(tooShort(path, file.size()));
      }
      long length = Math.min(file.size(), ClockBoundLayout.V2_BYTES) & -Long.BYTES;
      return new ClockBoundSegment(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, length), file.fileKey(), vmClock);
    }
  }

  static String tooShort(Path path, long size) {
    return "the segment of ClockBound is too short, it must have "
        + ClockBoundLayout.V1_BYTES
        + " bytes or more: size="
        + size
        + ", path="
        + path;
  }

  /** Whether this is a mapping of the whole of a file. */
  boolean isOf(BasicFileAttributes file) {
    return fileKey != null && fileKey.equals(file.fileKey()) && file.size() >= bytes.capacity();
  }

  /** The version and the generation; what is read later was not written earlier. */
  int header() {
    int header = (int) INTS.getOpaque(bytes, ClockBoundLayout.HEADER_OFFSET);
    VarHandle.acquireFence();
    return header;
  }

  /** What the segment says now; the last view if it says nothing else that can be read. */
  final View read(View last) {
    int header = header();
    for (int i = 0; i < MAX_COPIES; i++) {
      if (!ClockBoundLayout.isReadable(header)) {
        return last;
      }
      ByteBuffer copy = copy();
      int after = headerAfterCopy();
      if (after == header) {
        return new View(this, header, ClockBoundLayout.parse(copy, vmClock));
      }
      header = after;
    }
    return last;
  }

  private ByteBuffer copy() {
    ByteBuffer copy = ByteBuffer.allocate(bytes.capacity()).order(ByteOrder.nativeOrder());
    while (copy.hasRemaining()) {
      copy.putLong((long) LONGS.getOpaque(bytes, copy.position()));
    }
    return copy;
  }

  /** Overridden by tests that write at this moment. */
  int headerAfterCopy() {
    VarHandle.acquireFence();
    return (int) INTS.getOpaque(bytes, ClockBoundLayout.HEADER_OFFSET);
  }
}
