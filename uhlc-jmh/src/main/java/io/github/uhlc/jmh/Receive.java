package io.github.uhlc.jmh;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Receiving timestamps. Each case has a state of its own, as a set-up that went through the cases
 * of others would show in the profile of the compiled code.
 */
public class Receive extends StandardGroup {
  private static final ID REMOTE_ID = ID.random();
  private static final Duration MAX_DELTA = Duration.ofMillis(500);

  private final PhysicalClock clock = PhysicalClock.system();

  private static HLC newHlc() {
    return HLC.builder().withMaxDelta(MAX_DELTA).build();
  }

  /** A timestamp that is behind the last time, whose receipt changes nothing. */
  @State(Scope.Benchmark)
  public static class NotAhead {
    private final HLC hlc = newHlc();
    private final Timestamp received = Timestamp.of(hlc.newTime(), REMOTE_ID);
    private final NTP64 lastTime = NTP64.ofBits(hlc.newTime());

    /** Checks that the timestamp is not ahead, and that no receipt has written. */
    @Setup
    @TearDown(Level.Iteration)
    public void check() {
      claim(received.time().isBefore(lastTime), "the timestamp is behind the last time");
      claim(hlc.tryUpdateWithTimestamp(received), "the timestamp is accepted");
      claim(hlc.lastTime().equals(lastTime), "the last time is as it was");
    }
  }

  /** Timestamps each of which is ahead of the one before, by one unit. */
  @State(Scope.Benchmark)
  public static class Arrivals {
    private long lastNtp = newHlc().newTime();

    final long lastNtp() {
      return lastNtp;
    }

    final Timestamp next() {
      return Timestamp.of(++lastNtp, REMOTE_ID);
    }
  }

  /** An HLC that receives arrivals. */
  @State(Scope.Benchmark)
  public static class Ahead extends Arrivals {
    private final HLC hlc = newHlc();

    /** Checks that the last time is that of the last arrival: every one was ahead and taken. */
    @TearDown(Level.Iteration)
    public void check() {
      claim(hlc.lastTime().bits() == lastNtp(), "every receipt was ahead");
    }
  }

  /** A timestamp an hour beyond max-delta. */
  @State(Scope.Benchmark)
  public static class Refused {
    private final HLC hlc = newHlc();
    private final NTP64 lastTime = NTP64.ofBits(hlc.newTime());
    private final Timestamp received =
        Timestamp.of(lastTime.plus(MAX_DELTA).plus(Duration.ofHours(1)), REMOTE_ID);

    /** Checks that the timestamp is refused and has changed nothing. */
    @Setup
    @TearDown(Level.Iteration)
    public void check() {
      claim(!hlc.tryUpdateWithTimestamp(received), "the timestamp is refused");
      claim(hlc.lastTime().equals(lastTime), "the last time is as it was");
    }
  }

  /** An HLC that answers a timestamp it has received. */
  @State(Scope.Benchmark)
  public static class Answer {
    private final Timestamp received = Timestamp.of(newHlc().newTime(), REMOTE_ID);
    private final HLC hlc = newHlc();

    /** Checks that an answer is after what it answers. */
    @Setup
    public void check() {
      claim(hlc.newTimestampAfter(received).isAfter(received), "the answer is after");
    }
  }

  /** An HLC that one thread sends from while another receives. */
  @State(Scope.Group)
  public static class Node {
    private final HLC hlc = newHlc();
  }

  /** A lock-based HLC that one thread sends from while another receives. */
  @State(Scope.Group)
  public static class TextbookNode {
    private final TextbookClock clock = TextbookClock.create();
  }

  /** The HLC at the other end, which issues what is received. */
  @State(Scope.Thread)
  public static class Remote {
    private final HLC hlc = newHlc();
  }

  @Benchmark
  public long floorSystemClock() {
    return clock.ntp64();
  }

  @Benchmark
  public void updateNotAhead(NotAhead state) {
    state.hlc.updateWithTimestamp(state.received);
  }

  @Benchmark
  public boolean tryUpdateNotAhead(NotAhead state) {
    return state.hlc.tryUpdateWithTimestamp(state.received);
  }

  /** The floor of a receipt that is ahead: the arrival, a clock reading and a compare-and-set. */
  @Benchmark
  public Timestamp floorAhead(Arrivals arrivals, Blackhole blackhole) {
    Timestamp received = arrivals.next();
    blackhole.consume(System.nanoTime());
    cell.advance(received.ntp64());
    return received;
  }

  /** With the making of the timestamp, which is returned so that it becomes an object. */
  @Benchmark
  public Timestamp updateAhead(Ahead state) {
    Timestamp received = state.next();
    state.hlc.updateWithTimestamp(received);
    return received;
  }

  @Benchmark
  public boolean tryUpdateRefused(Refused state) {
    return state.hlc.tryUpdateWithTimestamp(state.received);
  }

  @Benchmark
  public ExceedingDeltaException updateRefused(Refused state) {
    try {
      state.hlc.updateWithTimestamp(state.received);
      throw new IllegalStateException("a timestamp beyond max-delta was accepted");
    } catch (ExceedingDeltaException e) {
      return e;
    }
  }

  @Benchmark
  public Timestamp newTimestampAfter(Answer state) {
    return state.hlc.newTimestampAfter(state.received);
  }

  @Benchmark
  @Group("mixedThreads2")
  @GroupThreads(1)
  public Timestamp send(Node node) {
    return node.hlc.newTimestamp();
  }

  /** With the issuing of what is received, by an HLC of this thread's own. */
  @Benchmark
  @Group("mixedThreads2")
  @GroupThreads(1)
  public boolean receive(Node node, Remote remote) {
    return node.hlc.tryUpdateWithTimestamp(remote.hlc.newTimestamp());
  }

  @Benchmark
  @Group("textbookMixedThreads2")
  @GroupThreads(1)
  public Timestamp textbookSend(TextbookNode node) {
    return node.clock.newTimestamp();
  }

  /** As {@link #receive}. */
  @Benchmark
  @Group("textbookMixedThreads2")
  @GroupThreads(1)
  public boolean textbookReceive(TextbookNode node, Remote remote) {
    return node.clock.update(remote.hlc.newTimestamp());
  }
}
