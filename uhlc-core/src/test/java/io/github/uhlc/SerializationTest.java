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
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThrows(InvalidObjectException.class, () -> read(bytes));
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
    assertTrue(refusal.getMessage().endsWith("is read through its proxy only"));
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

  @Test
  void shouldRefuseARefusalWithoutItsTimestamp() throws Exception {
    byte[] bytes = write(new ExceedingDeltaException(null, NTP64.ZERO, Duration.ZERO));
    assertThrows(InvalidObjectException.class, () -> read(bytes));
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
