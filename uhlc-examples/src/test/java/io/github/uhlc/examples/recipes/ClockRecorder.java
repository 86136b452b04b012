package io.github.uhlc.examples.recipes;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLCListener;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

// recipe
final class ClockRecorder implements HLCListener {
  @Name("uhlc.Refusal")
  @Label("Timestamp refused")
  @StackTrace(false)
  static final class Refusal extends Event {
    @Label("Sender")
    String sender;

    @Label("Beyond max-delta")
    @Timespan
    long excessNanos;
  }

  @Override
  public void onRefusal(ExceedingDeltaException refused) {
    Refusal event = new Refusal();
    event.sender = refused.timestamp().id().toString();
    event.excessNanos = refused.excess().toNanos();
    event.commit();
  }
}
// end of recipe
