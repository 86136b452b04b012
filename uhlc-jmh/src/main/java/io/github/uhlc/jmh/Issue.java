package io.github.uhlc.jmh;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Issuing timestamps: with each clock, in batches, and from several threads on one HLC. */
public class Issue extends StandardGroup {
  private static final int BATCH = 1000;
  private static final int CHECKED = 100;

  private final ID id = ID.random();
  private long count;

  /** An HLC with one of the standard clocks. */
  @State(Scope.Benchmark)
  public static class Node {
    /** Its physical clock. */
    @Param public StandardClock clock;

    private HLC hlc;

    /** Makes the HLC and checks that what it issues increases. */
    @Setup
    public void setUp() {
      hlc = HLC.builder().withClock(clock.open()).build();
      claimIncreasing(hlc::newTime, Long::compareUnsigned, CHECKED);
      claimIncreasing(hlc::newTimestamp, Comparator.naturalOrder(), CHECKED);
      List<Timestamp> batch = hlc.newTimestamps(BATCH);
      claim(batch.size() == BATCH, "a batch has as many timestamps as were asked for");
      claimIncreasing(batch.iterator()::next, Comparator.naturalOrder(), BATCH);
    }

    /** Ends the thread of a coarse clock. */
    @TearDown
    public void tearDown() throws Exception {
      if (hlc.clock() instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  /** An HLC with the default clock and a high-water mark in a file. */
  @State(Scope.Benchmark)
  public static class Durable {
    private Path file;
    private FileHighWaterMark mark;
    private HLC hlc;

    /** Makes the mark and the HLC, and checks that the mark is ahead of what is issued. */
    @Setup
    public void setUp() throws IOException {
      file = Files.createTempDirectory("uhlc-jmh").resolve("mark");
      mark = FileHighWaterMark.open(file);
      hlc = HLC.builder().withHighWaterMark(mark).build();
      claimIncreasing(hlc::newTime, Long::compareUnsigned, CHECKED);
      claim(mark.bound().isAfter(hlc.lastTime()), "the bound is ahead");
    }

    /** Deletes the mark. */
    @TearDown
    public void tearDown() throws IOException {
      mark.close();
      Files.delete(file);
      Files.delete(file.resolveSibling("mark.lock"));
      Files.delete(file.getParent());
    }
  }

  /** An HLC with the default clock that several threads share. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final HLC hlc = HLC.create();

    /** Checks that what it issues increases. */
    @Setup
    public void setUp() {
      claimIncreasing(hlc::newTimestamp, Comparator.naturalOrder(), CHECKED);
    }
  }

  /** A lock-based HLC that several threads share. */
  @State(Scope.Benchmark)
  public static class SharedTextbook {
    private final TextbookClock clock = TextbookClock.create();

    /** Checks that what it issues increases. */
    @Setup
    public void setUp() {
      claimIncreasing(clock::newTimestamp, Comparator.naturalOrder(), CHECKED);
    }
  }

  /** What one timestamp costs as an object. */
  @Benchmark
  public Timestamp floorObject() {
    return Timestamp.of(++count, id);
  }

  @Benchmark
  public long newTime(Node node) {
    return node.hlc.newTime();
  }

  @Benchmark
  public long newTimeWithMark(Durable durable) {
    return durable.hlc.newTime();
  }

  @Benchmark
  public Timestamp newTimestamp(Node node) {
    return node.hlc.newTimestamp();
  }

  /** Per timestamp of a batch that is reserved, not read. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Timestamp> newTimestamps1000(Node node) {
    return node.hlc.newTimestamps(BATCH);
  }

  @Benchmark
  public Timestamp textbook(SharedTextbook shared) {
    return shared.clock.newTimestamp();
  }

  @Benchmark
  @Threads(2)
  public long floorThreads2() {
    return floorNanoTimeAndCas();
  }

  @Benchmark
  @Threads(2)
  public Timestamp newTimestampThreads2(Shared shared) {
    return shared.hlc.newTimestamp();
  }

  @Benchmark
  @Threads(2)
  public Timestamp textbookThreads2(SharedTextbook shared) {
    return shared.clock.newTimestamp();
  }

  @Benchmark
  @Threads(4)
  public long floorThreads4() {
    return floorNanoTimeAndCas();
  }

  @Benchmark
  @Threads(4)
  public Timestamp newTimestampThreads4(Shared shared) {
    return shared.hlc.newTimestamp();
  }

  @Benchmark
  @Threads(4)
  public Timestamp textbookThreads4(SharedTextbook shared) {
    return shared.clock.newTimestamp();
  }
}
