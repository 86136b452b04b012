package io.github.uhlc.stress;

import io.github.uhlc.oracle.OracleStress;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** Runs the tests of the memory model, sees that none is missing, and that twins are rejected. */
public final class StressSuite {
  /**
   * Nested classes of {@link ClockStress} and {@link OracleStress}; jcstress ends well when nothing
   * matched.
   */
  private static final int EXPECTED_TESTS = 11;

  private static final int EXPECTED_TWINS = 3;

  private StressSuite() {}

  /** What a run showed: tests with results, those with a forbidden outcome, and all samples. */
  private record Summary(Set<String> tests, Set<String> rejected, long samples) {}

  /**
   * Runs all.
   *
   * @param args the folder for reports, and options of jcstress, such as "-m quick", and how many
   *     twins must be rejected: a short run does not see what takes a compiler that reorders
   */
  public static void main(String[] args) throws Exception {
    Summary sound = run("ClockStress|OracleStress", args[0], args[1]);
    Summary twin = run("TwinStress", args[0], args[1]);
    System.out.println("jcstress: tests=" + sound.tests().size() + ", samples=" + sound.samples());
    System.out.println("rejected: " + sound.rejected() + ", of the twins: " + twin.rejected());
    if (sound.tests().size() != EXPECTED_TESTS
        || !sound.rejected().isEmpty()
        || twin.rejected().size() < Integer.parseInt(args[2])
        || twin.tests().size() != EXPECTED_TWINS) {
      System.exit(1);
    }
  }

  private static Summary run(String suite, String folder, String more) throws Exception {
    File reports = new File(folder, suite.replace('|', '-'));
    reports.mkdirs();
    List<String> arguments = new ArrayList<>(List.of(more.split(" ")));
    arguments.addAll(List.of("-t", suite, "-r", reports.getPath()));
    Options options = new Options(arguments.toArray(String[]::new));
    if (!options.parse()) {
      throw new IllegalArgumentException("jcstress options");
    }
    try {
      new JCStress(options).run();
    } catch (AssertionError e) {
      System.out.println("jcstress: " + e.getMessage());
    }
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(options.getResultFile(), collector);
    reader.dump();
    reader.close();
    Set<String> tests = new TreeSet<>();
    Set<String> rejected = new TreeSet<>();
    long samples = 0;
    for (TestResult result : collector.getTestResults()) {
      tests.add(result.getName());
      samples += result.getTotalCount();
      if (result.status() != Status.NORMAL || !result.grading().isPassed) {
        rejected.add(result.getName());
      }
    }
    return new Summary(tests, rejected, samples);
  }
}
