package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
 * prints, and starts anew with its wall clock back by up to an hour: over the whole history no time
 * repeats or goes back. {@code -Duhlc.kill.rounds=N} sets how often.
 */
@Tag("child-jvm")
@Timeout(1200)
class KillTest {
  private static final int DEFAULT_ROUNDS = 20;
  private static final long MAX_LIFE_NANOS = 150_000_000;
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
      assertTrue(isAbove(KillChild.Kind.SOUND, round, seed), "round " + round + ", seed=" + seed);
    }
    assertTrue(timesSeen > rounds, "it has stamped: " + timesSeen);
    if (rounds > DEFAULT_ROUNDS) {
      System.out.println("killed " + rounds + " times, no time repeated of " + timesSeen);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOUND")
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
    // The first clock is right, so that the second is behind it.
    long offsetMillis = round == 0 ? 0 : -random.nextLong(HOUR_MILLIS);
    Process child =
        ChildJvm.of(
                KillChild.class,
                kind.name(),
                directory.resolve("mark").toString(),
                Duration.ofMillis(offsetMillis).toString())
            .start();
    Duration life = Duration.ofNanos(random.nextLong(MAX_LIFE_NANOS));
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      boolean isAbove = takeNote(lines.readLine());
      // Through its handle: the process itself would close the lines along with it.
      CompletableFuture.delayedExecutor(life.toNanos(), TimeUnit.NANOSECONDS)
          .execute(child.toHandle()::destroyForcibly);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        isAbove &= takeNote(line);
      }
      return isAbove;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** False if a time is not above all before. */
  private boolean takeNote(String line) {
    assertNotNull(line, "the child has printed nothing");
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
