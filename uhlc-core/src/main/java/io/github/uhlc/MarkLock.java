package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * The lock file of a mark, whose first byte is locked for as long as the mark is open, and whose
 * second byte while the mark is read or written. It is empty, and is left behind.
 *
 * <p>POSIX gives locks to a process, and takes all of a file away when the process closes any
 * descriptor of it. So no lock file is opened twice in a process, and as other code can do that,
 * having locked a file does not prove that it is still locked: each access asks for the second byte
 * anew, and then looks who has opened the mark last.
 */
final class MarkLock implements AutoCloseable {
  /** What is added to the name of a mark. */
  static final String SUFFIX = ".lock";

  /**
   * The lock files that this process has open, by identity. The only static state that changes:
   * what it mirrors, the locks of the process, is as global. It is guarded by itself.
   */
  private static final Map<Object, MarkLock> OPEN = new HashMap<>();

  private final Path path;
  private final Object identity;
  private final RandomAccessFile file;
  private FileLock lock;

  private MarkLock(Path path, Object identity) throws IOException {
    this.path = path;
    this.identity = identity;
    // Unlike a channel of its own, it keeps Windows from deleting the file while it is open.
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Locks the lock file of a mark; it is made if there is none.
   *
   * @throws HighWaterMarkException if it is locked
   */
  static MarkLock take(Path mark) throws IOException {
    Path path = mark.resolveSibling(mark.getFileName() + SUFFIX);
    synchronized (OPEN) {
      try {
        Files.createFile(path);
      } catch (FileAlreadyExistsException e) {
        // As it should from the second time on.
      }
      Object identity = identity(path);
      MarkLock taken = OPEN.get(identity);
      if (taken == null) {
        taken = new MarkLock(path, identity);
        OPEN.put(identity, taken);
      }
      try {
        taken.lock();
        return taken;
      } catch (OverlappingFileLockException e) {
        // Here, or in the copy of this class that another class loader has: there, to close the
        // file would unlock it. So it stays open, for the next who tries.
        throw taken.inUse("this process");
      } catch (IOException | RuntimeException e) {
        taken.close();
        throw e;
      }
    }
  }

  private void lock() throws IOException {
    if (lock != null) {
      throw new OverlappingFileLockException();
    }
    lock = file.getChannel().tryLock(0, 1, false);
    if (lock == null) {
      throw inUse("another process");
    }
    // The same before it was opened and now that it is locked, so it is that of the open file.
    if (!isInPlace()) {
      throw inUse("whoever has just replaced its lock file");
    }
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
   * Locks the second byte, to be alone with the mark: only who has the first byte asks for it.
   *
   * @return the lock, or null if another process has taken the lock file over
   */
  FileLock turnOrNull() throws IOException {
    return file.getChannel().tryLock(1, 1, false);
  }

  boolean isOpen() {
    return file.getChannel().isOpen();
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      OPEN.remove(identity);
      file.close();
    }
  }

  HighWaterMarkException inUse(String by) {
    return new HighWaterMarkException(
        "a mark is used by one clock at a time, and this one is in use by "
            + by
            + ": lockFile=\""
            + MarkFile.quote(path)
            + "\"; close it there first, or give each clock a mark of its own");
  }
}
