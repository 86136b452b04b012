package io.github.uhlc.examples.inspect;

/** A form in which a timestamp, or a time without an ID, is written. */
enum Form {
  DECIMAL("decimal"),
  RFC3339("rfc3339"),
  SORTABLE_TEXT("sortable"),
  SORTABLE_HEX("sortableHex"),
  ZENOH_HEX("zenohHex"),
  HEX_NUMBER("hexNumber");

  private final String label;

  Form(String label) {
    this.label = label;
  }

  /** Returns its name in the output. */
  String label() {
    return label;
  }
}
