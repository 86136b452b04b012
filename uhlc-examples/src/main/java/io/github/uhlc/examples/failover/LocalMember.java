package io.github.uhlc.examples.failover;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import io.github.uhlc.examples.failover.RefusedException.Code;
import io.github.uhlc.oracle.NotServingException;
import io.github.uhlc.oracle.OracleTimestamp;
import io.github.uhlc.oracle.TimestampOracle;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** An oracle in this process, on a mark that it takes when it is first asked. */
final class LocalMember implements Member {
  private static final long MAX_MILLIS = 1000 * (1L << 32) - 1;
  private static final Duration MIN_WINDOW = Duration.ofMillis(1);

  /** The millisecond of the bound, and the one that is left out after it. */
  private static final Duration LEFT_OUT = Duration.ofMillis(2);

  // State: all guarded by this, as any thread may close it.

  private final Path file;
  private final Duration window;
  private final LongSupplier wallMillis;
  private Optional<FileHighWaterMark> mark = Optional.empty();
  private Optional<TimestampOracle> oracle = Optional.empty();
  private boolean isClosed;

  /**
   * Makes an oracle that has not taken the mark.
   *
   * @param file the file of the mark
   * @param margin how far the next oracle starts beyond the times that this one issues
   * @param wallMillis reads milliseconds since the Unix epoch, as {@link System#currentTimeMillis}
   */
  LocalMember(Path file, Duration margin, LongSupplier wallMillis) {
    this.file = file;
    this.window = Collections.max(List.of(margin.minus(LEFT_OUT), MIN_WINDOW));
    this.wallMillis = wallMillis;
  }

  @Override
  public synchronized OptionalLong ask(Request request) throws RefusedException {
    if (isClosed) {
      return OptionalLong.empty();
    }
    try {
      long unused = wallNtp();
      TimestampOracle serving = serving();
      return OptionalLong.of(request == Request.NEXT ? serving.next() : 0);
    } catch (DateTimeException e) {
      throw new RefusedException(Code.CRASH, e.getMessage());
    } catch (NotServingException | HighWaterMarkException e) {
      throw new RefusedException(Code.TEMPORARILY_UNAVAILABLE, e.getMessage());
    }
  }

  private TimestampOracle serving() {
    if (mark.isEmpty()) {
      mark = Optional.of(FileHighWaterMark.open(file));
    }
    if (oracle.isEmpty()) {
      boolean isFirst = mark.get().bound().equals(NTP64.ZERO);
      TimestampOracle.Builder builder = TimestampOracle.builder().withHighWaterMark(mark.get());
      oracle = Optional.of(builder.withWindow(window).withClock(this::wallNtp).build());
      if (!isFirst) {
        // The bound is anywhere in its millisecond: the times issued start with the counter at 0.
        oracle.get().grant(OracleTimestamp.MAX_COUNT);
      }
    }
    return oracle.get();
  }

  private long wallNtp() {
    long millis = wallMillis.getAsLong();
    if (millis < 0 || millis > MAX_MILLIS) {
      throw new DateTimeException("the time is outside 1970..2106: millis=" + millis);
    }
    // The first time of the millisecond: what is before belongs to the previous one.
    return OracleTimestamp.of(millis, 0).toNtp64().bits();
  }

  @Override
  public synchronized boolean isAlive() {
    return !isClosed;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    oracle.ifPresent(TimestampOracle::close);
    mark.ifPresent(FileHighWaterMark::close);
  }
}
