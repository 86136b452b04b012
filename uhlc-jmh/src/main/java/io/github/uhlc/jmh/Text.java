package io.github.uhlc.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The text forms of a timestamp, both ways. */
public class Text extends StandardGroup {
  private final Samples samples = new Samples();
  private final Timestamp[] timestamps = samples.map(t -> t, Timestamp[]::new);
  private final UUID[] uuids = samples.map(t -> t.id().toUUID(), UUID[]::new);
  private final String[] decimals = samples.map(Timestamp::toString, String[]::new);
  private final String[] rfc3339s = samples.map(Timestamp::toRfc3339, String[]::new);
  private final String[] sortables = samples.map(Timestamp::toSortableString, String[]::new);
  private final byte[][] ascii = samples.map(t -> t.toString().getBytes(ISO_8859_1), byte[][]::new);

  /** Checks that every text is read as the timestamp it was written for. */
  @Setup
  public void check() {
    samples.checkRoundTrip(Timestamp::toString, Timestamp::parse);
    samples.checkRoundTrip(Timestamp::toSortableString, Timestamp::parseSortable);
    for (String text : rfc3339s) {
      claim(Timestamp.parseRfc3339(text).toRfc3339().equals(text), "RFC 3339 text is kept");
    }
  }

  /** A string as long as that of {@link #timestampToString}, as an object. */
  @Benchmark
  public String floorString() {
    return new String(ascii[samples.next()], ISO_8859_1);
  }

  /** A timestamp and its ID, as objects. */
  @Benchmark
  public Timestamp floorObjects() {
    int i = samples.next();
    return Timestamp.of(timestamps[i].ntp64(), ID.of(uuids[i]));
  }

  @Benchmark
  public String timestampToString() {
    return timestamps[samples.next()].toString();
  }

  @Benchmark
  public Timestamp parse() {
    return Timestamp.parse(decimals[samples.next()]);
  }

  @Benchmark
  public String toRfc3339() {
    return timestamps[samples.next()].toRfc3339();
  }

  @Benchmark
  public Timestamp parseRfc3339() {
    return Timestamp.parseRfc3339(rfc3339s[samples.next()]);
  }

  @Benchmark
  public String toSortableString() {
    return timestamps[samples.next()].toSortableString();
  }

  @Benchmark
  public Timestamp parseSortable() {
    return Timestamp.parseSortable(sortables[samples.next()]);
  }
}
