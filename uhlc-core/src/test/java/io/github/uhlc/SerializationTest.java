package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerializationTest {
  private static final ID PATTERN = ID.parse("1122334455667788" + "99aabbccddeeff01");

  @Test
  void shouldRefuseAZeroId() throws IOException {
    byte[] bytes = patched(write(PATTERN), "112233445566778899aabbccddeeff01", "00".repeat(16));
    assertThrows(InvalidObjectException.class, () -> read(bytes));
  }

  @Test
  void shouldRefuseATimestampWithAZeroId() throws IOException {
    Timestamp timestamp = Timestamp.of(5, PATTERN);
    byte[] bytes = patched(write(timestamp), "112233445566778899aabbccddeeff01", "00".repeat(16));
    assertThrows(InvalidObjectException.class, () -> read(bytes));
  }

  /** The ID in the stream is the last object, from its TC_OBJECT to the end. */
  @Test
  void shouldRefuseATimestampWithoutAnId() throws IOException {
    String hex = HexFormat.of().formatHex(write(Timestamp.of(0x5a5a5a5a5a5a5a5aL, PATTERN)));
    int id = hex.indexOf("5a5a5a5a5a5a5a5a") + 16;
    assertTrue(hex.startsWith("73", id));
    byte[] bytes = HexFormat.of().parseHex(hex.substring(0, id) + "70");
    InvalidObjectException refusal = assertThrows(InvalidObjectException.class, () -> read(bytes));
    assertEquals(
        "the ID is missing, a timestamp must have one: time=2018-01-13T19:13:30.352941177Z",
        refusal.getMessage());
  }

  /** A stream that names the class itself, not its proxy, and leaves its fields zero. */
  @ParameterizedTest
  @ValueSource(strings = {"NTP64", "ID", "Timestamp"})
  void shouldRefuseAStreamWithoutTheProxy(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
      out.writeShort(ObjectStreamConstants.STREAM_VERSION);
      out.writeByte(ObjectStreamConstants.TC_OBJECT);
      out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
      out.writeUTF("io.github.uhlc." + name);
      out.writeLong(1);
      out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
      out.writeShort(0);
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL);
    }
    InvalidObjectException refusal =
        assertThrows(InvalidObjectException.class, () -> read(bytes.toByteArray()));
    String article = name.equals("Timestamp") ? "a " : "an ";
    assertEquals(
        "the stream holds a bare "
            + name
            + ", it must hold the proxy that "
            + article
            + name
            + " writes",
        refusal.getMessage());
  }

  @Test
  void shouldCarryARefusalWhole() throws Exception {
    Timestamp timestamp = Timestamp.of(1L << 33, PATTERN);
    ExceedingDeltaException refusal =
        new ExceedingDeltaException(timestamp, NTP64.ZERO, Duration.ofMillis(500));
    ExceedingDeltaException read = (ExceedingDeltaException) read(write(refusal));
    assertEquals(refusal.getMessage(), read.getMessage());
    assertEquals(Duration.ofMillis(1500), read.excess());
  }

  static List<ExceedingDeltaException> incompleteRefusals() {
    Timestamp timestamp = Timestamp.of(1L << 33, PATTERN);
    return List.of(
        new ExceedingDeltaException(null, NTP64.ZERO, Duration.ZERO),
        new ExceedingDeltaException(timestamp, null, Duration.ZERO),
        new ExceedingDeltaException(timestamp, NTP64.ZERO, null));
  }

  @ParameterizedTest
  @MethodSource("incompleteRefusals")
  void shouldRefuseARefusalOfWhichAFieldIsNull(ExceedingDeltaException refusal) throws IOException {
    byte[] bytes = write(refusal);
    assertEquals(
        "a part of the refusal is missing, all three must be there: timestamp="
            + refusal.timestamp()
            + ", physicalTime="
            + refusal.physicalTime()
            + ", maxDelta="
            + refusal.maxDelta(),
        assertThrows(InvalidObjectException.class, () -> read(bytes)).getMessage());
  }

  /** A field is missing where the stream has one of another name. */
  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "physicalTime", "maxDelta"})
  void shouldRefuseARefusalThatLacksAField(String field) throws IOException {
    Timestamp timestamp = Timestamp.of(1L << 33, PATTERN);
    byte[] bytes = write(new ExceedingDeltaException(timestamp, NTP64.ZERO, Duration.ZERO));
    byte[] lacking = patched(bytes, nameHex(field), nameHex("x" + field.substring(1)));
    assertThrows(InvalidObjectException.class, () -> read(lacking));
  }

  @Test
  void shouldRefuseValuesThatLackAField() throws IOException {
    byte[] id = write(PATTERN);
    byte[] without =
        patched(patched(id, nameHex("high"), nameHex("xigh")), nameHex("low"), nameHex("xow"));
    assertThrows(InvalidObjectException.class, () -> read(without));
    byte[] timestamp = patched(write(Timestamp.of(5, PATTERN)), nameHex("id"), nameHex("xd"));
    assertThrows(InvalidObjectException.class, () -> read(timestamp));
  }

  /** A name as the stream has it: after its length. */
  private static String nameHex(String name) {
    return HexFormat.of().toHexDigits((short) name.length())
        + HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] patched(byte[] bytes, String oldHex, String newHex) {
    String hex = HexFormat.of().formatHex(bytes);
    assertTrue(hex.contains(oldHex));
    return HexFormat.of().parseHex(hex.replace(oldHex, newHex));
  }

  private static byte[] write(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
