package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  private static final Timestamp STAMP = Timestamp.parse("7386690599959157260/33");
  private static final Entry ENTRY =
      new Entry("key", "v\u00e4lue", STAMP, NTP64.MAX, Timestamp.parse("1/a"));

  @Test
  void shouldReadWhatItWrote() throws IOException {
    List<Message> messages =
        List.of(
            new Message.Get(""),
            new Message.Put("k\0y", "\ud83d\ude00", Optional.empty()),
            new Message.Put("key", "value", Optional.of(STAMP)),
            new Message.Pull(Optional.empty()),
            new Message.Pull(Optional.of(STAMP)),
            new Message.Entries(List.of()),
            new Message.Entries(List.of(ENTRY, ENTRY)),
            new Message.Refusal("no"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message message : messages) {
      Wire.write(out, message);
    }

    InputStream in = new ByteArrayInputStream(out.toByteArray());
    for (Message message : messages) {
      assertEquals(Optional.of(message), Wire.read(in));
    }
    assertEquals(Optional.empty(), Wire.read(in));
  }

  @Test
  void shouldHaveRoomForTheLargestMessage() throws IOException {
    String text = "x".repeat(Wire.MAX_TEXT_BYTES);
    Entry largest = new Entry(text, text, STAMP, NTP64.MAX, STAMP);
    Message message = new Message.Entries(Collections.nCopies(Wire.MAX_ENTRIES, largest));

    assertEquals(Optional.of(message), Wire.read(new ByteArrayInputStream(bytes(message))));
    assertEquals(Integer.BYTES + Wire.MAX_FRAME_BYTES, bytes(message).length);
  }

  @Test
  void shouldRefuseToWriteWhatCannotBeRead() {
    assertUnwritable(new Message.Get("x".repeat(Wire.MAX_TEXT_BYTES + 1)));
    assertUnwritable(new Message.Get("\ud800"));
    assertUnwritable(new Message.Entries(Collections.nCopies(Wire.MAX_ENTRIES + 1, ENTRY)));
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, no content",
    "ffffffff, a negative length",
    "7fffffff, an absurd length",
    "0000000106, an unknown kind",
    "0000000100, an unknown kind",
    "0000000101, no key",
    "0000000401ffff61, a negative text",
    "000000040107ff61, a text that is too long",
    "0000000401000261, a text beyond the frame",
    "00000004010001ff, a text that is no UTF-8",
    "000000050100016162, bytes that are left",
    "000000020302, an optional that is neither there nor not",
    "000000030301aa, a cut timestamp",
    "0000001a0301000000000000000000000000000000000000000000000000, a timestamp without an ID",
    "0000000304ffff, a negative count",
    "00000003047fff, an absurd count",
    "00000003040001, an entry that is missing",
    "474554202f20485454502f312e31, another protocol",
  })
  void shouldRefuseAMalformedFrame(String hex, String what) {
    InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
    assertThrows(IllegalArgumentException.class, () -> Wire.read(in), what);
  }

  @Test
  void shouldTellACutFrameFromTheEnd() throws IOException {
    byte[] whole = bytes(new Message.Put("key", "value", Optional.of(STAMP)));
    for (int length = 1; length < whole.length; length++) {
      InputStream in = new ByteArrayInputStream(whole, 0, length);
      assertThrows(EOFException.class, () -> Wire.read(in));
    }
  }

  @Test
  void shouldBearAnyDamage() throws IOException {
    Random random = new Random(7);
    byte[] good = bytes(new Message.Entries(List.of(ENTRY, ENTRY)));
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = good.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        read += Wire.read(new ByteArrayInputStream(damaged)).isPresent() ? 1 : 0;
      } catch (IllegalArgumentException | EOFException e) {
        // One of these it must be.
      }
    }
    assertTrue(read > 0, "some damage is to a value, which another value replaces");
  }

  private static void assertUnwritable(Message message) {
    assertThrows(IllegalArgumentException.class, () -> bytes(message));
  }

  private static byte[] bytes(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire.write(out, message);
    return out.toByteArray();
  }
}
