package io.github.uhlc.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Broken twins, which must be rejected: a clock that reads and writes its state in two steps, one
 * whose state is plain, and a lease that is ended blindly.
 */
public final class TwinStress {
  private TwinStress() {}

  /** Two issue. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "first, second")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "second, first")
  @State
  public static class RacyNextNext {
    private volatile long last;

    private long newTime() {
      long next = last + 1;
      last = next;
      return next;
    }

    @Actor
    public void first(JJ_Result r) {
      r.r1 = newTime();
    }

    @Actor
    public void second(JJ_Result r) {
      r.r2 = newTime();
    }
  }

  /** Data is written before a time that is plain, and read after it. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing seen yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "data seen, time not yet")
  @Outcome(id = "10, 1", expect = ACCEPTABLE, desc = "both seen")
  @State
  public static class PlainDataBeforeTime {
    private long last;
    private int data;

    @Actor
    public void write() {
      data = 1;
      last = 10;
    }

    @Actor
    public void read(JJ_Result r) {
      r.r1 = last;
      r.r2 = data;
    }
  }

  /** A lease that is taken away whatever it is by then: see OracleStress.EndBegin. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "the new term runs")
  @State
  public static class BlindEndBegin {
    private volatile int term = 1;

    @Actor
    public void end() {
      if (term == 1) {
        term = 0;
      }
    }

    @Actor
    public void begin() {
      term = 2;
    }

    @Arbiter
    public void term(J_Result r) {
      r.r1 = term;
    }
  }
}
