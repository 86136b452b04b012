package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * P6: no source of the library can make a call wait, but for those of the durable mark, and the
 * waits for a bounded clock.
 */
class NoLocksTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/uhlc");

  /** With a mark, calls that reach its bound wait. */
  private static final Set<String> OF_THE_MARK =
      Set.of(
          "Disk",
          "DurableWindow",
          "Extension",
          "FileHighWaterMark",
          "MarkExtender",
          "MarkFile",
          "MarkLock",
          "Patience");

  /** The thread of an oracle pauses, and who waits for it to serve does so; its numbers do not. */
  private static final Set<String> OF_THE_ORACLE = Set.of("Guard", "TimestampOracle");

  /** What a caller asks for by its name; and the thread of a clock pauses, its readers do not. */
  private static final Set<String> OF_BOUNDED_CLOCKS = Set.of("ChronyClock", "IntervalWait");

  /** Its own thread pauses. */
  private static final String COARSE = "CoarseClock";

  private static final Pattern WAIT =
      Pattern.compile(
          "\\bsynchronized\\b|\\.(sleep|wait|join|await\\w*|acquire|take|get\\(\\d+,)\\s*\\("
              + "|\\.(lock|lockInterruptibly|tryLock)\\(|\\bpark(Nanos|Until)?\\("
              + "|concurrent\\.(?!atomic\\b|TimeUnit\\b|locks\\.LockSupport\\b)\\w+"
              + "|\\b(Vector|Hashtable|StringBuffer|Collections\\.synchronized\\w+)\\b");

  @Test
  void shouldNotWait() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(Files::isRegularFile).toList();
      assertTrue(sources.size() > 20, () -> "sources: " + sources.size());
      for (Path file : sources) {
        String type = file.getFileName().toString().replace(".java", "");
        if (!OF_THE_MARK.contains(type)
            && !OF_THE_ORACLE.contains(type)
            && !OF_BOUNDED_CLOCKS.contains(type)) {
          String text = Files.readString(file);
          waits(type.equals(COARSE) ? text.replace("LockSupport.parkNanos(nanos)", "") : text)
              .forEach(wait -> found.add(type + ": " + wait));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "long advance() { synchronized (this) { return 1; } }",
        "synchronized long advance() { return 1; }",
        "import java.util.concurrent.locks.ReentrantLock;",
        "private final java.util.concurrent.Semaphore s;",
        "lock.lock();",
        "Thread.sleep(1);",
        "LockSupport.parkNanos(1);",
        "latch.await();",
        "thread.join();",
        "monitor.wait();",
        "new StringBuffer()"
      })
  void shouldFindWaits(String source) {
    assertEquals(1, waits(source).size(), () -> waits(source).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** It is not synchronized. */ long advance() { return 1; }",
        "// No call waits: x.await()\nlong advance() { return 1; }",
        "import java.util.concurrent.atomic.AtomicLong;",
        "LockSupport.unpark(refresher);",
        "counter.get();"
      })
  void shouldFindNoneIn(String source) {
    assertEquals(List.of(), waits(source));
  }

  private static List<String> waits(String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
    return WAIT.matcher(code).results().map(MatchResult::group).toList();
  }
}
