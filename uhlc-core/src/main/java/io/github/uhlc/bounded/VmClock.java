package io.github.uhlc.bounded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The disruption marker of a virtual machine, which changes when its clock may have jumped: the
 * device of Linux's VMClock. Thread-safe.
 */
final class VmClock {
  // State: an open device that nobody uses just now, if any. Who needs one takes it, or opens
  // another, and puts it back unless one is there already. So no call waits for another, and a
  // device is read by one thread at a time.

  private static final int BYTES = 24;
  private static final int MAGIC = 0x4B4C4356;
  private static final int VERSION = 1;
  private static final int VERSION_OFFSET = 8;
  private static final int MARKER_OFFSET = 16;

  private final Path path;
  private final boolean isPresent;
  private final AtomicReference<Device> idle = new AtomicReference<>();
  private volatile boolean closed;

  private record Device(FileChannel channel, ByteBuffer bytes) {
    static Device open(Path path) throws IOException {
      return new Device(
          FileChannel.open(path, StandardOpenOption.READ),
          ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The driver sees to it that what one call reads belongs together. */
    long marker() throws IOException {
      bytes.clear();
      int count = channel.read(bytes, 0);
      if (count < BYTES || bytes.getInt(0) != MAGIC || bytes.getShort(VERSION_OFFSET) != VERSION) {
        throw new IOException("the device is no VMClock of version 1: bytes read=" + count);
      }
      return bytes.getLong(MARKER_OFFSET);
    }
  }

  /** The device at a path, which is looked for now and never again. */
  VmClock(Path path) {
    this.path = path;
    this.isPresent = Files.exists(path);
  }

  /**
   * Whether the device shows a marker; true if there is no device, and false if it cannot be read.
   */
  boolean shows(long marker) {
    if (!isPresent) {
      return true;
    }
    // An interrupt would close the channel. It is put off until this is done.
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        Device device = take();
        try {
          boolean same = device.marker() == marker;
          putBack(device);
          return same;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        } catch (IOException e) {
          device.channel().close();
          return false;
        }
      }
    } catch (IOException e) {
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Device take() throws IOException {
    Device device = idle.getAndSet(null);
    return device != null ? device : Device.open(path);
  }

  private void putBack(Device device) throws IOException {
    if (!idle.compareAndSet(null, device)) {
      device.channel().close();
    } else if (closed) {
      closeIdle();
    }
  }

  void close() {
    closed = true;
    try {
      closeIdle();
    } catch (IOException e) {
      // It was only read; nothing is lost.
    }
  }

  private void closeIdle() throws IOException {
    Device device = idle.getAndSet(null);
    if (device != null) {
      device.channel().close();
    }
  }
}
