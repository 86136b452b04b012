package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that rotted, were cut, or were written by somebody else. */
class MarkDamageTest {
  private static final long OLD = 1L << 62;
  private static final long NEW = 3L << 62; // greater, and negative as a long
  private static final int SLOT = MarkSlot.LENGTH;
  private static final String DAMAGED =
      "the mark is damaged: it should be 8192 bytes with an undamaged slot; restore it from a"
          + " backup that is not older than the last run, or delete it and give the clock a new"
          + " ID: file=";

  private final long seed = Seeds.next();

  @TempDir private Path temporary;
  private Path path;

  @BeforeEach
  void locate() throws IOException {
    path = temporary.toRealPath().resolve("mark");
  }

  private static byte[] slot(long boundNtp) {
    return new MarkSlot(boundNtp, UUID.randomUUID()).encode();
  }

  /** The whole file of a mark. */
  static byte[] file(long boundNtp) {
    return file(slot(boundNtp), slot(boundNtp));
  }

  private static byte[] file(byte[] first, byte[] second) {
    byte[] file = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, file, first.length, second.length);
    return file;
  }

  private NTP64 open(byte[] file) throws IOException {
    Files.write(path, file);
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, new RecordingDisk())) {
      return mark.bound();
    }
  }

  /** The bound in these bytes, read as if they were those of the file, which stays as it is. */
  private long boundOf(byte[] bytes) throws IOException {
    Disk disk =
        new Disk() {
          private byte[] content = bytes;

          @Override
          byte[] read(Path file, RandomAccessFile in, int maxBytes) {
            return content;
          }

          @Override
          void write(Path file, RandomAccessFile out, long offset, byte[] slot) {
            content = content.clone();
            System.arraycopy(slot, 0, content, (int) offset, slot.length);
          }

          @Override
          void force(Path file, RandomAccessFile out) {}

          @Override
          void forceDirectory(Path directory) {}
        };
    if (Files.notExists(path)) {
      Files.createFile(path);
    }
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      return mark.bound().bits();
    }
  }

  private void assertRefused(String message, byte[] file) throws IOException {
    HighWaterMarkException refused =
        assertThrows(HighWaterMarkException.class, () -> open(file), message);
    assertEquals(message + path, refused.getMessage());
    assertArrayEquals(file, Files.readAllBytes(path), "and the file is as it was");
  }

  @Test
  void shouldTakeTheGreaterBoundUnsigned() throws IOException {
    assertEquals(NTP64.ofBits(NEW), open(file(slot(NEW), slot(OLD))));
    assertEquals(NTP64.ofBits(NEW), open(file(slot(OLD), slot(NEW))));
  }

  @Test
  void shouldStandTheDamageOfAnyByte() throws IOException {
    byte[] file = file(slot(NEW), slot(NEW));
    RandomGenerator random = random();
    for (int i = 0; i < file.length; i += stride(i, random)) {
      byte[] rotten = file.clone();
      rotten[i] ^= (byte) random.nextInt(1, 256);
      assertEquals(NEW, boundOf(rotten), "byte " + i + ", seed=" + seed);
    }
  }

  @Test
  void shouldStandTheDamageOfAnyByteInTheMiddleOfAnExtension() throws IOException {
    byte[] file = file(slot(NEW), slot(OLD));
    RandomGenerator random = random();
    for (int i = 0; i < file.length; i += stride(i, random)) {
      byte[] rotten = file.clone();
      rotten[i] ^= (byte) random.nextInt(1, 256);
      assertEquals(i < SLOT ? OLD : NEW, boundOf(rotten), "byte " + i + ", seed=" + seed);
    }
  }

  /** To every byte of the content of a slot, and to some of its zeros. */
  private static int stride(int offset, RandomGenerator random) {
    return offset % SLOT < 48 ? 1 : random.nextInt(1, 64);
  }

  private RandomGenerator random() {
    return Seeds.random(seed);
  }

  @Test
  void shouldStandTheLossOfASlotAndRepairIt() throws IOException {
    byte[] ones = new byte[SLOT];
    Arrays.fill(ones, (byte) -1);
    for (byte[] lost :
        List.of(new byte[SLOT], ones, "<html>".repeat(683).getBytes(StandardCharsets.US_ASCII))) {
      byte[] half = Arrays.copyOf(lost, SLOT);
      assertEquals(NTP64.ofBits(NEW), open(file(half, slot(NEW))));
      assertRepaired();
      assertEquals(NTP64.ofBits(NEW), open(file(slot(NEW), half)));
      assertRepaired();
    }
  }

  private void assertRepaired() throws IOException {
    byte[] file = Files.readAllBytes(path);
    assertEquals(NEW, MarkSlot.decodeOrNull(file, 0).boundNtp());
    assertEquals(MarkSlot.decodeOrNull(file, 0), MarkSlot.decodeOrNull(file, 1));
  }

  @Test
  void shouldRefuseAFileWithBothSlotsDamaged() throws IOException {
    RandomGenerator random = random();
    for (int i = 0; i < 1000; i++) {
      byte[] file = file(slot(NEW), slot(NEW));
      file[random.nextInt(SLOT)] ^= (byte) (1 << random.nextInt(8));
      file[SLOT + random.nextInt(SLOT)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(DAMAGED, file);
    }
    assertRefused(DAMAGED, new byte[MarkSlot.FILE_LENGTH]);
  }

  @Test
  void shouldRefuseEveryOtherLength() throws IOException {
    byte[] file = file(slot(NEW), slot(NEW));
    RandomGenerator random = random();
    for (int length = 0; length < file.length; length += stride(length, random)) {
      byte[] cut = Arrays.copyOf(file, length);
      String message =
          assertThrows(
                  HighWaterMarkException.class,
                  () -> boundOf(cut),
                  "length " + length + ", seed=" + seed)
              .getMessage();
      assertEquals(DAMAGED + path, message);
    }
    for (int length : new int[] {0, 1, SLOT, file.length - 1}) {
      assertRefused(DAMAGED, Arrays.copyOf(file, length));
    }
    assertRefused(DAMAGED, Arrays.copyOf(file, file.length + 1));
    assertRefused(DAMAGED, Arrays.copyOf(file, 1 << 20));
    assertEquals(NTP64.ofBits(NEW), open(file), "restored");
  }

  @Test
  void shouldRefuseALaterVersionWhateverTheOtherSlot() throws IOException {
    for (int version : new int[] {2, 77, -1}) {
      String message =
          "the mark is of a later version of uhlc, which it needs: version=" + version + ": file=";
      byte[] later = new MarkSlot(version, OLD, UUID.randomUUID()).encode();
      for (byte[] other : List.of(later, slot(NEW), new byte[SLOT])) {
        assertRefused(message, file(later, other));
        assertRefused(message, file(other, later));
      }
      assertRefused(message, file(later, new byte[2 * SLOT]));
    }
  }

  @Test
  void shouldNotTakeAWholeSlotOfSomethingElse() throws IOException {
    byte[] slot = slot(NEW);
    slot[0] = 'v';
    putChecksum(slot);
    assertRefused(DAMAGED, file(slot, slot));
    slot[0] = 'u';
    putChecksum(slot);
    assertEquals(NTP64.ofBits(NEW), open(file(slot, slot)), "the checksum is the described one");
  }

  private static void putChecksum(byte[] slot) {
    CRC32C checksum = new CRC32C();
    checksum.update(slot, 0, 12);
    checksum.update(slot, 16, SLOT - 16);
    ByteBuffer.wrap(slot).putInt(12, (int) checksum.getValue());
  }

  @Test
  void shouldNotMindWhatACrashHasLeftOfItsCreation() throws IOException {
    Path leftOver = path.resolveSibling("mark.tmp");
    Path bystander = Files.writeString(path.resolveSibling("bystander"), "precious");
    Files.createFile(path.resolveSibling("mark.lock"));
    for (byte[] content : List.of(new byte[0], slot(NEW), new byte[1 << 20])) {
      Files.deleteIfExists(path);
      Files.write(leftOver, content);
      try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
        assertEquals(NTP64.ZERO, mark.bound());
      }
      assertTrue(Files.notExists(leftOver));
    }
    Files.delete(path);
    Files.createSymbolicLink(leftOver, bystander);
    FileHighWaterMark.open(path).close();
    assertEquals("precious", Files.readString(bystander));
  }
}
