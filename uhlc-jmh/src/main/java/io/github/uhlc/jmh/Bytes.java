package io.github.uhlc.jmh;

import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The binary forms of a timestamp, both ways, and timestamps as keys. */
public class Bytes extends StandardGroup {
  private static final int ROOM = 32;

  private final Samples samples = new Samples();
  private final Timestamp[] timestamps = samples.map(t -> t, Timestamp[]::new);

  /** One of the formats, and the samples in it. */
  @State(Scope.Benchmark)
  public static class Form {
    /** Which one. */
    @Param public TimestampFormat format;

    private final Samples samples = new Samples();
    private final ByteBuffer buffer = ByteBuffer.allocate(ROOM);
    private byte[][] arrays;
    private ByteBuffer[] buffers;

    /** Encodes the samples and checks that they are decoded as they were. */
    @Setup
    public void setUp() {
      samples.checkRoundTrip(format::encode, format::decode);
      arrays = samples.map(format::encode, byte[][]::new);
      buffers = samples.map(t -> ByteBuffer.wrap(format.encode(t)), ByteBuffer[]::new);
    }
  }

  /** A map from every sample, and other objects of the same values to look up. */
  @State(Scope.Benchmark)
  public static class Lookup {
    private final Samples samples = new Samples();
    private final Map<Timestamp, Integer> map = new HashMap<>();
    private final Timestamp[] keys =
        samples.map(t -> Timestamp.parse(t.toString()), Timestamp[]::new);

    /** Fills the map and checks that every key is found. */
    @Setup
    public void setUp() {
      for (Timestamp timestamp : samples.map(t -> t, Timestamp[]::new)) {
        map.put(timestamp, map.size());
      }
      for (int i = 0; i < Samples.COUNT; i++) {
        claim(map.get(keys[i]) == i, "a key is found by its value");
      }
    }
  }

  @Benchmark
  public byte[] encode(Form form) {
    return form.format.encode(timestamps[samples.next()]);
  }

  @Benchmark
  public Timestamp decode(Form form) {
    return form.format.decode(form.arrays[samples.next()]);
  }

  @Benchmark
  public ByteBuffer encodeToBuffer(Form form) {
    form.format.encode(timestamps[samples.next()], form.buffer.clear());
    return form.buffer;
  }

  @Benchmark
  public Timestamp decodeFromBuffer(Form form) {
    return form.format.decode(form.buffers[samples.next()].rewind());
  }

  /** Against the sample before, which is as often less as greater. */
  @Benchmark
  public int compare() {
    Timestamp previous = timestamps[samples.next()];
    return previous.compareTo(timestamps[samples.next()]);
  }

  @Benchmark
  public Integer hashMapLookup(Lookup lookup) {
    return lookup.map.get(lookup.keys[samples.next()]);
  }
}
