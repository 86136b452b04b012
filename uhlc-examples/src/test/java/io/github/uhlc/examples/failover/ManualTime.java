package io.github.uhlc.examples.failover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A wall clock and a monotonic clock that stand still until they are moved. */
final class ManualTime {
  static final Duration LEASE = Duration.ofSeconds(1);
  static final Duration MARGIN = Duration.ofMillis(100);

  private long wallMillis;
  // Close to where it wraps, as System.nanoTime may be.
  private long nanos = Long.MAX_VALUE - 1_500_000_000;

  ManualTime(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  void setWallMillis(long millis) {
    wallMillis = millis;
  }

  /** Lets time pass, of which the wall clock takes no notice. */
  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  Member member(Path directory) {
    return new LocalMember(directory.resolve("oracle.mark"), MARGIN, () -> wallMillis);
  }

  FailoverService service(Member primary, Member backup, Consumer<String> log) {
    return new FailoverService(primary, backup, LEASE, () -> nanos, log);
  }
}
