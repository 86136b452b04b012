package io.github.uhlc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Counts the events that HLCs have reported to it since it was made. One may serve several HLCs;
 * its figures are then their sums. This class is thread-safe; each figure is exact by itself.
 *
 * <p>It registers no MBean and emits no JFR events: either would need a module beyond java.base.
 * uhlc-examples shows how to do both in a few lines.
 */
public final class HLCStatistics implements HLCListener {
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong stepsBack = new AtomicLong();
  private final AtomicLong ownIds = new AtomicLong();
  private final AtomicLong extensions = new AtomicLong();
  private final AtomicLong failedExtensions = new AtomicLong();
  private final LongAccumulator largestExcessNanos = new LongAccumulator(Math::max, 0);
  private final LongAccumulator largestStepBackNanos = new LongAccumulator(Math::max, 0);
  private final AtomicReference<Throwable> lastFailure = new AtomicReference<>();

  /** Makes statistics that start at zero. */
  public HLCStatistics() {}

  @Override
  public void onRefusal(ExceedingDeltaException refusal) {
    refusals.incrementAndGet();
    largestExcessNanos.accumulate(refusal.excess().toNanos());
  }

  @Override
  public void onClockWentBack(Duration distance) {
    stepsBack.incrementAndGet();
    largestStepBackNanos.accumulate(distance.toNanos());
  }

  @Override
  public void onOwnIdFromElsewhere(Timestamp received) {
    ownIds.incrementAndGet();
  }

  @Override
  public void onMarkExtended(NTP64 bound) {
    extensions.incrementAndGet();
  }

  @Override
  public void onMarkExtensionFailed(Throwable failure) {
    failedExtensions.incrementAndGet();
    lastFailure.set(failure);
  }

  /**
   * Returns how many received timestamps were refused.
   *
   * @return the number, 0 or more
   */
  public long refusals() {
    return refusals.get();
  }

  /**
   * Returns how far a refused timestamp was beyond max-delta at most.
   *
   * @return the duration, zero if there was none
   */
  public Duration largestExcess() {
    return Duration.ofNanos(largestExcessNanos.get());
  }

  /**
   * Returns how often a physical clock went back.
   *
   * @return the number, 0 or more
   */
  public long clockStepsBack() {
    return stepsBack.get();
  }

  /**
   * Returns how far a physical clock went back at most.
   *
   * @return the duration, zero if none did
   */
  public Duration largestClockStepBack() {
    return Duration.ofNanos(largestStepBackNanos.get());
  }

  /**
   * Returns how many received timestamps had the ID of the HLC, but came from another clock.
   *
   * @return the number, 0 or more
   */
  public long ownIdsFromElsewhere() {
    return ownIds.get();
  }

  /**
   * Returns how often a high-water mark was extended.
   *
   * @return the number, 0 or more
   */
  public long markExtensions() {
    return extensions.get();
  }

  /**
   * Returns how often a high-water mark could not be extended.
   *
   * @return the number, 0 or more
   */
  public long failedMarkExtensions() {
    return failedExtensions.get();
  }

  /**
   * Returns why a high-water mark could not be extended, the last time.
   *
   * @return what the mark threw, nothing if no extension has failed
   */
  public Optional<Throwable> lastMarkFailure() {
    return Optional.ofNullable(lastFailure.get());
  }

  /** Returns all figures in one line, for logs. */
  @Override
  public String toString() {
    return "HLCStatistics[refusals="
        + refusals
        + ", largestExcess="
        + largestExcess()
        + ", clockStepsBack="
        + stepsBack
        + ", largestClockStepBack="
        + largestClockStepBack()
        + ", ownIdsFromElsewhere="
        + ownIds
        + ", markExtensions="
        + extensions
        + ", failedMarkExtensions="
        + failedExtensions
        + "]";
  }
}
