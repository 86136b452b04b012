package io.github.uhlc.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in a process of its own, and writes which methods failed to a file. */
final class TestRun implements TestExecutionListener {
  private static final String PACKAGE = "io.github.uhlc.";

  private final Set<String> failed = new LinkedHashSet<>();
  private int ended;

  /**
   * Runs them.
   *
   * @param args the file for the names of the methods that failed, and simple names of classes
   */
  public static void main(String[] args) throws Exception {
    Set<String> failed = new LinkedHashSet<>();
    for (int i = 1; i < args.length; i++) {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClass(Class.forName(PACKAGE + args[i])))
              .build();
      TestRun run = new TestRun();
      LauncherFactory.create().execute(request, run);
      if (run.ended == 0 && run.failed.isEmpty()) {
        throw new IllegalArgumentException("no test in " + args[i]);
      }
      failed.addAll(run.failed);
    }
    Files.write(Path.of(args[0]), failed);
    // A mutant may have left threads.
    System.exit(0);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      ended++;
    }
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      result.getThrowable().ifPresent(Throwable::printStackTrace);
      boolean timedOut = result.getThrowable().orElse(null) instanceof TimeoutException;
      failed.add(name(test) + (timedOut ? " (did not end)" : ""));
    }
  }

  private static String name(TestIdentifier test) {
    if (test.getSource().orElse(null) instanceof MethodSource method) {
      String type = method.getClassName();
      return type.substring(type.lastIndexOf('.') + 1) + "." + method.getMethodName();
    }
    return test.getDisplayName();
  }
}
