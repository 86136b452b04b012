package io.github.uhlc;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The operations on files that make a mark durable and exclusive. They survive an interrupt and
 * leave it pending; so none does I/O through a {@link FileChannel}, which an interrupt would close.
 * Tests override the operations to make them fail, or to lose what was not forced.
 */
class Disk {
  /** What the name of a new file ends with until it is whole. */
  static final String TEMPORARY = ".tmp";

  /**
   * Makes a file that is durable and whole as soon as it has its name, unless there is one of that
   * name already. The name itself is durable once the directory is forced.
   */
  final void create(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    // One that a crash has left could be anything, also a link to another file.
    delete(temporary);
    Files.createFile(temporary);
    try {
      try (RandomAccessFile out = new RandomAccessFile(temporary.toFile(), "rw")) {
        write(temporary, out, 0, bytes);
        force(temporary, out);
      }
      link(temporary, file);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was faster, and a link replaces nothing, unlike a rename.
    } catch (UnsupportedOperationException | FileSystemException e) {
      throw new IOException(
          "no hard link can be made, which a new mark needs (" + MarkPath.describe(e, file) + ")",
          e);
    } finally {
      delete(temporary);
    }
  }

  /**
   * Locks a byte of an open file, alone or together with others who share it.
   *
   * @return the lock, or null if another process has it
   * @throws java.nio.channels.OverlappingFileLockException if this process has it
   */
  FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
      throws IOException {
    return open.getChannel().tryLock(position, 1, isShared);
  }

  /**
   * Pauses while another has its turn; an interrupt may end it sooner.
   *
   * @return how long it paused, at most the given time: that in which the process was stopped does
   *     not count
   */
  long pause(long nanos) {
    boolean interrupted = Thread.interrupted();
    long startNanos = System.nanoTime();
    LockSupport.parkNanos(nanos);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Math.min(System.nanoTime() - startNanos, nanos);
  }

  /** Reads an open file from its start, and no more than a limit. */
  byte[] read(Path file, RandomAccessFile in, int maxBytes) throws IOException {
    byte[] bytes = new byte[maxBytes];
    int length = 0;
    in.seek(0);
    for (int read = 0; read >= 0 && length < maxBytes; length += Math.max(read, 0)) {
      read = in.read(bytes, length, maxBytes - length);
    }
    return Arrays.copyOf(bytes, length);
  }

  void write(Path file, RandomAccessFile out, long offset, byte[] bytes) throws IOException {
    out.seek(offset);
    out.write(bytes);
  }

  /**
   * Returns when what was written is durable. After an exception nobody knows what is: some systems
   * then take what they failed to write for written, and forcing it again does nothing. Only what
   * is written again after that will be forced.
   */
  void force(Path file, RandomAccessFile out) throws IOException {
    out.getFD().sync();
  }

  /** Gives a file a second name, if no file has it, in one atomic step. */
  void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Makes the names in a directory durable. */
  void forceDirectory(Path directory) throws IOException {
    if (File.separatorChar == '\\') {
      return; // Windows opens no directories, and journals their changes.
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (!tryToForce(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False if an interrupt has closed the only thing in Java that can force a directory. */
  boolean tryToForce(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
