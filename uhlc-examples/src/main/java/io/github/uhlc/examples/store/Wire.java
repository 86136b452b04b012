package io.github.uhlc.examples.store;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages as bytes: a frame is four bytes of length, one of the kind, and the fields. A text is
 * two bytes of length and UTF-8, a timestamp is in {@link TimestampFormat#SORTABLE}, an optional
 * one has a byte 0 or 1 before it. All numbers are big-endian.
 */
final class Wire {
  /** How many bytes a key, a value or a reason may have. */
  static final int MAX_TEXT_BYTES = 1000;

  /** How many entries a message may have. */
  static final int MAX_ENTRIES = 25;

  private static final int STAMP_BYTES = 24;
  private static final int MAX_ENTRY_BYTES =
      2 * (Short.BYTES + MAX_TEXT_BYTES) + 2 * STAMP_BYTES + Long.BYTES;

  /** The greatest length of a frame, without the length itself. */
  static final int MAX_FRAME_BYTES = 1 + Short.BYTES + MAX_ENTRIES * MAX_ENTRY_BYTES;

  private static final byte GET = 1;
  private static final byte PUT = 2;
  private static final byte PULL = 3;
  private static final byte ENTRIES = 4;
  private static final byte REFUSAL = 5;

  private Wire() {}

  /**
   * Writes one frame.
   *
   * @throws IllegalArgumentException if a text is too long or no Unicode, or an entry too many
   */
  static void write(OutputStream out, Message message) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + MAX_FRAME_BYTES);
    frame.position(Integer.BYTES);
    put(frame, message);
    frame.putInt(0, frame.position() - Integer.BYTES);
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  /**
   * Reads one frame.
   *
   * @return the message, nothing if the stream has ended before it
   * @throws IOException if the connection breaks
   * @throws IllegalArgumentException if the frame is malformed: then where the next one begins is
   *     unknown
   */
  static Optional<Message> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = (first << 24) | readThreeBytes(in);
    if (length < 1 || length > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "the length of a frame is not from 1 to " + MAX_FRAME_BYTES + ": length=" + length);
    }
    ByteBuffer frame = ByteBuffer.wrap(readFully(in, length));
    try {
      Message message = get(frame);
      if (frame.hasRemaining()) {
        throw new IllegalArgumentException("bytes are left: count=" + frame.remaining());
      }
      return Optional.of(message);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the frame is too short for its fields", e);
    }
  }

  private static int readThreeBytes(InputStream in) throws IOException {
    byte[] rest = readFully(in, 3);
    return (rest[0] & 0xff) << 16 | (rest[1] & 0xff) << 8 | (rest[2] & 0xff);
  }

  private static byte[] readFully(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    new DataInputStream(in).readFully(bytes);
    return bytes;
  }

  private static void put(ByteBuffer frame, Message message) {
    if (message instanceof Message.Get get) {
      putText(frame.put(GET), get.key());
    } else if (message instanceof Message.Put put) {
      putText(frame.put(PUT), put.key());
      putText(frame, put.value());
      putOptional(frame, put.after());
    } else if (message instanceof Message.Pull pull) {
      putOptional(frame.put(PULL), pull.since());
    } else if (message instanceof Message.Entries entries) {
      if (entries.entries().size() > MAX_ENTRIES) {
        throw new IllegalArgumentException(
            "there are more than " + MAX_ENTRIES + " entries: count=" + entries.entries().size());
      }
      frame.put(ENTRIES).putShort((short) entries.entries().size());
      entries.entries().forEach(entry -> putEntry(frame, entry));
    } else if (message instanceof Message.Refusal refusal) {
      putText(frame.put(REFUSAL), refusal.reason());
    }
  }

  private static Message get(ByteBuffer frame) {
    byte kind = frame.get();
    return switch (kind) {
      case GET -> new Message.Get(getText(frame));
      case PUT -> new Message.Put(getText(frame), getText(frame), getOptional(frame));
      case PULL -> new Message.Pull(getOptional(frame));
      case ENTRIES -> new Message.Entries(getEntries(frame));
      case REFUSAL -> new Message.Refusal(getText(frame));
      default -> throw new IllegalArgumentException("there is no such message: kind=" + kind);
    };
  }

  private static void putEntry(ByteBuffer frame, Entry entry) {
    putText(frame, entry.key());
    putText(frame, entry.value());
    TimestampFormat.SORTABLE.encode(entry.stamp(), frame);
    frame.putLong(entry.wall().bits());
    TimestampFormat.SORTABLE.encode(entry.stored(), frame);
  }

  private static List<Entry> getEntries(ByteBuffer frame) {
    int count = frame.getShort();
    if (count < 0 || count > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "the number of entries is not from 0 to " + MAX_ENTRIES + ": count=" + count);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new Entry(
              getText(frame),
              getText(frame),
              TimestampFormat.SORTABLE.decode(frame),
              NTP64.ofBits(frame.getLong()),
              TimestampFormat.SORTABLE.decode(frame)));
    }
    return entries;
  }

  private static void putOptional(ByteBuffer frame, Optional<Timestamp> timestamp) {
    frame.put((byte) (timestamp.isPresent() ? 1 : 0));
    timestamp.ifPresent(present -> TimestampFormat.SORTABLE.encode(present, frame));
  }

  private static Optional<Timestamp> getOptional(ByteBuffer frame) {
    return switch (frame.get()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(TimestampFormat.SORTABLE.decode(frame));
      default ->
          throw new IllegalArgumentException("whether there is a timestamp is neither 0 nor 1");
    };
  }

  private static void putText(ByteBuffer frame, String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      frame.putShort(requireLength(bytes.remaining())).put(bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the text is no Unicode", e);
    }
  }

  private static String getText(ByteBuffer frame) {
    byte[] bytes = new byte[requireLength(frame.getShort())];
    frame.get(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the text is no UTF-8", e);
    }
  }

  private static short requireLength(int bytes) {
    if (bytes < 0 || bytes > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "the length of a text is not from 0 to " + MAX_TEXT_BYTES + ": length=" + bytes);
    }
    return (short) bytes;
  }
}
