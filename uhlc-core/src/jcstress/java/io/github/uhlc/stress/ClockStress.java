package io.github.uhlc.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** Pairs of calls of one clock at once, and clocks and timestamps handed over through a race. */
public final class ClockStress {
  private static final ID PEER = ID.ofUnsigned(0x44);

  private ClockStress() {}

  /** An HLC whose times are 1, 2, 3. */
  private static HLC logical() {
    return HLC.builder()
        .withId(ID.ofUnsigned(0x33))
        .withClock(PhysicalClock.zero())
        .withMaxDelta(Duration.ofSeconds(1L << 32))
        .build();
  }

  /** Two issue. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "first, second")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "second, first")
  @State
  public static class NextNext {
    private final HLC hlc = logical();

    @Actor
    public void first(JJ_Result r) {
      r.r1 = hlc.newTime();
    }

    @Actor
    public void second(JJ_Result r) {
      r.r2 = hlc.newTime();
    }
  }

  /** One issues, one merges. */
  @JCStressTest
  @Outcome(id = "1, 10", expect = ACCEPTABLE, desc = "issued, merged")
  @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "merged, issued")
  @State
  public static class NextUpdate {
    private final HLC hlc = logical();
    private final Timestamp received = Timestamp.of(10, PEER);

    @Actor
    public void next(JJ_Result r) {
      r.r1 = hlc.newTime();
    }

    @Actor
    public void update() {
      hlc.updateWithTimestamp(received);
    }

    @Arbiter
    public void last(JJ_Result r) {
      r.r2 = hlc.lastTime().bits();
    }
  }

  /** Two merge. */
  @JCStressTest
  @Outcome(id = "10", expect = ACCEPTABLE, desc = "the greater")
  @State
  public static class UpdateUpdate {
    private final HLC hlc = logical();
    private final Timestamp lesser = Timestamp.of(5, PEER);
    private final Timestamp greater = Timestamp.of(10, PEER);

    @Actor
    public void lesser() {
      hlc.updateWithTimestamp(lesser);
    }

    @Actor
    public void greater() {
      hlc.updateWithTimestamp(greater);
    }

    @Arbiter
    public void last(J_Result r) {
      r.r1 = hlc.lastTime().bits();
    }
  }

  /** One reserves three, one issues. */
  @JCStressTest
  @Outcome(id = "1, 4", expect = ACCEPTABLE, desc = "batch, next")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "next, batch")
  @State
  public static class BatchNext {
    private final HLC hlc = logical();

    @Actor
    public void batch(JJ_Result r) {
      r.r1 = hlc.newTimestamps(3).get(0).ntp64();
    }

    @Actor
    public void next(JJ_Result r) {
      r.r2 = hlc.newTime();
    }
  }

  /** One merges and stamps, one merges more. */
  @JCStressTest
  @Outcome(id = "6, 10", expect = ACCEPTABLE, desc = "stamped, merged")
  @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "merged, stamped")
  @State
  public static class AfterUpdate {
    private final HLC hlc = logical();
    private final Timestamp lesser = Timestamp.of(5, PEER);
    private final Timestamp greater = Timestamp.of(10, PEER);

    @Actor
    public void after(JJ_Result r) {
      r.r1 = hlc.newTimestampAfter(lesser).ntp64();
    }

    @Actor
    public void update() {
      hlc.updateWithTimestamp(greater);
    }

    @Arbiter
    public void last(JJ_Result r) {
      r.r2 = hlc.lastTime().bits();
    }
  }

  /** What a thread did before a timestamp is seen by one that sees the timestamp. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing seen yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "data seen, time not yet")
  @Outcome(id = "10, 1", expect = ACCEPTABLE, desc = "both seen")
  @State
  public static class DataBeforeTime {
    private final HLC hlc = logical();
    private final Timestamp received = Timestamp.of(10, PEER);
    private int data;

    @Actor
    public void write() {
      data = 1;
      hlc.updateWithTimestamp(received);
    }

    @Actor
    public void read(JJ_Result r) {
      r.r1 = hlc.lastTime().bits();
      r.r2 = data;
    }
  }

  /** An HLC is handed over in a plain field. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not seen yet")
  @Outcome(id = "52", expect = ACCEPTABLE, desc = "seen whole: the ID's number and the time 1")
  @State
  public static class PublishedClock {
    private HLC shared;

    @Actor
    public void publish() {
      shared = logical();
    }

    @Actor
    public void use(J_Result r) {
      HLC seen = shared;
      r.r1 =
          seen == null
              ? -1
              : seen.newTime()
                  + seen.id().toUUID().getLeastSignificantBits()
                  + (seen.maxDelta().getSeconds() >>> 33);
    }
  }

  /** A timestamp is handed over in a plain field. */
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not seen yet")
  @Outcome(id = "7, 68", expect = ACCEPTABLE, desc = "seen whole")
  @State
  public static class PublishedTimestamp {
    private Timestamp shared;

    @Actor
    public void publish() {
      shared = Timestamp.of(NTP64.ofBits(7), ID.ofUnsigned(0x44));
    }

    @Actor
    public void use(JJ_Result r) {
      Timestamp seen = shared;
      r.r1 = seen == null ? -1 : seen.ntp64();
      r.r2 = seen == null ? -1 : seen.id().toUUID().getLeastSignificantBits();
    }
  }
}
