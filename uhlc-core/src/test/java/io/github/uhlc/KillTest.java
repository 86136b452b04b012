package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that keeps its ID and its mark is killed outright at random moments while it stamps and
 * prints, and starts anew with its wall clock ahead of all so far or back by up to an hour: over
 * the whole history no time repeats or goes back. {@code -Duhlc.kill.rounds=N} sets how often.
 */
@Tag("child-jvm")
@Timeout(1200)
class KillTest {
  private static final int DEFAULT_ROUNDS = 20;
  private static final long MAX_LIFE_NANOS = 150_000_000;
  private static final long TWO_WINDOWS_NTP = NtpBits.of(0, 40_000_000);
  private static final long MAX_MORE_NTP = NtpBits.of(0, 100_000_000);
  private static final int LINE_LENGTH = 16;
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir private Path directory;
  private long timesSeen;
  private long lastNtp;

  private static int rounds() {
    String given = System.getProperty("uhlc.kill.rounds", "");
    return given.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(given);
  }

  @Test
  void shouldNeverRepeatNorGoBack() throws Exception {
    long seed = Seeds.next();
    int rounds = rounds();
    for (int round = 0; round < rounds; round++) {
      KillChild.Kind kind =
          round % 4 == 0 ? KillChild.Kind.REAL_DISK : KillChild.Kind.SLOW_LOSSY_DISK;
      assertTrue(isAbove(kind, round, seed), "round " + round + ", seed=" + seed);
    }
    if (rounds > DEFAULT_ROUNDS) {
      System.out.println("killed " + rounds + " times, no time repeated of " + timesSeen);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNFORCED", "WRITTEN_AFTER_USE"})
  void shouldRejectABrokenMark(KillChild.Kind kind) throws Exception {
    long seed = Seeds.next();
    boolean isAbove = true;
    for (int round = 0; round < DEFAULT_ROUNDS && isAbove; round++) {
      isAbove = isAbove(kind, round, seed);
    }
    assertFalse(isAbove, "found nothing, seed=" + seed);
  }

  /** Runs a child until it is killed; false if what it prints is not above all before. */
  private boolean isAbove(KillChild.Kind kind, int round, long seed)
      throws IOException, InterruptedException {
    RandomGenerator random = Seeds.random(seed + round);
    boolean isAhead = round % 3 == 0;
    Process child =
        ChildJvm.of(
                KillChild.class,
                kind.name(),
                directory.resolve("mark").toString(),
                offset(isAhead, random).toString())
            .start();
    // Through its handle: the process itself would close its output along with it.
    ProcessHandle handle = child.toHandle();
    boolean isEarly = !isAhead && random.nextInt(4) == 0;
    if (isEarly) {
      // Maybe before it has started.
      kill(handle, random.nextLong(4 * MAX_LIFE_NANOS));
    }
    boolean isLate = !isAhead && !isEarly;
    long lifeNtp = TWO_WINDOWS_NTP + random.nextLong(MAX_MORE_NTP);
    long firstNtp = 0;
    boolean isAbove = true;
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        isAbove &= takeNote(line);
        if (firstNtp == 0 && isLate) {
          kill(handle, random.nextLong(MAX_LIFE_NANOS));
        }
        firstNtp = firstNtp == 0 ? lastNtp : firstNtp;
        if (isAhead && NtpBits.isAfter(lastNtp - firstNtp, lifeNtp)) {
          handle.destroyForcibly();
        }
      }
      assertTrue(firstNtp != 0 || isEarly, "the child has printed nothing");
      return isAbove;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static void kill(ProcessHandle handle, long delayNanos) {
    CompletableFuture.delayedExecutor(delayNanos, TimeUnit.NANOSECONDS)
        .execute(handle::destroyForcibly);
  }

  /** How far the child's clock is off: it is ahead of all so far, or back by up to an hour. */
  private Duration offset(boolean isAhead, RandomGenerator random) {
    long nowNtp = NtpBits.of(Instant.now());
    long highNtp = lastNtp == 0 ? nowNtp : lastNtp;
    Duration ahead = NTP64.ofBits(nowNtp).until(NTP64.ofBits(highNtp)).plusSeconds(1);
    return isAhead ? ahead : ahead.minusMillis(random.nextLong(HOUR_MILLIS));
  }

  /** False if a time is not above all before. */
  private boolean takeNote(String line) {
    if (line.length() != LINE_LENGTH) {
      return true; // The last line, cut off by the kill.
    }
    long ntp = Long.parseUnsignedLong(line, 16);
    boolean isAbove = NtpBits.isAfter(ntp, lastNtp);
    lastNtp = NtpBits.max(ntp, lastNtp);
    timesSeen++;
    return isAbove;
  }
}
