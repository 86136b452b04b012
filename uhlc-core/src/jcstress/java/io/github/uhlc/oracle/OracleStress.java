package io.github.uhlc.oracle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Grants of two threads at once, and the end of a lease beside the begin of the next. */
public final class OracleStress {
  private static final int COUNT = 3;
  private static final long HOUR_NTP = 3600L << 32;

  private OracleStress() {}

  private static final class MemoryMark implements HighWaterMark {
    private final AtomicReference<NTP64> bound = new AtomicReference<>(NTP64.ZERO);

    @Override
    public NTP64 bound() {
      return bound.get();
    }

    @Override
    public void extend(NTP64 current, NTP64 newBound) {
      NTP64 seen = bound.get();
      if (!seen.equals(current) || !bound.compareAndSet(seen, newBound)) {
        throw new IllegalStateException("the bound is another");
      }
    }
  }

  /** Two take grants: no number is in both. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "disjoint")
  @State
  public static class GrantGrant {
    // One for all: each has a thread for its mark.
    private static final TimestampOracle ORACLE =
        TimestampOracle.builder().withHighWaterMark(new MemoryMark()).build();

    private OracleGrant one;
    private OracleGrant other;

    @Actor
    public void one() {
      one = ORACLE.grant(COUNT);
    }

    @Actor
    public void other() {
      other = ORACLE.grant(COUNT);
    }

    @Arbiter
    public void shared(J_Result r) {
      for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
          r.r1 += one.get(i).equals(other.get(j)) ? 1 : 0;
        }
      }
    }
  }

  /** One asks after another was answered, through a race: what it sees is less. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "not answered yet")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "answered, and less")
  @State
  public static class AnswerThenAsk {
    private volatile long answered;

    @Actor
    public void answer() {
      answered = GrantGrant.ORACLE.next();
    }

    @Actor
    public void ask(JJ_Result r) {
      long seen = answered;
      long next = GrantGrant.ORACLE.next();
      r.r1 = seen == 0 ? 0 : 1;
      r.r2 = Long.compareUnsigned(next, seen) > 0 ? 1 : 0;
    }
  }

  /** A thread that has seen the old term end takes away that one only. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "the new term runs")
  @State
  public static class EndBegin {
    private final Lease lease = new Lease(1000, () -> 10);

    public EndBegin() {
      lease.begin(0, 0, 0);
    }

    @Actor
    public void end() {
      lease.observe(HOUR_NTP);
    }

    @Actor
    public void begin() {
      lease.begin(10, HOUR_NTP, HOUR_NTP);
    }

    @Arbiter
    public void isRunning(Z_Result r) {
      r.r1 = lease.isRunning();
    }
  }
}
