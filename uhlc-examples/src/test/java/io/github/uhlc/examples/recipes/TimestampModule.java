package io.github.uhlc.examples.recipes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.time.format.DateTimeParseException;

/** Timestamps as strings in JSON. */
final class TimestampModule {
  private TimestampModule() {}

  // recipe
  static SimpleModule create() {
    return new SimpleModule("uhlc")
        .addSerializer(Timestamp.class, ToStringSerializer.instance)
        .addDeserializer(Timestamp.class, new Reader());
  }

  private static final class Reader extends JsonDeserializer<Timestamp> {
    @Override
    public Timestamp deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      try {
        return Timestamp.parse(json.getText());
      } catch (DateTimeParseException e) {
        throw context.weirdStringException(json.getText(), Timestamp.class, e.getMessage());
      }
    }
  }
  // end of recipe
}
