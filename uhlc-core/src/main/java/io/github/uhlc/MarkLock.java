package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * A file that is open once in this process, and one byte of which is locked meanwhile. The byte
 * after that is locked while the file is read and written, which is a turn.
 *
 * <p>POSIX gives locks to a process, and takes all of a file away when the process closes any
 * descriptor of it. So no such file is opened twice in a process. As other code can do that, having
 * locked a byte does not prove that it is still locked: each turn locks its byte anew, so that two
 * processes are never at it at once, and then looks at what the other one has left.
 */
final class MarkLock implements AutoCloseable {
  /**
   * The files that this process has open, by identity. The only static state that changes: what it
   * mirrors, the locks of the process, is as global. It is guarded by itself.
   */
  private static final Map<Object, MarkLock> OPEN = new HashMap<>();

  private final Path path;
  private final Disk disk;
  private final long position;
  private final Object identity;
  private final RandomAccessFile file;

  // Null only if other code of the process has locked the byte: then closing the file would unlock
  // it there, so it stays open, for the next who tries.
  private FileLock lock;

  // Of the turn that began last; it is still held if that could not be ended.
  private FileLock turn;

  private MarkLock(
      Path path, Disk disk, long position, Object identity, RandomAccessFile alreadyOpen)
      throws IOException {
    this.path = path;
    this.disk = disk;
    this.position = position;
    this.identity = identity;
    // Unlike a channel of its own, it keeps Windows from deleting the file while it is open.
    this.file = alreadyOpen != null ? alreadyOpen : new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Opens and locks an existing file.
   *
   * @param position the byte to lock; where Windows locks a byte, nobody else can read it
   * @throws HighWaterMarkException if it is locked
   */
  static MarkLock take(Path path, Disk disk, long position) throws IOException {
    synchronized (OPEN) {
      Object identity = identity(path);
      MarkLock earlier = OPEN.get(identity);
      if (earlier != null && earlier.lock != null) {
        throw inUse("this process", path);
      }
      MarkLock taken =
          new MarkLock(path, disk, position, identity, earlier == null ? null : earlier.file);
      OPEN.put(identity, taken);
      try {
        taken.lock();
        return taken;
      } catch (OverlappingFileLockException e) {
        throw inUse("this process", path);
      } catch (IOException | RuntimeException | Error e) {
        taken.close();
        throw e;
      }
    }
  }

  private void lock() throws IOException {
    FileLock locked = lock(position);
    // The same before it was opened and now that it is locked, so it is that of the open file.
    if (!isInPlace()) {
      throw MarkPath.refusal("the file was replaced while it was opened: open it again", path);
    }
    lock = locked;
  }

  private FileLock lock(long at) throws IOException {
    FileLock locked;
    try {
      locked = disk.tryLock(path, file, at);
    } catch (IOException e) {
      throw new IOException(
          "no file locks here, which a mark needs (" + MarkPath.describe(e, path) + ")", e);
    }
    if (locked == null) {
      throw inUse("another process", path);
    }
    return locked;
  }

  /** What no two files have: where the system has no number for that, the one path of the file. */
  private static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key != null ? key : path.toRealPath();
  }

  /** Whether the path still leads to the file that was locked. */
  boolean isInPlace() throws IOException {
    try {
      return identity.equals(identity(path));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Locks the byte after that of the lock, to be alone with the file until the turn ends.
   *
   * @throws HighWaterMarkException if it is locked: only who has lost the lock meets another here
   */
  void beginTurn() throws IOException {
    if (turn != null && turn.isValid()) {
      return;
    }
    try {
      turn = lock(position + 1);
    } catch (OverlappingFileLockException e) {
      throw inUse("this process", path);
    }
  }

  void endTurn() throws IOException {
    turn.release();
  }

  RandomAccessFile file() {
    return file;
  }

  /** Closes the file, which gives the lock back. Closing it twice changes nothing. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      try {
        file.close();
      } finally {
        OPEN.remove(identity, this);
      }
    }
  }

  private static HighWaterMarkException inUse(String by, Path path) {
    String name = path.toString();
    boolean isLockFile = name.endsWith(MarkFile.LOCK);
    Path mark =
        isLockFile ? Path.of(name.substring(0, name.length() - MarkFile.LOCK.length())) : path;
    return MarkPath.refusal(
        "the mark is in use by "
            + by
            + ": it serves one clock at a time, so close it there first, or give each clock a mark"
            + " of its own",
        mark);
  }
}
