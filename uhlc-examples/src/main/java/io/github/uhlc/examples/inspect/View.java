package io.github.uhlc.examples.inspect;

import io.github.uhlc.NTP64;
import java.io.IOException;
import java.io.Writer;

/** A way to show timestamps. */
interface View {
  /** Shows a reading, with its distance to a time that counts as now. */
  void show(Reading reading, NTP64 now, Writer out) throws IOException;

  /** Shows how two readings compare. */
  void show(Comparison comparison, Writer out) throws IOException;
}
