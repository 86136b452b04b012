package io.github.uhlc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * The open file of a mark, with its two {@link MarkSlot}s. It is used by one thread at a time.
 *
 * <p>It is exclusive twice: by its path, through a lock file beside it, in case that somebody
 * replaces the file; and by itself, in case that it has several paths, or that somebody deletes the
 * lock file. Before each write both are looked at, and what the file holds.
 *
 * <p>A bound is written to one slot and forced, then to the other and forced. So at any time one
 * slot is durable and holds the bound that was acknowledged last or a later one, and while nothing
 * is being written both do, so that either may be damaged. If a write or a force fails, what that
 * slot has on the disk is unknown, and the other one is whole. The next extension begins with the
 * unknown one. It writes all of it anew: to force it again would not do, see {@link Disk#force}. So
 * a failure needs no repair of its own, and the file is never replaced.
 */
final class MarkFile implements AutoCloseable {
  /** What is added to the name of a mark for its lock file, which is empty and left behind. */
  static final String LOCK = ".lock";

  // The last of the file, and within what all systems can lock.
  private static final long LOCK_POSITION = 1L << 30;

  private final Path path;
  private final Disk disk;
  private final UUID opener = ID.random().toUUID();
  private MarkLock pathLock;
  private MarkLock fileLock;

  // What the slots hold, null for damage. The next is the one to write first: it is not the only
  // one that is durable. It is torn if writing it has failed, and then holds anything.
  private final MarkSlot[] slots = new MarkSlot[2];
  private int next;
  private boolean torn;

  MarkFile(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  /**
   * Locks the file, reads the bound, and writes who has opened it, so that an earlier opener
   * notices. A file that does not exist is made, with bound 0.
   *
   * @return the bound
   * @throws HighWaterMarkException if it is in use, damaged or of another version
   */
  NTP64 open() throws IOException {
    pathLock = MarkLock.take(lockFile(), disk, 0);
    if (Files.notExists(path)) {
      disk.create(path, newFile());
    }
    fileLock = MarkLock.take(path, disk, LOCK_POSITION);
    fileLock.beginTurn();
    try {
      adopt(read());
    } finally {
      fileLock.endTurn();
    }
    // Always, as whoever made the file may have been killed before.
    disk.forceDirectory(path.getParent());
    return NTP64.ofBits(slots[next].boundNtp());
  }

  private Path lockFile() throws IOException {
    Path file = path.resolveSibling(path.getFileName() + LOCK);
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // As it should from the second time on.
    }
    return file;
  }

  private byte[] newFile() {
    byte[] slot = new MarkSlot(0, opener).encode();
    return ByteBuffer.allocate(MarkSlot.FILE_LENGTH).put(slot).put(slot).array();
  }

  private void adopt(byte[] bytes) throws IOException {
    load(bytes);
    int last = 1 - next;
    MarkSlot slot = new MarkSlot(slots[last].boundNtp(), opener);
    // What was read may be in memory only, if a process was killed or has failed to force it. The
    // same bytes, so that a crash meanwhile leaves them if they are on the disk already.
    byte[] same = Arrays.copyOfRange(bytes, start(last), start(last) + MarkSlot.LENGTH);
    if (!write(last, same) || !writeBoth(slot)) {
      throw MarkPath.refusal("the mark was changed by somebody else while it was opened", path);
    }
  }

  private void load(byte[] bytes) {
    for (int i = 0; i < 2; i++) {
      slots[i] = MarkSlot.decodeOrNull(bytes, i);
      if (slots[i] != null && slots[i].version() != MarkSlot.VERSION) {
        throw MarkPath.refusal(
            "the mark is of a later version of uhlc, which it needs: version=" + slots[i].version(),
            path);
      }
    }
    if (bytes.length != MarkSlot.FILE_LENGTH || (slots[0] == null && slots[1] == null)) {
      throw MarkPath.refusal(
          "the mark is damaged: it should be 8192 bytes with an undamaged slot; restore it from a"
              + " backup that is not older than the last run, or delete it and give the clock a new"
              + " ID",
          path);
    }
    boolean firstWins =
        slots[1] == null
            || (slots[0] != null && !NtpBits.isAfter(slots[1].boundNtp(), slots[0].boundNtp()));
    next = firstWins ? 1 : 0;
  }

  /**
   * Writes a bound, and returns when it is durable.
   *
   * @return false if somebody has taken the file or a lock over; then this one is of no more use
   */
  boolean extend(long boundNtp) throws IOException {
    fileLock.beginTurn();
    try {
      return writeBoth(new MarkSlot(boundNtp, opener));
    } finally {
      fileLock.endTurn();
    }
  }

  private boolean writeBoth(MarkSlot slot) throws IOException {
    byte[] bytes = slot.encode();
    for (int i = 0; i < 2; i++) {
      if (!write(next, bytes)) {
        return false;
      }
      slots[next] = slot;
      torn = false;
      next = 1 - next;
    }
    return true;
  }

  /** Writes and forces one slot, unless somebody has taken over. */
  private boolean write(int index, byte[] slot) throws IOException {
    if (!isUntouched()) {
      return false;
    }
    torn |= index == next;
    disk.write(path, fileLock.file(), start(index), slot);
    disk.force(path, fileLock.file());
    return true;
  }

  private boolean isUntouched() throws IOException {
    if (!pathLock.isInPlace() || !fileLock.isInPlace()) {
      return false;
    }
    byte[] bytes = read();
    return bytes.length == MarkSlot.FILE_LENGTH && isUntouched(bytes, 0) && isUntouched(bytes, 1);
  }

  private boolean isUntouched(byte[] bytes, int index) {
    MarkSlot found = MarkSlot.decodeOrNull(bytes, index);
    if (torn && index == next) {
      return found == null || found.opener().equals(opener);
    }
    return Objects.equals(found, slots[index]);
  }

  private byte[] read() throws IOException {
    return disk.read(path, fileLock.file(), MarkSlot.FILE_LENGTH + 1);
  }

  private static int start(int index) {
    return index * MarkSlot.LENGTH;
  }

  /** Closes the file and gives its locks back. Closing it twice changes nothing. */
  @Override
  public void close() throws IOException {
    try {
      if (fileLock != null) {
        fileLock.close();
      }
    } finally {
      if (pathLock != null) {
        pathLock.close();
      }
    }
  }
}
