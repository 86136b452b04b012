package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a mark: no extension is lost, none starts from another's bound. */
@Tag("child-jvm")
@Timeout(300)
class SharedMarkProcessTest {
  private static final int PROCESSES = 3;
  private static final int EXTENSIONS = 200;
  private static final int KILLS = 6;
  private static final int FOR_EVER = Integer.MAX_VALUE;

  @TempDir private Path temporary;

  private Process start(String disk, int extensions) throws IOException {
    String mark = temporary.toRealPath().resolve("mark").toString();
    String count = Integer.toString(extensions);
    return ChildJvm.of(SharedMarkChild.class, disk, mark, count)
        .redirectError(disk.equals("LOCKED") ? Redirect.INHERIT : Redirect.DISCARD)
        .start();
  }

  /** The bounds that a child has extended to, each by one from where it says that it started. */
  private static List<NTP64> extensions(Process child) throws IOException {
    List<NTP64> bounds = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] extension = line.split(" ", 2);
        // One that was cut off by the kill is no answer.
        if (extension.length == 2
            && extension[1].equals(NTP64.ofBits(Long.parseLong(extension[0]) + 1).toString())) {
          bounds.add(NTP64.parse(extension[1]));
        }
      }
    }
    return bounds;
  }

  /** Lets processes race; returns all the bounds that they extended to. */
  private List<NTP64> race(String disk) throws Exception {
    List<Process> children = new ArrayList<>();
    List<NTP64> all = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(start(disk, EXTENSIONS));
      }
      for (Process child : children) {
        all.addAll(extensions(child));
        child.waitFor();
      }
    } finally {
      children.forEach(Process::destroyForcibly);
    }
    return all;
  }

  private NTP64 bound() throws IOException {
    try (FileHighWaterMark mark = FileHighWaterMark.open(temporary.toRealPath().resolve("mark"))) {
      return mark.bound();
    }
  }

  @Test
  void shouldLoseNoExtensionOfAnyProcess() throws Exception {
    List<NTP64> all = race("LOCKED");
    assertEquals(PROCESSES * EXTENSIONS, all.size());
    assertEquals(all.size(), new HashSet<>(all).size(), "each bound was written once");
    assertEquals(NTP64.ofBits(all.size()), bound());
  }

  @Test
  void shouldRejectTheTwinThatLocksNothing() throws Exception {
    List<NTP64> all = race("UNLOCKED");
    assertFalse(
        all.size() == PROCESSES * EXTENSIONS && new HashSet<>(all).size() == all.size(),
        "found nothing");
  }

  @Test
  void shouldGoOnWhereProcessesWereKilled() throws Exception {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    Process survivor = start("LOCKED", FOR_EVER);
    Set<NTP64> all = new HashSet<>();
    int killed = 0;
    try {
      for (int i = 0; i < KILLS; i++) {
        Process victim = start("LOCKED", FOR_EVER);
        BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8);
        for (int left = random.nextInt(1, 30); left > 0; left--) {
          assertTrue(all.add(NTP64.parse(lines.readLine().split(" ", 2)[1])), "seed=" + seed);
        }
        // Through its handle: the process itself would close its output along with it.
        victim.toHandle().destroyForcibly();
        for (NTP64 bound : extensions(victim)) {
          assertTrue(all.add(bound), "written twice, seed=" + seed);
        }
        killed++;
      }
      survivor.toHandle().destroyForcibly();
      for (NTP64 bound : extensions(survivor)) {
        assertTrue(all.add(bound), "written twice, seed=" + seed);
      }
      killed++;
    } finally {
      survivor.destroyForcibly();
    }
    // Of each that was killed one extension at most has happened without an answer.
    long unanswered = bound().bits() - all.size();
    assertTrue(unanswered >= 0 && unanswered <= killed, unanswered + ", seed=" + seed);
  }
}
