package io.github.uhlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A high-water mark in a file. A bound survives a crash of the process and of the machine from the
 * moment {@link #extend} has returned, and damage to either half of the file.
 *
 * <p>A mark that {@link #open} has opened is open once: in one process, and there once, whatever
 * paths lead to its file. One that {@link #openShared} has opened may be open several times so, in
 * several processes of the machine; each operation then waits until those of others have ended, and
 * sees what they have written. The file is locked meanwhile, and so is an empty file of the same
 * name with {@code .lock} added, which stays when the mark is closed. Before each write the mark
 * makes sure that nobody has taken either over. If somebody has, {@link #bound} and {@link #extend}
 * throw from then on.
 *
 * <p>Other failures pass: the bound is what it was, or, if the mark is shared, perhaps what it was
 * to become, and an extension succeeds once the file can be written again. An interrupt has no
 * effect, and stays pending. Whatever goes wrong with the file is a {@link HighWaterMarkException};
 * an {@link Error} of the virtual machine, such as an {@link OutOfMemoryError}, passes as it is,
 * and has the same effect. This class is thread-safe; calls wait for one another.
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
 * the bound that it finds, and this one throws at its next extension; if the mark is shared, and it
 * happens in the middle of an operation, two clocks may extend it from one bound. HAZARD: if a
 * process that shares the mark is stopped in the middle of an operation, those of others fail,
 * after 5 s each, until it goes on or ends.
 */
public final class FileHighWaterMark implements HighWaterMark, AutoCloseable {
  // State: all of it, and the file, belong to the monitor of this object. bound is volatile for
  // toString, which shall not wait for the disk.
  // Linearization: a shared mark is read and written in a turn, which one opening has at a time,
  // of all in all processes; one that is not shared belongs to this object.

  private static final String TAKEN_OVER =
      "the mark was taken over: its file or lock file was opened, changed, replaced or deleted";

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

  /**
   * Opens a mark as {@link #open} does, but together with others that open it so: for those who
   * take turns to own it, such as {@linkplain io.github.uhlc.oracle.TimestampOracle oracles} with a
   * lease in several processes of a machine.
   *
   * @param path as for {@link #open}
   * @return the mark, open until it is closed or the process ends
   * @throws HighWaterMarkException as {@link #open} does, but if the mark is open already only if
   *     it was opened by {@link #open}; if an operation of another one does not end for 5 s
   */
  public static FileHighWaterMark openShared(Path path) {
    return openShared(path, new Disk());
  }

  static FileHighWaterMark open(Path given, Disk disk) {
    return open(given, disk, false);
  }

  static FileHighWaterMark openShared(Path given, Disk disk) {
    return open(given, disk, true);
  }

  private static FileHighWaterMark open(Path given, Disk disk, boolean isShared) {
    Objects.requireNonNull(given, "path");
    try {
      Path path = MarkPath.locate(given);
      MarkFile file = new MarkFile(path, disk, isShared);
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
    file.open();
    this.bound = file.bound();
  }

  /**
   * Returns whether others may have the mark open at the same time.
   *
   * @return whether it was opened by {@link #openShared}
   */
  public boolean isShared() {
    return file.isShared();
  }

  /**
   * {@inheritDoc}
   *
   * <p>After a crash it may be the bound of an extension that had not returned.
   *
   * @throws HighWaterMarkException if the mark is closed or was taken over; if it is shared, also
   *     if it cannot be read, is damaged, or stays busy
   */
  @Override
  public synchronized NTP64 bound() {
    attempt("read", file::refresh);
    return bound;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the new bound is not greater than {@code current}
   * @throws HighWaterMarkException if the bound is not {@code current}; if the mark is closed, was
   *     taken over, or cannot be written; if it is shared, also if it is damaged or stays busy
   */
  @Override
  public synchronized void extend(NTP64 current, NTP64 newBound) {
    if (!newBound.isAfter(current)) {
      throw new IllegalArgumentException(
          "the new bound is not above the current one: current=" + current + ", bound=" + newBound);
    }
    attempt("extend", () -> file.extend(current, newBound));
  }

  /** What is done with the file; false if somebody has taken the mark over. */
  private interface Operation {
    boolean run() throws IOException;
  }

  private void attempt(String action, Operation operation) {
    requireUsable();
    try {
      if (!operation.run()) {
        unusable = TAKEN_OVER;
      }
    } catch (IOException | RuntimeException e) {
      throw failure(action, path, e);
    }
    requireUsable();
    bound = file.bound();
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
