package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.CrashModel.Crash;
import io.github.uhlc.RecordingDisk.Force;
import io.github.uhlc.RecordingDisk.ForceDirectory;
import io.github.uhlc.RecordingDisk.Promise;
import io.github.uhlc.RecordingDisk.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every crash of the machine, at every step of what a mark does, and again at every step of what it
 * does afterwards: the bound is never below one that was promised. The steps are those of the real
 * mark; what can be on the disk comes from {@link CrashModel}.
 */
class MarkCrashTest {
  private static final Crash NOTHING = new Crash(null, NTP64.ZERO);
  private static final int NEVER = Integer.MAX_VALUE;

  @TempDir private Path folder;

  /** Crashes that differ only in what damaged slots hold, or in openers, have one outcome. */
  private record Kind(List<NTP64> bounds, int length, NTP64 promised) {
    static Kind of(Crash crash) {
      byte[] bytes = crash.content() == null ? new byte[0] : crash.content().toArray();
      List<NTP64> bounds =
          Arrays.asList(
              bound(MarkSlot.decodeOrNull(bytes, 0)), bound(MarkSlot.decodeOrNull(bytes, 1)));
      return new Kind(bounds, crash.content() == null ? -1 : bytes.length, crash.promised());
    }

    private static NTP64 bound(MarkSlot slot) {
      return slot == null ? null : NTP64.ofBits(slot.boundNtp());
    }
  }

  /** The steps from a crash on: open, extend and extend, of which one or more steps may fail. */
  private List<Step> run(Crash crash, int successes, int failures) throws IOException {
    Path path = folder.resolve("mark");
    Files.deleteIfExists(path);
    if (crash.content() != null) {
      Files.write(path, crash.content().toArray());
    }
    RecordingDisk disk = new RecordingDisk();
    disk.failAfter(successes, failures);
    try (FileHighWaterMark mark = FileHighWaterMark.open(path, disk)) {
      NTP64 bound = mark.bound();
      assertTrue(
          !bound.isBefore(crash.promised()), () -> "promised " + crash.promised() + ": " + mark);
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
    } catch (HighWaterMarkException e) {
      assertTrue(e.getMessage().contains("injected"), e::getMessage);
    }
    return disk.steps();
  }

  /** Those of the crashes that are of a new kind. */
  private static List<Crash> unseen(Set<Crash> crashes, Set<Kind> seen) {
    return crashes.stream().filter(crash -> seen.add(Kind.of(crash))).toList();
  }

  private void check(List<Crash> crashes) throws IOException {
    for (Crash crash : crashes) {
      run(crash, NEVER, 0);
    }
  }

  @Test
  void shouldKeepWhatItPromisedOverThreeCrashes() throws IOException {
    Set<Kind> seen = new HashSet<>();
    List<Crash> starts = List.of(NOTHING);
    for (int i = 0; i < 3; i++) {
      List<Crash> crashes = new ArrayList<>();
      for (Crash start : starts) {
        crashes.addAll(unseen(CrashModel.crashes(start, run(start, NEVER, 0)), seen));
      }
      starts = crashes;
    }
    check(starts);
    assertTrue(seen.size() > 50, "kinds of crashes");
  }

  @Test
  void shouldKeepWhatItPromisedOverAFaultAndACrash() throws IOException {
    Set<Kind> seen = new HashSet<>();
    for (int failures : new int[] {1, 2, 3, NEVER}) {
      for (int successes = 0; successes < 20; successes++) {
        List<Step> steps = run(NOTHING, successes, failures);
        check(unseen(CrashModel.crashes(NOTHING, steps), seen));
      }
    }
    assertTrue(seen.size() > 20, "kinds of crashes");
  }

  private void assertRejected(String finding, List<Step> twin) {
    List<Crash> crashes = unseen(CrashModel.crashes(NOTHING, twin), new HashSet<>());
    AssertionError found = assertThrows(AssertionError.class, () -> check(crashes));
    assertTrue(found.getMessage().contains(finding), found::getMessage);
  }

  private static List<Step> without(Step left, List<Step> steps) {
    return steps.stream().filter(step -> !step.equals(left)).toList();
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceItsFile() throws IOException {
    // To the first extension only: what was never forced could be torn in too many ways.
    List<Step> steps = run(NOTHING, NEVER, 0);
    List<Step> start = steps.subList(0, steps.indexOf(new Promise(NTP64.ofBits(1))) + 1);
    assertRejected("damaged", without(new Force("mark", true), start));
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceItsNewFile() throws IOException {
    assertRejected("damaged", without(new Force("mark.tmp", true), run(NOTHING, NEVER, 0)));
  }

  @Test
  void shouldRejectTheTwinThatDoesNotForceTheDirectory() throws IOException {
    assertRejected("promised", without(new ForceDirectory(), run(NOTHING, NEVER, 0)));
  }

  @Test
  void shouldRejectTheTwinThatPromisesBeforeItWrites() throws IOException {
    List<Step> twin = new ArrayList<>(run(NOTHING, NEVER, 0));
    int promise = twin.indexOf(new Promise(NTP64.ofBits(2)));
    twin.add(promise - 4, twin.remove(promise));
    assertRejected("promised", twin);
  }

  @Test
  void shouldRejectTheTwinThatWritesTheSecondSlotBeforeTheFirstIsForced() throws IOException {
    List<Step> twin = new ArrayList<>(run(NOTHING, NEVER, 0));
    int promise = twin.indexOf(new Promise(NTP64.ofBits(2)));
    assertEquals(new Force("mark", true), twin.remove(promise - 3));
    assertRejected("damaged", twin);
  }

  @Test
  void shouldRejectTheTwinThatForcesAgainWhatItFailedToForce() throws IOException {
    List<Step> twin = new ArrayList<>(run(NOTHING, 5, 1));
    int failure = twin.indexOf(new Force("mark", false));
    List<Step> replacement = twin.subList(failure + 1, failure + 5);
    assertEquals(new ForceDirectory(), replacement.get(3));
    replacement.clear();
    replacement.add(new Force("mark", true));
    assertRejected("promised", twin);
  }
}
