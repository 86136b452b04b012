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
 *
 * <p>If it is shared, each operation is a turn of its own, in which nobody else is at the file or
 * the lock file. It begins by reading what others have left, and makes sure that the greater bound
 * is durable: whoever wrote it may have been killed, or have failed, before it was.
 */
final class MarkFile implements AutoCloseable {
  /** What is added to the name of a mark for its lock file, which is empty and left behind. */
  static final String LOCK = ".lock";

  // The last of the file, and within what all systems can lock.
  private static final long LOCK_POSITION = 1L << 30;

  private final Path path;
  private final Disk disk;
  private final boolean isShared;
  private final UUID opener = ID.random().toUUID();
  private MarkLock pathLock;
  private MarkLock fileLock;

  // What the slots hold, null for damage. The next is the one to write first: it is not the only
  // one that is durable. It is torn if writing it has failed, and then holds anything.
  private final MarkSlot[] slots = new MarkSlot[2];
  private int next;
  private boolean torn;

  // The bound that was read or acknowledged last. It is settled if the slots are as this one has
  // left them, so that the greater bound is durable.
  private NTP64 bound = NTP64.ZERO;
  private boolean isSettled;

  MarkFile(Path path, Disk disk, boolean isShared) {
    this.path = path;
    this.disk = disk;
    this.isShared = isShared;
  }

  boolean isShared() {
    return isShared;
  }

  /** The bound that was read or acknowledged last. */
  NTP64 bound() {
    return bound;
  }

  /**
   * Locks the file, reads the bound, and writes who has opened it, so that an earlier opener
   * notices who does not share it. A file that does not exist is made, with bound 0.
   *
   * @throws HighWaterMarkException if it is in use, damaged or of another version
   */
  void open() throws IOException {
    pathLock = MarkLock.take(lockFile(), disk, 0, isShared);
    inTurn(
        isShared,
        pathLock,
        () -> {
          if (Files.notExists(path)) {
            disk.create(path, newFile());
          }
          fileLock = MarkLock.take(path, disk, LOCK_POSITION, isShared);
          return inTurn(true, fileLock, () -> adopt(read()));
        });
    // Always, as whoever made the file may have been killed before.
    disk.forceDirectory(path.getParent());
  }

  /** A part of an operation; false if somebody has taken the file or a lock over. */
  private interface Part {
    boolean run() throws IOException;
  }

  private static boolean inTurn(boolean needsIt, MarkLock lock, Part part) throws IOException {
    if (!needsIt) {
      return part.run();
    }
    lock.beginTurn();
    try {
      return part.run();
    } finally {
      lock.endTurn();
    }
  }

  /** Both locks if the file is shared: the other one still counts if one of them is lost. */
  private boolean inTurn(Part part) throws IOException {
    return inTurn(isShared, pathLock, () -> inTurn(true, fileLock, part));
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

  private boolean adopt(byte[] bytes) throws IOException {
    load(bytes);
    bound = greaterBound();
    if (!settle(bytes) || !writeBoth(new MarkSlot(bound.bits(), opener))) {
      throw MarkPath.refusal("the mark was changed by somebody else while it was opened", path);
    }
    return true;
  }

  private NTP64 greaterBound() {
    return NTP64.ofBits(slots[1 - next].boundNtp());
  }

  /** Makes the greater bound durable. */
  private boolean settle(byte[] bytes) throws IOException {
    int last = 1 - next;
    // What was read may be in memory only, if a process was killed or has failed to force it. The
    // same bytes, so that a crash meanwhile leaves them if they are on the disk already.
    byte[] same = Arrays.copyOfRange(bytes, start(last), start(last) + MarkSlot.LENGTH);
    isSettled = write(last, same);
    return isSettled;
  }

  /**
   * Reads the bound, if others may have written another.
   *
   * @return false if somebody has taken the file or a lock over; then this one is of no more use
   */
  boolean refresh() throws IOException {
    return !isShared || inTurn(this::catchUp);
  }

  private boolean catchUp() throws IOException {
    if (!isInPlace()) {
      return false;
    }
    byte[] bytes = read();
    if (!isSettled || !isUntouched(bytes)) {
      isSettled = false;
      load(bytes);
      // A bound that went back is that of an older copy.
      if (greaterBound().isBefore(bound) || !settle(bytes)) {
        return false;
      }
    }
    bound = greaterBound();
    return true;
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
    torn = false;
  }

  /**
   * Writes a bound, and returns when it is durable.
   *
   * @return false if somebody has taken the file or a lock over; then this one is of no more use
   * @throws HighWaterMarkException if the bound is not the current one
   */
  boolean extend(NTP64 current, NTP64 newBound) throws IOException {
    if (!isShared) {
      requireCurrent(current);
    }
    boolean isWritten = inTurn(() -> replace(current, newBound));
    bound = isWritten ? newBound : bound;
    return isWritten;
  }

  private boolean replace(NTP64 current, NTP64 newBound) throws IOException {
    if (isShared) {
      if (!catchUp()) {
        return false;
      }
      requireCurrent(current);
    }
    return writeBoth(new MarkSlot(newBound.bits(), opener));
  }

  private void requireCurrent(NTP64 current) {
    if (!current.equals(bound)) {
      throw MarkPath.refusal(
          "another clock has extended the mark"
              + (isShared ? "" : ", each clock needs a mark of its own")
              + ": current="
              + current.toRfc3339()
              + ", bound="
              + bound.toRfc3339(),
          path);
    }
  }

  private boolean writeBoth(MarkSlot slot) throws IOException {
    byte[] bytes = slot.encode();
    isSettled = false;
    for (int i = 0; i < 2; i++) {
      if (!write(next, bytes)) {
        return false;
      }
      slots[next] = slot;
      torn = false;
      next = 1 - next;
    }
    isSettled = true;
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
    return isInPlace() && isUntouched(read());
  }

  private boolean isInPlace() throws IOException {
    return pathLock.isInPlace() && fileLock.isInPlace();
  }

  private boolean isUntouched(byte[] bytes) {
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
