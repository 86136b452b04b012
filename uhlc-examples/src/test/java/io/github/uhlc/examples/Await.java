package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;

/** Waits in tests for what another process or thread does. */
public final class Await {
  // Far more than a loaded machine needs.
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 10;

  private Await() {}

  /** Something that may hold. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Waits until a condition holds, and fails with what was awaited if it never does.
   *
   * @param what what was awaited
   * @param condition the condition; an exception of it ends the wait at once
   */
  public static void until(String what, Condition condition)
      throws IOException, InterruptedException {
    Stopwatch watch = Stopwatch.start();
    while (!condition.holds()) {
      if (watch.isOver(LIMIT)) {
        fail("it has not happened within " + LIMIT + ": " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
