package io.github.uhlc;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The operations on files that make a mark durable. They stand an interrupt, which is left pending;
 * so none does I/O through a {@link FileChannel}, which an interrupt would close. Tests override
 * the operations to make them fail, or to lose what was not forced.
 */
class Disk {
  /** What the name of a new file ends with until it is whole. */
  static final String TEMPORARY = ".tmp";

  /**
   * Overwrites a part of an existing file and returns when it is durable. After an exception the
   * part is undefined, and so is whether another force would say the truth: some systems take a
   * page for clean once they have failed to write it.
   */
  final void overwrite(Path file, long offset, byte[] bytes) throws IOException {
    // One descriptor for both, as an error of the write may be told to no other.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      write(file, out, offset, bytes);
      force(file, out);
    }
  }

  /**
   * Makes a new file, or a new one in place of the old, and returns when it is durable. At any time
   * there is the old file or the new one, and it is whole.
   */
  final void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    // One that a crash has left could be anything, also a link to another file.
    Files.deleteIfExists(temporary);
    overwrite(temporary, 0, bytes);
    rename(temporary, file);
    forceDirectory(file.getParent());
  }

  /**
   * Reads a file, and no more than a limit.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  byte[] read(Path file, int maxBytes) throws IOException {
    // Told apart here, as the stream has one exception for no file and for no permission.
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new IOException("not a regular file");
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(maxBytes);
    }
  }

  void write(Path file, RandomAccessFile out, long offset, byte[] bytes) throws IOException {
    out.seek(offset);
    out.write(bytes);
  }

  void force(Path file, RandomAccessFile out) throws IOException {
    out.getFD().sync();
  }

  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
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
