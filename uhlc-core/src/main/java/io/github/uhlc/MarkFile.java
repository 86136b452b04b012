package io.github.uhlc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/**
 * The file of a mark, with its two {@link MarkSlot}s. A bound is written to one slot, forced, then
 * written to the other and forced. So at any time one slot is whole and holds the bound that was
 * acknowledged last or a later one; and while nothing is being written both hold it, so that either
 * may be damaged.
 */
final class MarkFile {
  private static final int MAX_QUOTED_PATH = 255;

  private final Path path;
  private final Disk disk;
  private final UUID opener = ID.random().toUUID();

  // Whether the last write has failed, so that the slots are old, new or torn: then the file is
  // replaced, as forcing it again may succeed without having written anything.
  private boolean failed;

  MarkFile(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  static String quote(Path path) {
    return Text.quote(path.toString(), MAX_QUOTED_PATH);
  }

  /**
   * The one path of a mark, without links.
   *
   * @throws HighWaterMarkException if there cannot be a mark at that path
   */
  static Path locate(Path given) throws IOException {
    Path path = given.toAbsolutePath();
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw refusal("a mark is a file of the default file system", path);
    }
    try {
      path = path.toRealPath();
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(path)) {
        throw refusal("a mark is not a link to a missing file", path);
      }
      path = directory(path).resolve(path.getFileName());
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(MarkLock.SUFFIX) || name.endsWith(Disk.TEMPORARY)) {
      throw refusal("names in .lock and .tmp are for what belongs to a mark", path);
    }
    if (Files.exists(path)) {
      requirePlainFile(path);
    }
    return path;
  }

  private static Path directory(Path path) throws IOException {
    try {
      return path.getParent().toRealPath();
    } catch (NoSuchFileException e) {
      throw refusal("the directory of a mark exists", path);
    }
  }

  private static void requirePlainFile(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw refusal("a mark is a regular file", path);
    }
    // With two names it would have two lock files.
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && (int) Files.getAttribute(path, "unix:nlink") != 1) {
      throw refusal("a mark has one name, and this file has hard links", path);
    }
  }

  /**
   * Reads the bound, and writes who has opened the file, so that an earlier opener notices. A file
   * that does not exist is made, with bound 0.
   *
   * @throws HighWaterMarkException if the file is damaged or of another version
   */
  long open() throws IOException {
    byte[] bytes;
    try {
      bytes = read();
    } catch (NoSuchFileException e) {
      replace(new MarkSlot(0, opener).encode());
      return 0;
    }
    MarkSlot first = MarkSlot.decodeOrNull(bytes, 0);
    MarkSlot second = MarkSlot.decodeOrNull(bytes, 1);
    requireKnownVersion(first);
    requireKnownVersion(second);
    if (bytes.length != MarkSlot.FILE_LENGTH || (first == null && second == null)) {
      throw refusal(
          "a mark is 8192 bytes with an undamaged slot, and this one is damaged (restore it from a"
              + " backup that is not older than the last run, or give the clock a new ID and"
              + " delete it)",
          path);
    }
    boolean firstWins =
        second == null || (first != null && !NtpBits.isAfter(second.boundNtp(), first.boundNtp()));
    long boundNtp = (firstWins ? first : second).boundNtp();
    // The other one first, as the one that wins may be the only one that holds the bound.
    overwrite(new MarkSlot(boundNtp, opener).encode(), firstWins ? 1 : 0);
    return boundNtp;
  }

  private void requireKnownVersion(MarkSlot slot) {
    if (slot != null && slot.version() != MarkSlot.VERSION) {
      throw refusal(
          "the mark was written by a later version of uhlc, and needs it: version="
              + slot.version(),
          path);
    }
  }

  /** Whether the file is as {@link #open} or {@link #extend} has left it. */
  boolean isUntouched(long boundNtp) throws IOException {
    byte[] bytes;
    try {
      bytes = read();
    } catch (NoSuchFileException e) {
      return false;
    }
    return bytes.length == MarkSlot.FILE_LENGTH
        && isOwn(MarkSlot.decodeOrNull(bytes, 0), boundNtp)
        && isOwn(MarkSlot.decodeOrNull(bytes, 1), boundNtp);
  }

  private boolean isOwn(MarkSlot slot, long boundNtp) {
    if (failed) {
      return slot == null || slot.opener().equals(opener);
    }
    return new MarkSlot(boundNtp, opener).equals(slot);
  }

  /** Writes a bound, and returns when it is durable. */
  void extend(long boundNtp) throws IOException {
    byte[] slot = new MarkSlot(boundNtp, opener).encode();
    if (failed) {
      replace(slot);
      failed = false;
    } else {
      overwrite(slot, 0);
    }
  }

  private byte[] read() throws IOException {
    return disk.read(path, MarkSlot.FILE_LENGTH + 1);
  }

  private void overwrite(byte[] slot, int firstIndex) throws IOException {
    failed = true;
    disk.overwrite(path, (long) firstIndex * MarkSlot.LENGTH, slot);
    disk.overwrite(path, (long) (1 - firstIndex) * MarkSlot.LENGTH, slot);
    failed = false;
  }

  private void replace(byte[] slot) throws IOException {
    disk.replace(path, ByteBuffer.allocate(MarkSlot.FILE_LENGTH).put(slot).put(slot).array());
  }

  private static HighWaterMarkException refusal(String rule, Path path) {
    return new HighWaterMarkException(rule + ": file=\"" + quote(path) + '"');
  }
}
