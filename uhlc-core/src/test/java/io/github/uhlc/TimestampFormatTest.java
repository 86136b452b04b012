package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampFormatTest {
  @ParameterizedTest
  @EnumSource
  void shouldFillBuffersOfEveryKindToTheLastByte(TimestampFormat format) {
    Timestamp timestamp = Timestamp.of(1L << 40, ID.parse("123456789abcdef0123"));
    byte[] bytes = format.encode(timestamp);
    int size = bytes.length;
    for (ByteBuffer buffer :
        List.of(
            ByteBuffer.allocate(size),
            ByteBuffer.allocateDirect(size),
            ByteBuffer.allocate(size + 10).position(7).slice().limit(size),
            ByteBuffer.allocate(size + 10).position(7).limit(7 + size))) {
      format.encode(timestamp, buffer);
      assertEquals(0, buffer.remaining());
      buffer.position(buffer.position() - size);
      assertEquals(ByteBuffer.wrap(bytes), buffer);
      assertEquals(timestamp, format.decode(buffer.asReadOnlyBuffer()));
      assertEquals(timestamp, format.decode(buffer));
      assertEquals(0, buffer.remaining());
    }
  }

  @Test
  void shouldRefuseBadSortableBytes() {
    List<String> texts =
        List.of(
            "",
            "00",
            "01".repeat(23),
            "01".repeat(25),
            "00".repeat(24),
            "ff".repeat(8) + "00".repeat(16));
    for (String hex : texts) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      RuntimeException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> TimestampFormat.SORTABLE.decode(bytes), hex);
      assertTrue(
          refusal
              .getMessage()
              .matches("the ID is zero, it must be 1 or more|the bytes .*|bytes trail .*"));
    }
  }

  @Test
  void shouldLeaveTheBufferWhereItWasWhenItThrows() {
    for (TimestampFormat format : TimestampFormat.values()) {
      byte[] bytes = format.encode(Timestamp.of(NTP64.MAX, ID.parse("f".repeat(32))));
      for (int length = 0; length < bytes.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
        assertThrows(BufferUnderflowException.class, () -> format.decode(cut));
        assertEquals(0, cut.position());
        byte[] cutBytes = Arrays.copyOf(bytes, length);
        assertThrows(IllegalArgumentException.class, () -> format.decode(cutBytes));

        ByteBuffer small = ByteBuffer.allocate(length);
        assertThrows(
            BufferOverflowException.class, () -> format.encode(format.decode(bytes), small));
        assertEquals(ByteBuffer.allocate(length), small);
      }
      ByteBuffer zeroId = ByteBuffer.allocate(24).put(0, (byte) 0).put(1, (byte) 1);
      assertThrows(IllegalArgumentException.class, () -> format.decode(zeroId));
      assertEquals(0, zeroId.position());
      Timestamp zero = Timestamp.of(NTP64.ZERO, ID.ofUnsigned(1));
      ByteBuffer readOnly = ByteBuffer.allocate(30).asReadOnlyBuffer();
      assertThrows(ReadOnlyBufferException.class, () -> format.encode(zero, readOnly));
      assertEquals(0, readOnly.position());
    }
  }
}
