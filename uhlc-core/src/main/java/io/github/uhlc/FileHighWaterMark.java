package io.github.uhlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A high-water mark in a file. A bound survives a crash of the process and of the machine from the
 * moment {@link #extend} has returned, and damage to either half of the file.
 *
 * <p>A mark is open once: in one process, and there once, whatever paths lead to its file. The file
 * is locked meanwhile, and so is an empty file of the same name with {@code .lock} added, which
 * stays when the mark is closed. Before each write the mark makes sure that nobody has taken either
 * over. If somebody has, {@link #bound} and {@link #extend} throw from then on.
 *
 * <p>Other failures pass: the bound is what it was, and an extension succeeds once the file can be
 * written again. An interrupt has no effect, and stays pending. Whatever goes wrong with the file
 * is a {@link HighWaterMarkException}; an {@link Error} of the virtual machine, such as an {@link
 * OutOfMemoryError}, passes as it is, and has the same effect. This class is thread-safe; calls
 * wait for one another.
 *
 * <p>The file is written in place, so it keeps its owner and its permissions. A new one gets those
 * that the process gives to any new file.
 *
 * <p>The file system needs file locks, and for a new mark hard links; where it has none, opening
 * the mark fails. HAZARD: if the file is deleted between two runs, the clock starts as if there had
 * been none. If it is restored from a backup, times issued after the backup was made can repeat.
 * HAZARD: if the file is on a network file system, it is only as durable and its locks only as
 * exclusive as that makes them. HAZARD: if other code of the process opens and closes the file and
 * its lock file, some systems unlock both. If another process then opens the mark, it goes on from
 * the bound that it finds, and this one throws at its next extension.
 */
public final class FileHighWaterMark implements HighWaterMark, AutoCloseable {
  // State: all of it, and the file, belong to the monitor of this object. bound is volatile for
  // toString, which shall not wait for the disk.

  private final Path path;
  private final MarkFile file;
  private volatile NTP64 bound;
  private String unusable;

  /**
   * Opens a mark, which is made, with bound {@link NTP64#ZERO}, if the file does not exist.
   *
   * @param path a file of the default file system in a directory that can be written; symbolic
   *     links are followed
   * @return the mark, open until it is closed or the process ends
   * @throws HighWaterMarkException if the mark is open already, here or in another process; if the
   *     file is damaged, of a later version, or no plain file; if it cannot be read and written
   */
  public static FileHighWaterMark open(Path path) {
    return open(path, new Disk());
  }

  static FileHighWaterMark open(Path given, Disk disk) {
    Objects.requireNonNull(given, "path");
    try {
      Path path = MarkPath.locate(given);
      MarkFile file = new MarkFile(path, disk);
      try {
        return new FileHighWaterMark(path, file);
      } catch (IOException | RuntimeException | Error e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw failure("open", given, e);
    }
  }

  private FileHighWaterMark(Path path, MarkFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.bound = file.open();
  }

  /**
   * {@inheritDoc}
   *
   * <p>After a crash it may be the bound of an extension that had not returned.
   *
   * @throws HighWaterMarkException if the mark is closed or was taken over
   */
  @Override
  public synchronized NTP64 bound() {
    requireUsable();
    return bound;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the new bound is not greater than {@code current}
   * @throws HighWaterMarkException if the bound is not {@code current}; if the mark is closed, was
   *     taken over, or cannot be written
   */
  @Override
  public synchronized void extend(NTP64 current, NTP64 newBound) {
    if (!newBound.isAfter(current)) {
      throw new IllegalArgumentException(
          "the new bound is not above the current one: current=" + current + ", bound=" + newBound);
    }
    requireUsable();
    if (!current.equals(bound)) {
      throw MarkPath.refusal(
          "another clock has extended the mark, each clock needs a mark of its own: current="
              + current.toRfc3339()
              + ", bound="
              + bound.toRfc3339(),
          path);
    }
    try {
      if (!file.extend(newBound.bits())) {
        unusable =
            "the mark was taken over: its file or lock file was opened, changed, replaced or deleted";
        requireUsable();
      }
      bound = newBound;
    } catch (IOException | RuntimeException e) {
      throw failure("extend", path, e);
    }
  }

  /**
   * Closes the mark, which can then be opened again. Closing it twice changes nothing.
   *
   * @throws HighWaterMarkException if the file cannot be closed
   */
  @Override
  public synchronized void close() {
    unusable = "the mark is closed";
    try {
      file.close();
    } catch (IOException | RuntimeException e) {
      throw failure("close", path, e);
    }
  }

  /** Returns the path and the bound, for logs. */
  @Override
  public String toString() {
    return "FileHighWaterMark[file=" + path + ", bound=" + bound.toRfc3339() + "]";
  }

  private void requireUsable() {
    if (unusable != null) {
      throw MarkPath.refusal(unusable, path);
    }
  }

  private static HighWaterMarkException failure(String action, Path path, Exception cause) {
    if (cause instanceof HighWaterMarkException refusal) {
      return refusal;
    }
    return new HighWaterMarkException(
        "cannot "
            + action
            + " the mark: "
            + MarkPath.describe(cause, path)
            + ": file="
            + MarkPath.quote(path),
        cause);
  }
}
