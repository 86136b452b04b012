package io.github.uhlc;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls listeners one after another. What one throws is dropped: it reaches neither a caller of the
 * HLC nor the next listener.
 */
final class SafeListener implements HLCListener {
  private final List<HLCListener> listeners;

  private SafeListener(List<HLCListener> listeners) {
    this.listeners = listeners;
  }

  static SafeListener of(HLCListener... listeners) {
    return new SafeListener(List.of(listeners));
  }

  /** Whether nobody listens, so that events need not be made. */
  boolean ignoresAll() {
    return listeners.isEmpty();
  }

  /** A clock that tells this listener when it goes back. */
  PhysicalClock watching(PhysicalClock clock) {
    return ignoresAll() ? clock : new WatchedClock(clock, this);
  }

  @Override
  public void onRefusal(ExceedingDeltaException refusal) {
    callAll(listener -> listener.onRefusal(refusal));
  }

  @Override
  public void onClockWentBack(Duration distance) {
    callAll(listener -> listener.onClockWentBack(distance));
  }

  @Override
  public void onOwnIdFromElsewhere(Timestamp received) {
    callAll(listener -> listener.onOwnIdFromElsewhere(received));
  }

  @Override
  public void onMarkExtended(NTP64 bound) {
    callAll(listener -> listener.onMarkExtended(bound));
  }

  @Override
  public void onMarkExtensionFailed(Throwable failure) {
    callAll(listener -> listener.onMarkExtensionFailed(failure));
  }

  private void callAll(Consumer<HLCListener> call) {
    for (HLCListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (Throwable e) {
        // A listener's errors are the listener's.
      }
    }
  }
}
