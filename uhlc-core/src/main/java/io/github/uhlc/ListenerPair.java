package io.github.uhlc;

import java.time.Duration;

/**
 * Two listeners, one after the other. What either throws is dropped, so the other one is called.
 */
record ListenerPair(SafeListener first, SafeListener second) implements HLCListener {
  @Override
  public void onRefusal(ExceedingDeltaException refusal) {
    first.onRefusal(refusal);
    second.onRefusal(refusal);
  }

  @Override
  public void onClockWentBack(Duration distance) {
    first.onClockWentBack(distance);
    second.onClockWentBack(distance);
  }

  @Override
  public void onOwnIdFromElsewhere(Timestamp received) {
    first.onOwnIdFromElsewhere(received);
    second.onOwnIdFromElsewhere(received);
  }

  @Override
  public void onMarkExtended(NTP64 bound) {
    first.onMarkExtended(bound);
    second.onMarkExtended(bound);
  }

  @Override
  public void onMarkExtensionFailed(Throwable failure) {
    first.onMarkExtensionFailed(failure);
    second.onMarkExtensionFailed(failure);
  }
}
