package io.github.uhlc.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tests the tests: applies each patch of this folder to a copy of the library, runs the tests that
 * the patch names, and fails if one lets the bug through, or if a patch no longer applies. The same
 * tests have to pass on the copy without a patch. Run in the folder of uhlc-core, with its test
 * classes on the class path.
 */
public final class Mutants {
  private static final Path PATCHES = Path.of("src", "mutants");
  private static final long BASELINE_SECONDS = 600;

  /** Beside the time that all tests take without a patch. */
  private static final long MORE_SECONDS = 60;

  private final List<Mutant> mutants;
  private final Map<Verdict.Kind, Integer> totals = new EnumMap<>(Verdict.Kind.class);
  private int ended;

  private Mutants(List<Mutant> mutants) {
    this.mutants = mutants;
  }

  /**
   * Runs those that are named, or all.
   *
   * @param args names of patches, separated by blanks, or "all"
   */
  public static void main(String[] args) throws Exception {
    List<String> names =
        Arrays.stream(args).flatMap(arg -> Arrays.stream(arg.trim().split(" +", -1))).toList();
    System.exit(new Mutants(select(names)).run());
  }

  private static List<Mutant> select(List<String> names) throws IOException {
    List<Mutant> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(PATCHES)) {
      for (Path patch : files.filter(Mutant::isPatch).sorted().toList()) {
        all.add(Mutant.read(patch));
      }
    }
    List<String> known = all.stream().map(Mutant::name).toList();
    if (names.equals(List.of("all"))) {
      return all;
    }
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("no such patch: names=" + names + ", known=" + known);
    }
    return all.stream().filter(mutant -> names.contains(mutant.name())).toList();
  }

  private int run() throws Exception {
    Set<String> tests = new TreeSet<>();
    mutants.forEach(mutant -> tests.addAll(mutant.tests()));
    System.out.println("without a patch: " + tests.size() + " test classes ...");
    long startNanos = System.nanoTime();
    Verdict baseline = baseline(tests);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    if (baseline.kind() != Verdict.Kind.SURVIVED) {
      System.out.println("without a patch the tests should pass, but: " + baseline);
      return 1;
    }
    System.out.println("without a patch: all pass, in " + seconds + " s");
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Verdict>> verdicts = new ArrayList<>();
      for (Mutant mutant : mutants) {
        verdicts.add(workers.submit(() -> judge(mutant, seconds + MORE_SECONDS)));
      }
      boolean allNoticed = !mutants.isEmpty();
      for (Future<Verdict> verdict : verdicts) {
        allNoticed &= verdict.get().isNoticed();
      }
      System.out.println("mutants=" + mutants.size() + ": " + totals);
      return allNoticed ? 0 : 1;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Verdict baseline(Set<String> tests) throws Exception {
    try (Workshop workshop = new Workshop()) {
      String problem = workshop.compile();
      return problem == null ? workshop.test(tests, BASELINE_SECONDS) : Verdict.unusable(problem);
    }
  }

  private Verdict judge(Mutant mutant, long limitSeconds) throws Exception {
    Verdict verdict;
    try (Workshop workshop = new Workshop()) {
      String problem = workshop.patch(mutant.patch());
      if (problem == null) {
        problem = workshop.compile();
      }
      verdict =
          problem == null ? workshop.test(mutant.tests(), limitSeconds) : Verdict.unusable(problem);
    }
    report(mutant, verdict);
    return verdict;
  }

  private synchronized void report(Mutant mutant, Verdict verdict) {
    ended++;
    totals.merge(verdict.kind(), 1, Integer::sum);
    String count = "[" + ended + "/" + mutants.size() + "] ";
    System.out.println(count + mutant.name() + ": " + verdict);
  }
}
