package io.github.uhlc.jmh;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of issuing a timestamp, beside that of the clock reading in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Issue {
  private final HLC hlc = HLC.create();

  @Benchmark
  public long floorNanoTime() {
    return System.nanoTime();
  }

  @Benchmark
  public long newTime() {
    return hlc.newTime();
  }

  @Benchmark
  public Timestamp newTimestamp() {
    return hlc.newTimestamp();
  }
}
