package io.github.uhlc.bounded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that reads a ClockBound clock often, for each line that it is sent. */
public final class TruncatedSegmentChild {
  private static final int READINGS = 50_000;

  private TruncatedSegmentChild() {}

  /**
   * Answers each line with the status of the last reading, and how many threw.
   *
   * @param args the path of the segment
   */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ClockBoundClock clock = ClockBoundClock.open(Path.of(args[0]))) {
      while (in.readLine() != null) {
        System.out.println(read(clock));
      }
    }
  }

  private static String read(ClockBoundClock clock) {
    int faults = 0;
    String status = "NONE";
    for (int i = 0; i < READINGS; i++) {
      try {
        status = clock.now().status().toString();
      } catch (InternalError e) {
        // On Java 17 a fault arises late: where the next code is that a thread can be stopped at.
        faults++;
      }
    }
    return status + " " + faults;
  }
}
