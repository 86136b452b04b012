package io.github.uhlc.examples.inspect;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.oracle.OracleTimestamp;
import java.util.Optional;

/**
 * What a text was read as.
 *
 * @param text the text, as it came
 * @param form its form
 * @param time the time
 * @param id the ID, if the text has one
 */
record Reading(String text, Form form, NTP64 time, Optional<ID> id) {
  /** Returns the timestamp of an oracle, if the text is one. */
  Optional<OracleTimestamp> oracle() {
    return form == Form.ORACLE ? Optional.of(OracleTimestamp.ofNtp64(time)) : Optional.empty();
  }

  /** Returns the timestamp, if the text has an ID. */
  Optional<Timestamp> timestamp() {
    return id.map(known -> Timestamp.of(time, known));
  }
}
