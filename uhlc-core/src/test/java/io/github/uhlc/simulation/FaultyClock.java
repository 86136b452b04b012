package io.github.uhlc.simulation;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.util.function.LongSupplier;

/**
 * The physical clock of a simulated node: true time with an offset and a drift of its own, which
 * can be stepped, frozen, and made to strobe (jump to and fro at each reading).
 */
final class FaultyClock implements PhysicalClock {
  private final LongSupplier trueNanos;
  private double driftPpm;
  private long offsetNanos;
  private long driftFromNanos;
  private long strobeNanos;
  private boolean frozen;
  private long frozenAtNanos;
  private boolean flip;
  private long lastTick;
  private long greatestTick;

  FaultyClock(LongSupplier trueNanos, long offsetNanos, double driftPpm) {
    this.trueNanos = trueNanos;
    this.driftFromNanos = trueNanos.getAsLong();
    this.offsetNanos = offsetNanos;
    this.driftPpm = driftPpm;
  }

  @Override
  public long ntp64() {
    flip = !flip;
    long nanos = (frozen ? frozenAtNanos : running()) + (flip ? strobeNanos : 0);
    long ntp = NTP64.ofSeconds(0, Math.max(nanos, 0)).bits();
    lastTick = ntp & ~0xFL;
    greatestTick = Long.compareUnsigned(lastTick, greatestTick) > 0 ? lastTick : greatestTick;
    return ntp;
  }

  private long running() {
    long now = trueNanos.getAsLong();
    return now + offsetNanos + (long) ((now - driftFromNanos) * driftPpm / 1e6);
  }

  /** The tick of the last reading. */
  long lastTick() {
    return lastTick;
  }

  /** The greatest tick that this clock has shown. */
  long greatestTick() {
    return greatestTick;
  }

  void step(long nanos) {
    offsetNanos += nanos;
  }

  void freeze() {
    frozenAtNanos = running();
    frozen = true;
  }

  void strobe(long nanos) {
    strobeNanos = nanos;
  }

  /** Ends all faults: what a time daemon does with a clock that went wrong. */
  void correct(long newOffsetNanos) {
    frozen = false;
    strobeNanos = 0;
    offsetNanos = newOffsetNanos;
    driftFromNanos = trueNanos.getAsLong();
  }
}
