package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopwatchTest {
  private static final Duration LIMIT = Duration.ofNanos(100);

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, -50, Long.MAX_VALUE - 50, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldMeasureWhereverTheCounterStartsAndOverflows(long startNanos) {
    AtomicLong counterNanos = new AtomicLong(startNanos);
    Stopwatch watch = Stopwatch.start(counterNanos::get);
    assertEquals(Duration.ZERO, watch.elapsed());
    assertEquals(LIMIT, watch.left(LIMIT));

    counterNanos.addAndGet(99);
    assertEquals(Duration.ofNanos(99), watch.elapsed());
    assertEquals(Duration.ofNanos(1), watch.left(LIMIT));
    assertFalse(watch.isOver(LIMIT));

    counterNanos.addAndGet(1);
    assertEquals(Duration.ZERO, watch.left(LIMIT));
    assertTrue(watch.isOver(LIMIT));

    counterNanos.addAndGet(1);
    assertEquals(Duration.ZERO, watch.left(LIMIT));
    assertTrue(watch.isOver(LIMIT));
  }

  @Test
  void shouldBeAllThatReadsTheCounterItself() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> readers =
          files
              .filter(Files::isRegularFile)
              .filter(file -> read(file).matches("(?s).*\\bnanoTime\\(\\).*"))
              .map(file -> file.getFileName().toString())
              .toList();
      // What compares its readings is wrong once the counter overflows.
      assertEquals(List.of(), readers);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
