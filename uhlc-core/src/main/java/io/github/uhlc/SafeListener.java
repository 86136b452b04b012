package io.github.uhlc;

import java.time.Duration;
import java.util.Objects;

/** A listener that drops what another one throws, so that it never reaches a caller of the HLC. */
final class SafeListener implements HLCListener {
  private final HLCListener listener;
  private final boolean ignoresAll;

  private SafeListener(HLCListener listener, boolean ignoresAll) {
    this.listener = listener;
    this.ignoresAll = ignoresAll;
  }

  static SafeListener of(HLCListener listener) {
    return new SafeListener(Objects.requireNonNull(listener, "listener"), false);
  }

  static SafeListener none() {
    return new SafeListener(new HLCListener() {}, true);
  }

  /** Whether what it would be told need not be made. */
  boolean ignoresAll() {
    return ignoresAll;
  }

  /** A clock that tells this listener when it goes back. */
  PhysicalClock watching(PhysicalClock clock) {
    return ignoresAll ? clock : new WatchedClock(clock, this);
  }

  @Override
  public void onRefusal(ExceedingDeltaException refusal) {
    safely(() -> listener.onRefusal(refusal));
  }

  @Override
  public void onClockWentBack(Duration distance) {
    safely(() -> listener.onClockWentBack(distance));
  }

  @Override
  public void onOwnIdFromElsewhere(Timestamp received) {
    safely(() -> listener.onOwnIdFromElsewhere(received));
  }

  @Override
  public void onMarkExtended(NTP64 bound) {
    safely(() -> listener.onMarkExtended(bound));
  }

  @Override
  public void onMarkExtensionFailed(Throwable failure) {
    safely(() -> listener.onMarkExtensionFailed(failure));
  }

  private static void safely(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      // A listener's errors are the listener's.
    }
  }
}
