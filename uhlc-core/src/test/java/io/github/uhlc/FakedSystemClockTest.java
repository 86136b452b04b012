package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.FakedSystemClockChild;
import io.github.uhlc.fixture.FakedSystemClockChild.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real system clock in child JVMs whose wall clock is faked by libfaketime, while the
 * nanosecond counter runs on. Skipped where the library is not installed.
 */
@Tag("child-jvm")
class FakedSystemClockTest {
  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1",
          "/usr/lib64/faketime/libfaketimeMT.so.1");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant SIGN_CHANGE = Instant.parse("2038-01-19T03:14:08Z");
  private static final Instant END_OF_FORMAT = Instant.parse("2106-02-07T06:28:16Z");
  private static final String REFUSAL =
      "the wall clock is outside 1970-01-01T00:00:00Z..2106-02-07T06:28:15Z: seconds=";

  /** No child runs longer; most are ended long before, when they have shown enough. */
  private static final int LONGEST_RUN_MILLIS = 60_000;

  /** From the step to the instant that is passed; the step itself shows within a second. */
  private static final Duration MARGIN = Duration.ofSeconds(4);

  private static final int STAMPS_BEFORE_AND_AFTER = 50;

  @TempDir private Path folder;
  private String library;

  /** A child's stamps, and what its clock said at the end; empty if that did not fail. */
  private record Output(List<Stamp> stamps, String end) {
    Stamp last() {
      return stamps.get(stamps.size() - 1);
    }
  }

  @BeforeEach
  void findLibrary() {
    library = LIBRARIES.stream().filter(name -> Files.exists(Path.of(name))).findFirst().orElse("");
    assumeTrue(!library.isEmpty(), "libfaketime (Debian package faketime) is not installed");
  }

  @Test
  void shouldFollowAWallClockThatIsSteppedForward() throws Exception {
    Output output =
        runWithStep(() -> HOUR, stamp -> stamp.wall().isAfter(Instant.now().plus(MINUTE)));
    assertIncreasing(output.stamps());
    assertStepped(output.stamps(), HOUR);
    Stamp last = output.last();
    assertTrue(Duration.between(last.time().toInstant(), last.wall()).compareTo(MINUTE) < 0);
    assertTrue(last.lead().compareTo(MINUTE) < 0, last::toString);
  }

  @Test
  void shouldStayAheadOfAWallClockThatIsSteppedBack() throws Exception {
    Output output = runWithStep(() -> HOUR.negated(), stamp -> stamp.lead().compareTo(MINUTE) > 0);
    assertIncreasing(output.stamps());
    assertStepped(output.stamps(), HOUR.negated());
    Stamp last = output.last();
    Duration ahead = Duration.between(last.wall(), last.time().toInstant());
    assertTrue(ahead.minus(HOUR).abs().compareTo(MINUTE) < 0, ahead::toString);
    assertTrue(last.lead().minus(HOUR).abs().compareTo(MINUTE) < 0, last::toString);
    assertRejectsTheTwinThatStampsWithTheWallClock(output.stamps());
  }

  private static void assertRejectsTheTwinThatStampsWithTheWallClock(List<Stamp> stamps) {
    List<Stamp> twin =
        stamps.stream()
            .map(stamp -> new Stamp(NTP64.of(stamp.wall()), stamp.wall(), stamp.lead()))
            .toList();
    AssertionError found = assertThrows(AssertionError.class, () -> assertIncreasing(twin));
    assertTrue(found.getMessage().startsWith("P1"), found::getMessage);
  }

  @Test
  void shouldRefuseToStampBefore1970() throws Exception {
    Output output =
        run(Map.of("FAKETIME", "@1969-12-31 12:00:00"), () -> Duration.ZERO, stamp -> false);
    assertEquals(List.of(), output.stamps());
    assertEquals(REFUSAL + "-43200", output.end());
  }

  @Test
  void shouldPassTheSignBitIn2038() throws Exception {
    Output output =
        runWithStep(
            () -> Duration.between(Instant.now(), SIGN_CHANGE.minus(MARGIN)),
            stamp -> stamp.wall().isAfter(SIGN_CHANGE));
    assertIncreasing(output.stamps());
    assertEquals(0, output.stamps().get(0).time().bits() >>> 63, "it started before");
    assertEquals(1, output.last().time().bits() >>> 63, "it is beyond");
    assertFalse(output.last().time().toInstant().isBefore(SIGN_CHANGE));
  }

  @Test
  void shouldEndIn2106AndNotWrap() throws Exception {
    Output output =
        runWithStep(
            () -> Duration.between(Instant.now(), END_OF_FORMAT.minus(MARGIN)), stamp -> false);
    assertIncreasing(output.stamps());
    assertEquals(1, output.last().time().bits() >>> 63, "it was still stamping after 2038");
    assertTrue(output.end().startsWith(REFUSAL), output::end);
    long seconds = Long.parseLong(output.end().substring(REFUSAL.length()));
    assertTrue(seconds >= END_OF_FORMAT.getEpochSecond(), output::end);
  }

  private static void assertIncreasing(List<Stamp> stamps) {
    for (int i = 1; i < stamps.size(); i++) {
      NTP64 before = stamps.get(i - 1).time();
      NTP64 after = stamps.get(i).time();
      assertTrue(after.isAfter(before), () -> "P1: " + after + " after " + before);
    }
  }

  /** The wall clock that the child saw has one step of that size, and so has been faked. */
  private static void assertStepped(List<Stamp> stamps, Duration step) {
    Duration largest = Duration.ZERO;
    for (int i = 1; i < stamps.size(); i++) {
      Duration gap = Duration.between(stamps.get(i - 1).wall(), stamps.get(i).wall());
      largest = largest.abs().compareTo(gap.abs()) < 0 ? gap : largest;
    }
    assertTrue(largest.minus(step).abs().compareTo(MINUTE) < 0, largest::toString);
  }

  private Output runWithStep(Supplier<Duration> step, Predicate<Stamp> isSeen) throws Exception {
    Path file = folder.resolve("faketimerc");
    Files.writeString(file, "+0");
    return run(Map.of("FAKETIME_TIMESTAMP_FILE", file.toString()), step, isSeen);
  }

  /** Runs a child, steps its wall clock while it stamps, and ends it when that has been seen. */
  private Output run(Map<String, String> fake, Supplier<Duration> step, Predicate<Stamp> isSeen)
      throws Exception {
    Process child = start(fake);
    try (BufferedReader reader = child.inputReader(StandardCharsets.US_ASCII)) {
      List<Stamp> stamps = new ArrayList<>();
      int enough = Integer.MAX_VALUE;
      String line = reader.readLine();
      while (line != null && !line.startsWith(FakedSystemClockChild.END)) {
        Stamp stamp = Stamp.parse(line);
        stamps.add(stamp);
        if (stamps.size() == STAMPS_BEFORE_AND_AFTER) {
          stepWallClock(step.get());
        }
        if (enough == Integer.MAX_VALUE && isSeen.test(stamp)) {
          enough = stamps.size() + STAMPS_BEFORE_AND_AFTER;
        }
        if (stamps.size() == enough) {
          child.getOutputStream().write('\n');
          child.getOutputStream().flush();
        }
        line = reader.readLine();
      }
      assertNotNull(line, "the child died");
      assertTrue(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the child does not end");
      return new Output(stamps, line.substring(FakedSystemClockChild.END.length()));
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Process start(Map<String, String> fake) throws IOException {
    ProcessBuilder builder =
        ChildJvm.of(FakedSystemClockChild.class, Integer.toString(LONGEST_RUN_MILLIS));
    Map<String, String> environment = builder.environment();
    environment.put("LD_PRELOAD", library);
    environment.put("TZ", "UTC");
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    // The file is read once a second, so that most readings are as fast as of a real wall clock.
    environment.put("FAKETIME_CACHE_DURATION", "1");
    environment.putAll(fake);
    return builder.start();
  }

  private void stepWallClock(Duration step) throws IOException {
    Path newFile =
        Files.writeString(folder.resolve("new"), (step.isNegative() ? "" : "+") + step.toSeconds());
    Files.move(newFile, folder.resolve("faketimerc"), StandardCopyOption.ATOMIC_MOVE);
  }
}
