package io.github.uhlc.examples.inspect;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.LineReader;
import io.github.uhlc.examples.LineReader.BadLineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Shows readings one after another, and in the end, if they were two, how they compare. */
final class Inspection {
  static final int MAX_LINE_BYTES = 1_000;

  private final Function<String, Reading> reader;
  private final View view;
  private final PhysicalClock clock;
  private final Writer out;
  private final PrintWriter err;
  private final List<Reading> firstTwo = new ArrayList<>();
  private long count;

  /**
   * Makes an inspection.
   *
   * @param reader reads a line; throws {@link IllegalArgumentException}, with a message for people
   */
  Inspection(
      Function<String, Reading> reader,
      View view,
      PhysicalClock clock,
      Writer out,
      PrintWriter err) {
    this.reader = reader;
    this.view = view;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /** Shows what was read from the command line. */
  void show(List<Reading> readings) throws IOException {
    for (Reading reading : readings) {
      show(reading);
    }
    end();
  }

  /**
   * Shows what is read from a stream, a timestamp on each line, as it comes; complains of lines
   * that hold something else.
   *
   * @return whether all lines were good; empty ones are
   * @throws IOException if the stream cannot be read, or the output not be written
   */
  boolean showLines(InputStream in) throws IOException {
    LineReader lines = new LineReader(in, MAX_LINE_BYTES);
    boolean areGood = true;
    while (true) {
      try {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        if (!Recognizer.isBlank(line.get())) {
          show(reader.apply(line.get()));
        }
      } catch (BadLineException | IllegalArgumentException e) {
        areGood = false;
        // What came before it is seen before it.
        out.flush();
        err.println(Complaint.line("line " + lines.number() + ": " + e.getMessage()));
      }
      if (lines.mayWait()) {
        out.flush();
      }
    }
    end();
    return areGood;
  }

  private void show(Reading reading) throws IOException {
    view.show(reading, NTP64.ofBits(clock.ntp64()), out);
    count++;
    if (count <= 2) {
      firstTwo.add(reading);
    }
  }

  private void end() throws IOException {
    if (count == 2) {
      view.show(new Comparison(firstTwo.get(0), firstTwo.get(1)), out);
    }
    out.flush();
  }
}
