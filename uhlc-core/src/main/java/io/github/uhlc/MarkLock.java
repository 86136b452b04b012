package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A file that is open once in this process, and one byte of which is locked meanwhile: alone, or
 * together with others who share it, here and in other processes. The byte after that is locked
 * while the file is read and written, which is a turn.
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
  private static final Map<Object, OpenFile> OPEN = new HashMap<>();

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MIN_PAUSE_NANOS = 50_000;
  private static final long MAX_PAUSE_NANOS = 1_000_000;

  /** An open file and those who use it, several if they share it. Guarded by the map. */
  private static final class OpenFile {
    private final RandomAccessFile file;
    private int users;

    // Null only if other code of the process has locked the byte: then closing the file would
    // unlock it there, so it stays open, for the next who tries.
    private FileLock lock;

    OpenFile(RandomAccessFile file) {
      this.file = file;
    }

    boolean isSharedAt(long position) {
      return lock.isShared() && lock.position() == position;
    }
  }

  private final Path path;
  private final Disk disk;
  private final long position;
  private final boolean isShared;
  private final Object identity;
  private final OpenFile open;
  private boolean isClosed;

  // Of the turn that began last; it is still held if that could not be ended.
  private FileLock turn;

  private MarkLock(
      Path path, Disk disk, long position, boolean isShared, Object identity, OpenFile open) {
    this.path = path;
    this.disk = disk;
    this.position = position;
    this.isShared = isShared;
    this.identity = identity;
    this.open = open;
  }

  /**
   * Opens and locks an existing file.
   *
   * @param position the byte to lock; where Windows locks a byte, nobody else can read it
   * @param isShared whether others who say so too may have the file at the same time
   * @throws HighWaterMarkException if it is locked
   */
  static MarkLock take(Path path, Disk disk, long position, boolean isShared) throws IOException {
    synchronized (OPEN) {
      Object identity = identity(path);
      OpenFile open = OPEN.get(identity);
      if (open != null && open.lock != null && !(isShared && open.isSharedAt(position))) {
        throw inUse("this process", path, isShared);
      }
      if (open == null) {
        // Unlike a channel of its own, it keeps Windows from deleting the file while it is open.
        open = new OpenFile(new RandomAccessFile(path.toFile(), "rw"));
        OPEN.put(identity, open);
      }
      MarkLock taken = new MarkLock(path, disk, position, isShared, identity, open);
      open.users++;
      try {
        taken.lock();
        return taken;
      } catch (OverlappingFileLockException e) {
        open.users--;
        throw inUse("this process", path, isShared);
      } catch (IOException | RuntimeException | Error e) {
        taken.close();
        throw e;
      }
    }
  }

  private void lock() throws IOException {
    FileLock locked = open.lock != null ? open.lock : lock(position, isShared);
    // The same before it was opened and now that it is locked, so it is that of the open file.
    if (!isInPlace()) {
      throw MarkPath.refusal("the file was replaced while it was opened: open it again", path);
    }
    open.lock = locked;
  }

  private FileLock lock(long at, boolean shares) throws IOException {
    FileLock locked = tryLock(at, shares);
    if (locked == null) {
      throw inUse("another process", path, isShared);
    }
    return locked;
  }

  private FileLock tryLock(long at, boolean shares) throws IOException {
    try {
      return disk.tryLock(path, open.file, at, shares);
    } catch (IOException e) {
      throw new IOException(
          "no file locks here, which a mark needs (" + MarkPath.describe(e, path) + ")", e);
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
   * Locks the byte after that of the lock, to be alone with the file until the turn ends. Who
   * shares the file waits for that.
   *
   * @throws HighWaterMarkException if it stays locked; or if it is locked and the file is not
   *     shared: only who has lost the lock meets another here
   */
  void beginTurn() throws IOException {
    if (turn != null && turn.isValid()) {
      return;
    }
    if (isShared) {
      turn = awaitTurn();
      return;
    }
    try {
      turn = lock(position + 1, false);
    } catch (OverlappingFileLockException e) {
      throw inUse("this process", path, false);
    }
  }

  /** Polls, as an interrupt of one who waits for a lock would close the file, and unlock it. */
  private FileLock awaitTurn() throws IOException {
    long remainingNanos = PATIENCE.toNanos();
    long pauseNanos = MIN_PAUSE_NANOS;
    FileLock locked = tryTurn();
    while (locked == null) {
      if (remainingNanos <= 0) {
        throw MarkPath.refusal(
            "the mark is busy: an operation of another process, or of another thread, has not"
                + " ended; if that process is stopped, let it go on, or end it: patience="
                + PATIENCE,
            markPath(path));
      }
      remainingNanos -= disk.pause(pauseNanos);
      pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
      locked = tryTurn();
    }
    return locked;
  }

  private FileLock tryTurn() throws IOException {
    try {
      return tryLock(position + 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  void endTurn() throws IOException {
    turn.release();
  }

  RandomAccessFile file() {
    return open.file;
  }

  /** Closes the file if nobody else uses it, which gives the lock back. Twice changes nothing. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      open.users--;
      if (open.users == 0) {
        OPEN.remove(identity, open);
        open.file.close();
      } else if (turn != null && turn.isValid()) {
        turn.release();
      }
    }
  }

  private static HighWaterMarkException inUse(String by, Path path, boolean isShared) {
    String rule =
        isShared
            ? "it is not shared there, so close it there first, or open it there by openShared too"
            : "open needs it alone, so close it there first, or give each clock a mark of its own";
    return MarkPath.refusal("the mark is in use by " + by + ": " + rule, markPath(path));
  }

  private static Path markPath(Path path) {
    String name = path.toString();
    boolean isLockFile = name.endsWith(MarkFile.LOCK);
    return isLockFile ? Path.of(name.substring(0, name.length() - MarkFile.LOCK.length())) : path;
  }
}
