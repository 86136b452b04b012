package io.github.uhlc.examples.inspect;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.HexFormat;

/** Shows timestamps to people: a block of lines for each, an empty line between blocks. */
final class TextView implements View {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private boolean hasShown;

  @Override
  public void show(Reading reading, NTP64 now, Writer out) throws IOException {
    separate(out);
    NTP64 time = reading.time();
    row(out, "read as", reading.form().label());
    if (reading.timestamp().isPresent()) {
      Timestamp timestamp = reading.timestamp().get();
      for (Form form : Form.OF_TIME_AND_ID) {
        row(out, form.label(), form.write(timestamp));
      }
      row(out, "id", timestamp.id().toString());
      row(out, "uuid", timestamp.id().toUUID().toString());
    } else {
      row(out, "decimal", time.toString());
      row(out, "rfc3339", time.toRfc3339());
    }
    row(out, "hexNumber", "0x" + HexFormat.of().toHexDigits(time.bits()));
    if (reading.oracle().isPresent()) {
      OracleTimestamp oracle = reading.oracle().get();
      row(out, "packed", oracle.toString());
      row(out, "physical", oracle.toInstant().toString());
      row(out, "logical", Integer.toString(oracle.logical()));
    } else {
      row(out, "physical", time.physical().toRfc3339());
      row(out, "counter", Integer.toString(time.counter()));
    }
    row(out, "from now", fromNow(now.until(time).toNanos()));
    for (String note : Notes.of(reading, now)) {
      row(out, "note", note);
    }
  }

  @Override
  public void show(Comparison comparison, Writer out) throws IOException {
    separate(out);
    int order = comparison.order();
    String ids = comparison.hasSameId().isPresent() ? ", the IDs decide" : "";
    row(
        out,
        "order",
        (order < 0
                ? "the first is before the second"
                : order > 0 ? "the first is after the second" : "they are equal")
            + (comparison.hasEqualTimes() && order != 0 ? ids : ""));
    long nanos = comparison.distanceNanos();
    row(
        out,
        "distance",
        (nanos < 0 ? "-" : "")
            + span(Math.abs(nanos))
            + " ("
            + comparison.distanceUnits()
            + " units of 2^-32 s)");
    row(out, "same id", comparison.hasSameId().map(same -> same ? "yes" : "no").orElse("unknown"));
  }

  private void separate(Writer out) throws IOException {
    if (hasShown) {
      out.write('\n');
    }
    hasShown = true;
  }

  private static void row(Writer out, String label, String value) throws IOException {
    out.write(label);
    for (int column = label.length(); column < 13; column++) {
      out.write(' ');
    }
    out.write(value);
    out.write('\n');
  }

  private static String fromNow(long nanos) {
    if (nanos == 0) {
      return "now";
    }
    return span(Math.abs(nanos)) + (nanos < 0 ? " ago" : " ahead");
  }

  /** A span of time: days, hours and minutes if there are any, and seconds. */
  private static String span(long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), " d ");
    append(text, duration.toHoursPart(), " h ");
    append(text, duration.toMinutesPart(), " min ");
    String fraction = Long.toString(NANOS_PER_SECOND + duration.toNanosPart()).substring(1);
    return text.append(duration.toSecondsPart())
        .append('.')
        .append(fraction)
        .append(" s")
        .toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0 || text.length() > 0) {
      text.append(count).append(unit);
    }
  }
}
