package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.cluster.Event.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The log of a node: a file with a line for each event, which is with the operating system when
 * {@link #append} returns. Lines of one thread are in its program order. Thread-safe.
 */
final class EventLog implements Closeable {
  // State: the file and the counts, written by any thread under the lock of this object.

  private final OutputStream out;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** Creates the file, which must not exist. */
  static EventLog create(Path file) throws IOException {
    return new EventLog(
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
  }

  /**
   * Reads a whole log.
   *
   * @throws IOException if it cannot be read
   * @throws JobFailedException if a line is no event; the message names it
   */
  static List<Event> read(Path file) throws IOException, JobFailedException {
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      try {
        events.add(Event.parse(line));
      } catch (IllegalArgumentException e) {
        throw new JobFailedException(
            file.getFileName() + ", line " + (events.size() + 1) + ": " + Complaint.reason(e));
      }
    }
    return events;
  }

  private EventLog(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes the line of an event.
   *
   * @throws UncheckedIOException if it cannot be written, which a node does not outlive
   */
  synchronized void append(Event event) {
    try {
      // Unbuffered: one write to the file for each event.
      out.write((event.toLine() + '\n').getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be written: " + Complaint.reason(e), e);
    }
    counts.merge(event.kind(), 1L, Long::sum);
  }

  /** How many events of each kind were written; kinds without any are left out. */
  synchronized Map<Kind, Long> counts() {
    return new EnumMap<>(counts);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
