package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.examples.JobFailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Event WORK = Event.parse("ask\twork\t5\t7/ab\t-");
  private static final Event SEND = Event.parse("ask\tsend\t5\t8/ab\t7/ab");

  @TempDir private Path directory;

  @Test
  void shouldHaveWrittenAnEventWhenItIsAppended() throws IOException, JobFailedException {
    Path file = directory.resolve("node.log");
    try (EventLog log = EventLog.create(file)) {
      log.append(WORK);
      assertEquals(List.of(WORK), EventLog.read(file));

      log.append(SEND);
      assertEquals(List.of(WORK, SEND), EventLog.read(file));
    }
  }

  @Test
  void shouldCountEventsByKind() throws IOException {
    try (EventLog log = EventLog.create(directory.resolve("node.log"))) {
      log.append(WORK);
      log.append(SEND);
      log.append(WORK);

      assertEquals(Map.of(Event.Kind.WORK, 2L, Event.Kind.SEND, 1L), log.counts());
    }
  }

  @Test
  void shouldTakeEventsOfManyThreads() throws Exception {
    int eventsOfEach = 5_000;
    Path file = directory.resolve("node.log");
    try (EventLog log = EventLog.create(file)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            new Thread(() -> Stream.generate(() -> WORK).limit(eventsOfEach).forEach(log::append)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      assertEquals(Map.of(Event.Kind.WORK, 4L * eventsOfEach), log.counts());
    }
    assertEquals(Collections.nCopies(4 * eventsOfEach, WORK), EventLog.read(file));
  }

  @Test
  void shouldNotOverwriteAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("node.log"));

    assertThrows(FileAlreadyExistsException.class, () -> EventLog.create(file));
  }

  @Test
  void shouldNameALineThatIsNoEvent() throws IOException {
    Path file = directory.resolve("node.log");
    Files.writeString(file, WORK.toLine() + "\nask\tsend\t5\t8/a");

    JobFailedException e = assertThrows(JobFailedException.class, () -> EventLog.read(file));

    assertEquals(
        "node.log, line 2: this is no event: a thread, a kind, a wall clock, a timestamp and a cause, by tabs",
        e.getMessage());
  }
}
