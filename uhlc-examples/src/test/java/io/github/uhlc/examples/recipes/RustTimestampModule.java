package io.github.uhlc.examples.recipes;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.math.BigInteger;

/** Timestamps in JSON as uhlc-rs writes and reads them with serde. */
final class RustTimestampModule {
  private RustTimestampModule() {}

  // recipe
  static SimpleModule create() {
    return new SimpleModule("uhlc-rs")
        .addSerializer(Timestamp.class, new Writer())
        .addDeserializer(Timestamp.class, new Reader());
  }

  private static final class Writer extends JsonSerializer<Timestamp> {
    @Override
    public void serialize(Timestamp stamp, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeNumberField("time", new BigInteger(stamp.time().toString())); // unsigned
      json.writeArrayFieldStart("id");
      for (byte part : stamp.id().toLittleEndianBytes()) {
        json.writeNumber(Byte.toUnsignedInt(part));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static final class Reader extends JsonDeserializer<Timestamp> {
    @Override
    public Timestamp deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      JsonNode stamp = context.readTree(json);
      JsonNode id = stamp.path("id");
      byte[] bytes = new byte[ID.MAX_SIZE];
      boolean valid = isUnsigned(stamp.path("time"), Long.SIZE) && id.size() == bytes.length;
      boolean isZero = true;
      for (int i = 0; valid && i < bytes.length; i++) {
        valid = isUnsigned(id.path(i), Byte.SIZE);
        bytes[i] = (byte) id.path(i).intValue();
        isZero &= bytes[i] == 0;
      }
      if (!valid || isZero) {
        context.reportInputMismatch(
            Timestamp.class,
            "not a timestamp, which is"
                + " {\"time\": 0..2^64-1, \"id\": [16 bytes of 0..255, not all zero]}");
      }
      return Timestamp.of(
          stamp.path("time").bigIntegerValue().longValue(), ID.ofLittleEndian(bytes));
    }

    private static boolean isUnsigned(JsonNode node, int bits) {
      BigInteger number = node.bigIntegerValue(); // zero if it is none
      return node.isIntegralNumber() && number.signum() >= 0 && number.bitLength() <= bits;
    }
  }
  // end of recipe
}
