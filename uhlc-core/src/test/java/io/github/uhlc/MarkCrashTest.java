package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.CrashModel.Crash;
import io.github.uhlc.CrashModel.Kind;
import io.github.uhlc.RecordingDisk.Force;
import io.github.uhlc.RecordingDisk.ForceDirectory;
import io.github.uhlc.RecordingDisk.Link;
import io.github.uhlc.RecordingDisk.Promise;
import io.github.uhlc.RecordingDisk.Step;
import io.github.uhlc.RecordingDisk.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every crash of the machine, at every step of what a mark does, and again at every step of what it
 * does afterwards: the bound is never below one that was promised. The steps are those of the real
 * mark; what can be on the disk comes from {@link CrashModel}.
 */
class MarkCrashTest {
  private static final Crash NOTHING = new Crash(null, NTP64.ZERO);
  private static final int NEVER = Integer.MAX_VALUE;

  // Steps: to make a file and open it; to extend it.
  private static final int OPENING = 12;
  private static final int EXTENSION = 4;

  @TempDir private Path folder;
  private boolean isShared;

  private record Outcome(Kind kind, NTP64 promised) {}

  private Path path() throws IOException {
    return folder.toRealPath().resolve("mark");
  }

  /** The steps from a crash on: open, extend and extend, of which one or more steps may fail. */
  private List<Step> run(Crash crash, int successes, int failures) throws IOException {
    Path path = path();
    Files.deleteIfExists(path);
    if (crash.content() != null) {
      Files.write(path, crash.content().toArray());
    }
    RecordingDisk disk = new RecordingDisk();
    disk.failAfter(successes, failures);
    try {
      if (isShared) {
        shareAMark(path, disk, crash.promised());
      } else {
        haveAMark(path, disk, crash.promised());
      }
    } catch (HighWaterMarkException e) {
      assertTrue(e.getMessage().contains("injected"), e::getMessage);
    }
    return disk.steps();
  }

  private static void haveAMark(Path path, RecordingDisk disk, NTP64 promised) {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      NTP64 bound = mark.bound();
      assertTrue(!bound.isBefore(promised), () -> "promised " + promised + ": " + mark);
      disk.promise(bound);
      for (int i = 0; i < 4; i++) {
        NTP64 next = NTP64.ofBits(bound.bits() + 1 + i);
        try {
          mark.extend(mark.bound(), next);
          disk.promise(next);
        } catch (HighWaterMarkException e) {
          assertTrue(e.getMessage().contains("injected"), e::getMessage);
        }
      }
    }
  }

  /** Two have it open and extend it in turn, each after it has read it. */
  private static void shareAMark(Path path, RecordingDisk disk, NTP64 atFirst) {
    try (FileHighWaterMark one = FileHighWaterMark.openShared(path, disk);
        FileHighWaterMark other = FileHighWaterMark.openShared(path, disk)) {
      NTP64 promised = atFirst;
      for (int i = 0; i < 4; i++) {
        FileHighWaterMark mark = i % 2 == 0 ? one : other;
        try {
          NTP64 bound = mark.bound();
          assertFalse(bound.isBefore(promised), "promised " + promised + ": " + bound);
          disk.promise(bound);
          promised = bound;
          NTP64 next = NTP64.ofBits(bound.bits() + 1);
          mark.extend(bound, next);
          disk.promise(next);
          promised = next;
        } catch (HighWaterMarkException e) {
          assertTrue(e.getMessage().contains("injected"), e::getMessage);
        }
      }
    }
  }

  /** Those of the crashes that are of a new kind. */
  private static List<Crash> unseen(Set<Crash> crashes, Set<Outcome> seen) {
    return crashes.stream()
        .filter(crash -> seen.add(new Outcome(Kind.of(crash.content()), crash.promised())))
        .toList();
  }

  private void check(List<Crash> crashes) throws IOException {
    for (Crash crash : crashes) {
      run(crash, NEVER, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepWhatItPromisedOverThreeCrashes(boolean shares) throws IOException {
    isShared = shares;
    Set<Outcome> seen = new HashSet<>();
    List<Crash> starts = List.of(NOTHING);
    for (int i = 0; i < 3; i++) {
      List<Crash> crashes = new ArrayList<>();
      for (Crash start : starts) {
        crashes.addAll(unseen(CrashModel.crashes(path(), start, run(start, NEVER, 0)), seen));
      }
      starts = crashes;
    }
    check(starts);
    assertTrue(seen.size() > 50, "kinds of crashes");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepWhatItPromisedOverAFaultAndACrash(boolean shares) throws IOException {
    isShared = shares;
    Set<Outcome> seen = new HashSet<>();
    for (int failures : new int[] {1, 2, 3, NEVER}) {
      for (int successes = 0; successes < 50; successes++) {
        List<Step> steps = run(NOTHING, successes, failures);
        check(unseen(CrashModel.crashes(path(), NOTHING, steps), seen));
      }
    }
    assertTrue(seen.size() > 20, "kinds of crashes");
  }

  /** The steps of two processes, the first of which is killed after some of its steps. */
  private List<Step> killed(List<Step> first, int steps) throws IOException {
    List<Step> all = new ArrayList<>(first.subList(0, steps));
    all.addAll(run(CrashModel.afterKill(path(), NOTHING, all), NEVER, 0));
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepWhatItPromisedOverAKillAndACrash(boolean shares) throws IOException {
    isShared = shares;
    Set<Outcome> seen = new HashSet<>();
    List<Step> first = run(NOTHING, NEVER, 0);
    for (int i = 0; i <= first.size(); i++) {
      check(unseen(CrashModel.crashes(path(), NOTHING, killed(first, i)), seen));
    }
    assertTrue(seen.size() > 20, "kinds of crashes");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepWhatItPromisedOverAFaultAKillAndACrash(boolean shares) throws IOException {
    isShared = shares;
    Set<Outcome> seen = new HashSet<>();
    for (int successes = 0; successes < OPENING + 8; successes++) {
      List<Step> first = run(NOTHING, successes, 1);
      int end = Math.min(first.size(), successes + 8);
      for (int i = Math.min(end, successes); i <= end; i++) {
        check(unseen(CrashModel.crashes(path(), NOTHING, killed(first, i)), seen));
      }
    }
    assertTrue(seen.size() > 20, "kinds of crashes");
  }

  private void assertRejected(String finding, List<Step> twin) throws IOException {
    List<Crash> crashes = unseen(CrashModel.crashes(path(), NOTHING, twin), new HashSet<>());
    AssertionError found = assertThrows(AssertionError.class, () -> check(crashes));
    assertTrue(found.getMessage().contains(finding), found::getMessage);
  }

  /** The steps up to the promise of a bound, and where the extension to it begins. */
  private List<Step> upTo(long bound) throws IOException {
    List<Step> steps = run(NOTHING, NEVER, 0);
    return new ArrayList<>(steps.subList(0, steps.indexOf(new Promise(NTP64.ofBits(bound))) + 1));
  }

  private static List<Step> without(Step left, List<Step> steps) {
    return steps.stream().filter(step -> !step.equals(left)).toList();
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceItsFile() throws IOException {
    List<Step> twin = upTo(1);
    List<Step> extension = twin.subList(twin.size() - 1 - EXTENSION, twin.size());
    assertTrue(extension.removeIf(new Force(path(), true)::equals));
    assertRejected("damaged", twin);
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceItsNewFile() throws IOException {
    assertRejected("damaged", without(new Force(temporary(), true), upTo(0)));
  }

  private Path temporary() throws IOException {
    return path().resolveSibling("mark.tmp");
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceTheDirectory() throws IOException {
    assertRejected("promised", without(new ForceDirectory(path().getParent()), upTo(1)));
  }

  @Test
  void shouldRejectTheTwinThatForcesAnotherDirectory() throws IOException {
    List<Step> twin = upTo(1);
    Collections.replaceAll(
        twin, new ForceDirectory(path().getParent()), new ForceDirectory(path()));
    assertRejected("promised", twin);
  }

  @Test
  void shouldRejectTheTwinThatForcesTheDirectoryOfANewFileOnly() throws IOException {
    List<Step> first = run(NOTHING, NEVER, 0);
    int linked = first.indexOf(new Link(temporary(), path()));
    List<Step> twin = killed(first, linked + 1);
    assertRejected("promised", without(new ForceDirectory(path().getParent()), twin));
  }

  @Test
  void shouldRejectTheTwinThatPromisesBeforeItWrites() throws IOException {
    List<Step> twin = upTo(2);
    twin.add(twin.size() - 1 - EXTENSION, twin.remove(twin.size() - 1));
    assertRejected("promised", twin);
  }

  @Test
  void shouldRejectTheTwinThatWritesTheSecondSlotBeforeTheFirstIsForced() throws IOException {
    List<Step> twin = upTo(2);
    assertEquals(new Force(path(), true), twin.remove(twin.size() - EXTENSION));
    assertRejected("damaged", twin);
  }

  /** The steps of an extension that failed to force its first slot, and of the next one. */
  private List<Step> failedAndExtended() throws IOException {
    List<Step> steps = new ArrayList<>(run(NOTHING, OPENING + 1, 1));
    assertTrue(steps.get(recovery(steps)) instanceof Write);
    return steps;
  }

  private int recovery(List<Step> steps) throws IOException {
    return steps.indexOf(new Force(path(), false)) + 1;
  }

  @Test
  void shouldRejectTheTwinThatForcesAgainWhatItFailedToForce() throws IOException {
    List<Step> twin = failedAndExtended();
    twin.remove(recovery(twin));
    assertRejected("damaged", twin);
  }

  @Test
  void shouldRejectTheTwinThatRecoversBeginningWithTheWholeSlot() throws IOException {
    List<Step> twin = failedAndExtended();
    Collections.rotate(twin.subList(recovery(twin), recovery(twin) + EXTENSION), 2);
    assertRejected("damaged", twin);
  }

  @Test
  void shouldRejectTheTwinThatTakesWhatAKilledProcessHasWrittenForDurable() throws IOException {
    List<Step> first = run(NOTHING, NEVER, 0);
    int promised = first.indexOf(new Promise(NTP64.ofBits(0)));
    List<Step> twin = killed(first, promised + 2);
    twin.subList(promised + 2, promised + 4).clear();
    assertRejected("damaged", twin);
  }
}
