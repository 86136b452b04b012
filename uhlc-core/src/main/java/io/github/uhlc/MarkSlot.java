package io.github.uhlc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One of the two slots of the file of a {@link FileHighWaterMark}. The file is {@value
 * #FILE_LENGTH} bytes: the slots, of {@value #LENGTH} bytes each, so that a write that a crash has
 * torn damages one page of one slot. Numbers are big-endian.
 *
 * <table>
 *   <caption>A slot</caption>
 *   <tr><th>offset<th>bytes<th>content
 *   <tr><td>0<td>8<td>the ASCII characters {@code uhlcmark}
 *   <tr><td>8<td>4<td>version, {@value #VERSION}
 *   <tr><td>12<td>4<td>CRC-32C of all other bytes of the slot
 *   <tr><td>16<td>8<td>the bound, as NTP64 bits
 *   <tr><td>24<td>16<td>a random number that whoever opened the file last has drawn
 *   <tr><td>40<td>4056<td>zero
 * </table>
 *
 * <p>Later versions keep the length of a slot, and the first three lines.
 *
 * @param version the version; of another than {@value #VERSION} nothing else is known
 * @param boundNtp the bound
 * @param opener who wrote the slot
 */
record MarkSlot(int version, long boundNtp, UUID opener) {
  static final int VERSION = 1;
  static final int LENGTH = 4096;
  static final int FILE_LENGTH = 2 * LENGTH;

  private static final long MAGIC =
      ByteBuffer.wrap("uhlcmark".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final int CHECKSUM_OFFSET = 12;
  private static final int BOUND_OFFSET = 16;

  MarkSlot(long boundNtp, UUID opener) {
    this(VERSION, boundNtp, opener);
  }

  /** The slot in its {@value #LENGTH} bytes. */
  byte[] encode() {
    byte[] slot = new byte[LENGTH];
    ByteBuffer.wrap(slot)
        .putLong(MAGIC)
        .putInt(version)
        .putInt(0)
        .putLong(boundNtp)
        .putLong(opener.getMostSignificantBits())
        .putLong(opener.getLeastSignificantBits());
    ByteBuffer.wrap(slot).putInt(CHECKSUM_OFFSET, checksum(slot));
    return slot;
  }

  /**
   * The slot at an index of a file.
   *
   * @param file the bytes of the file, of any number
   * @param index 0 or 1
   * @return the slot, or null if it is damaged
   */
  static MarkSlot decodeOrNull(byte[] file, int index) {
    int start = index * LENGTH;
    if (file.length < start + LENGTH) {
      return null;
    }
    byte[] slot = new byte[LENGTH];
    System.arraycopy(file, start, slot, 0, LENGTH);
    ByteBuffer in = ByteBuffer.wrap(slot);
    long magic = in.getLong();
    int version = in.getInt();
    if (magic != MAGIC || in.getInt() != checksum(slot)) {
      return null;
    }
    long boundNtp = in.getLong();
    return new MarkSlot(version, boundNtp, new UUID(in.getLong(), in.getLong()));
  }

  private static int checksum(byte[] slot) {
    CRC32C checksum = new CRC32C();
    checksum.update(slot, 0, CHECKSUM_OFFSET);
    checksum.update(slot, BOUND_OFFSET, LENGTH - BOUND_OFFSET);
    return (int) checksum.getValue();
  }
}
