package io.github.uhlc.examples.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.List;

/** Shows timestamps to programs: a JSON object in ASCII on a line for each. */
final class JsonView implements View {
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  @Override
  public void show(Reading reading, NTP64 now, Writer out) throws IOException {
    try (JsonGenerator object = json.createGenerator(out)) {
      object.writeStartObject();
      object.writeStringField("text", reading.text());
      object.writeStringField("form", reading.form().label());
      NTP64 time = reading.time();
      object.writeStringField("time", time.toString());
      if (reading.timestamp().isPresent()) {
        writeForms(reading.timestamp().get(), object);
      } else {
        object.writeStringField("decimal", time.toString());
        object.writeStringField("rfc3339", time.toRfc3339());
      }
      object.writeStringField("hexNumber", "0x" + HexFormat.of().toHexDigits(time.bits()));
      if (reading.oracle().isPresent()) {
        OracleTimestamp oracle = reading.oracle().get();
        object.writeStringField("packed", oracle.toString());
        object.writeStringField("physical", oracle.toInstant().toString());
        object.writeNumberField("logical", oracle.logical());
      } else {
        object.writeStringField("physical", time.physical().toRfc3339());
        object.writeNumberField("counter", time.counter());
      }
      object.writeNumberField("fromNowNanos", now.until(time).toNanos());
      List<String> notes = Notes.of(reading, now);
      if (!notes.isEmpty()) {
        object.writeArrayFieldStart("notes");
        for (String note : notes) {
          object.writeString(note);
        }
        object.writeEndArray();
      }
      object.writeEndObject();
    }
    out.write('\n');
  }

  private static void writeForms(Timestamp timestamp, JsonGenerator object) throws IOException {
    for (Form form : Form.OF_TIME_AND_ID) {
      object.writeStringField(form.label(), form.write(timestamp));
    }
    object.writeStringField("id", timestamp.id().toString());
    object.writeStringField("uuid", timestamp.id().toUUID().toString());
  }

  @Override
  public void show(Comparison comparison, Writer out) throws IOException {
    try (JsonGenerator object = json.createGenerator(out)) {
      object.writeStartObject();
      object.writeObjectFieldStart("comparison");
      int order = comparison.order();
      object.writeStringField("order", order < 0 ? "before" : order > 0 ? "after" : "equal");
      object.writeNumberField("distanceNanos", comparison.distanceNanos());
      object.writeStringField("distanceNtp", comparison.distanceUnits().toString());
      if (comparison.hasSameId().isPresent()) {
        object.writeBooleanField("sameId", comparison.hasSameId().get());
      }
      object.writeEndObject();
      object.writeEndObject();
    }
    out.write('\n');
  }
}
