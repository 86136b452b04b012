package io.github.uhlc.oracle;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** An oracle and threads that ask it all the time, until it is killed: see {@link OracleChaos}. */
final class OracleChild {
  static final Duration LEASE = Duration.ofMillis(150);

  private static final String CLIENT = "client ";
  private static final String LATE = "the lease ended before the answer";

  private final OracleBoard board;
  private final int process;
  private final TimestampOracle oracle;

  private OracleChild(OracleBoard board, int process, boolean isTwin, Path mark) {
    this.board = board;
    this.process = process;
    PhysicalClock wall = PhysicalClock.system();
    OracleSettings settings =
        new OracleSettings(
            FileHighWaterMark.openShared(mark),
            LEASE,
            () -> board.clockNtp(process, wall.ntp64()),
            isTwin ? stoppedForClients() : System::nanoTime,
            null,
            Duration.ofHours(1),
            null);
    settings.requireConsistent();
    this.oracle = new TimestampOracle(settings);
    Guard.start(oracle);
  }

  /** The broken twin: for its clients the lease never ends, as if they did not look at it. */
  private static LongSupplier stoppedForClients() {
    long startNanos = System.nanoTime();
    return () ->
        Thread.currentThread().getName().startsWith(CLIENT) ? startNanos : System.nanoTime();
  }

  public static void main(String[] args) throws IOException {
    int process = Integer.parseInt(args[1]);
    OracleBoard board = OracleBoard.open(Path.of(args[0], "board"), Integer.parseInt(args[2]));
    boolean isTwin = Boolean.parseBoolean(args[3]);
    OracleChild child = new OracleChild(board, process, isTwin, Path.of(args[0], "mark"));
    for (int i = 0; i < OracleBoard.THREADS; i++) {
      int thread = i;
      new Thread(() -> child.ask(thread), CLIENT + i).start();
    }
  }

  private void ask(int thread) {
    RandomGenerator random = Seeds.random(process * 100L + thread);
    while (true) {
      // First the epoch: numbers of a later one may be answered in between.
      long epochFloor = board.greatestEpoch();
      long floor = board.greatest();
      try {
        OracleGrant grant = oracle.grant(random.nextInt(1, 5));
        board.answered(process, thread, floor, epochFloor, grant);
      } catch (NotServingException e) {
        if (LATE.equals(e.getMessage())) {
          board.threwAway(process, thread);
        }
        LockSupport.parkNanos(500_000);
      }
    }
  }
}
