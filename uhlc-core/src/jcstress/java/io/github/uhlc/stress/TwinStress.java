package io.github.uhlc.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The broken twin, which must be rejected: a clock that reads and writes its state in two steps.
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
}
