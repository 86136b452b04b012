package io.github.uhlc.examples.inspect;

import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import io.github.uhlc.oracle.OracleTimestamp;
import java.util.HexFormat;
import java.util.List;

/** A form in which a timestamp, or a time without an ID, is written. */
enum Form {
  DECIMAL("decimal"),
  RFC3339("rfc3339"),
  SORTABLE_TEXT("sortable"),
  SORTABLE_HEX("sortableHex"),
  ZENOH_HEX("zenohHex"),
  /** Of the time alone. */
  HEX_NUMBER("hexNumber"),
  /** The packed number of an oracle, which has milliseconds and a counter of its own. */
  ORACLE("oracle");

  /** The forms with an ID. */
  static final List<Form> OF_TIME_AND_ID =
      List.of(DECIMAL, RFC3339, SORTABLE_TEXT, SORTABLE_HEX, ZENOH_HEX);

  /** The forms that hold any time. */
  static final List<Form> OF_ANY_TIME =
      List.of(DECIMAL, RFC3339, SORTABLE_TEXT, SORTABLE_HEX, ZENOH_HEX, HEX_NUMBER);

  private final String label;

  Form(String label) {
    this.label = label;
  }

  /** Returns its name in the output. */
  String label() {
    return label;
  }

  /** Returns a timestamp in this form; of an oracle the last one that is not after it. */
  String write(Timestamp stamp) {
    HexFormat hex = HexFormat.of();
    return switch (this) {
      case DECIMAL -> stamp.toString();
      case RFC3339 -> stamp.toRfc3339();
      case SORTABLE_TEXT -> stamp.toSortableString();
      case SORTABLE_HEX -> hex.formatHex(TimestampFormat.SORTABLE.encode(stamp));
      case ZENOH_HEX -> hex.formatHex(TimestampFormat.ZENOH.encode(stamp));
      case HEX_NUMBER -> "0x" + hex.toHexDigits(stamp.ntp64());
      case ORACLE -> OracleTimestamp.ofNtp64(stamp.time()).toString();
    };
  }
}
