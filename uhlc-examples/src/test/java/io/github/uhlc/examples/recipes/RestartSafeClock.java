package io.github.uhlc.examples.recipes;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.PhysicalClock;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs a program whose clock keeps its ID. */
final class RestartSafeClock {
  private RestartSafeClock() {}

  // recipe
  static void run(ID id, Path file, PhysicalClock physicalClock, Consumer<HLC> program) {
    try (FileHighWaterMark mark = FileHighWaterMark.open(file)) {
      program.accept(
          HLC.builder().withId(id).withClock(physicalClock).withHighWaterMark(mark).build());
    }
  }
  // end of recipe
}
