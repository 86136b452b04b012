package io.github.uhlc.jmh;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What all groups have in common: the settings of the standard run, and the floors, which are
 * measured anew in every group.
 *
 * <p>The heap is touched beforehand, as otherwise what allocates would pay for the first use of its
 * pages, and its young generation stays in the caches, so that code is measured, not memory.
 *
 * <p>A benchmark whose name ends in {@code ThreadsN} runs on N threads that share one clock, all
 * others on one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC"})
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public abstract class StandardGroup {
  private static final Pattern THREADS = Pattern.compile("Threads(\\d+)$");

  /** The word of the floor that takes a compare-and-set. */
  final FloorCell cell = FloorCell.create();

  /**
   * Checks what a set-up claims: a benchmark that does not measure what it says must not run.
   *
   * @throws IllegalStateException if it does not hold
   */
  static void claim(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException("the benchmark does not measure what it says: " + rule);
    }
  }

  /** Checks that values increase, in the given order, from each call to the next. */
  static <T> void claimIncreasing(Supplier<T> source, Comparator<? super T> order, int count) {
    T previous = source.get();
    for (int i = 1; i < count; i++) {
      T next = source.get();
      claim(order.compare(previous, next) < 0, "each value is greater than the one before");
      previous = next;
    }
  }

  /** Checks that the number of threads was not overridden. */
  @Setup
  public void checkThreads(BenchmarkParams params) {
    Matcher matcher = THREADS.matcher(params.getBenchmark());
    int expected = matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
    claim(params.getThreads() == expected, "the number of threads is that of the name");
  }

  /** The floor of reading a clock. */
  @Benchmark
  public long floorNanoTime() {
    return System.nanoTime();
  }

  /** The floor of issuing a timestamp: a clock reading and a compare-and-set, taken together. */
  @Benchmark
  public long floorNanoTimeAndCas() {
    return cell.advance(System.nanoTime());
  }
}
