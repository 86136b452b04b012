package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.Seeds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Three processes with an oracle each on one shared file, and what is done to the one that serves:
 * it is killed, or stopped until another one has taken over and then continued, while the wall
 * clock of each is stepped both ways or stands still.
 */
final class OracleChaos implements AutoCloseable {
  private static final int PROCESSES = 3;
  private static final long LEASE_NANOS = OracleChild.LEASE.toNanos();
  private static final long START_NANOS = 60_000_000_000L;

  /** One that was stopped in the middle of an operation on the file holds the others up. */
  private static final long FAILOVER_NANOS = 10 * LEASE_NANOS;

  private static final long SECOND_NTP = 1L << 32;

  private final Path folder;
  private final boolean isTwin;
  private final RandomGenerator random;
  private final int maxProcesses;
  private final OracleBoard board;
  private final PhysicalClock wall = PhysicalClock.system();
  private final Process[] running = new Process[PROCESSES];
  private final int[] pages = new int[PROCESSES];
  private final List<Duration> failovers = new ArrayList<>();
  private final Process shell;
  private final OutputStream orders;
  private int started;
  private int heldUp;

  OracleChaos(Path folder, boolean isTwin, int rounds, long seed) throws IOException {
    this.folder = folder;
    this.isTwin = isTwin;
    this.random = Seeds.random(seed);
    this.maxProcesses = PROCESSES + rounds;
    this.board = OracleBoard.open(folder.resolve("board"), maxProcesses);
    // At hand, as a clock that was stopped is not to stand still for long before its process is.
    this.shell = new ProcessBuilder("sh").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    this.orders = shell.getOutputStream();
    try (FileHighWaterMark mark = FileHighWaterMark.open(folder.resolve("mark"))) {
      // Not 0, which on the board is no epoch.
      mark.extend(NTP64.ZERO, NTP64.ofBits(1));
    }
    for (int i = 0; i < PROCESSES; i++) {
      start(i);
    }
  }

  private void start(int index) throws IOException {
    pages[index] = started;
    started++;
    running[index] =
        ChildJvm.of(
                OracleChild.class,
                folder.toString(),
                Integer.toString(pages[index]),
                Integer.toString(maxProcesses),
                Boolean.toString(isTwin))
            .start();
  }

  OracleBoard board() {
    return board;
  }

  /** How many processes have run. */
  int processes() {
    return started;
  }

  /** How long nobody had answered before another one did, in increasing order. */
  List<Duration> failovers() {
    return failovers.stream().sorted().toList();
  }

  /** How often one that was stopped held the others up until it was continued. */
  int heldUp() {
    return heldUp;
  }

  /** Lets one serve, and does something to it. */
  void round(boolean mayKill) throws IOException, InterruptedException {
    int holder = awaitHolder(-1, 0, START_NANOS);
    assertTrue(holder >= 0, "nobody has served for a minute");
    long epoch = board.servedEpoch(pages[holder]);
    for (int page : pages) {
      step(page);
    }
    pause(random.nextLong(LEASE_NANOS / 2));
    if (mayKill && random.nextInt(3) == 0) {
      long startNanos = System.nanoTime();
      running[holder].destroyForcibly();
      takeOver(holder, epoch, startNanos);
      running[holder].waitFor();
      start(holder);
    } else {
      stop(holder, epoch);
    }
  }

  private void stop(int holder, long epoch) throws IOException {
    if (random.nextInt(3) > 0) {
      // For the one that is continued no time has passed, so the mark alone does not stop it.
      int page = pages[holder];
      board.setClock(page, 0, board.clockNtp(page, wall.ntp64()));
    }
    long startNanos = System.nanoTime();
    signal("STOP", holder);
    boolean isTaken = takeOver(holder, epoch, startNanos);
    // Longer than the lease and the time to take it over, and while the other one answers.
    pause(random.nextLong(LEASE_NANOS / 4));
    signal("CONT", holder);
    heldUp += isTaken ? 0 : 1;
    pause(LEASE_NANOS / 4);
    step(pages[holder]);
  }

  private boolean takeOver(int holder, long epoch, long startNanos) {
    int next = awaitHolder(holder, epoch, FAILOVER_NANOS);
    if (next >= 0) {
      failovers.add(Duration.ofNanos(board.servedNanos(pages[next]) - startNanos));
    }
    return next >= 0;
  }

  /** Waits until another one than one answers from a later epoch than one; -1 if none does. */
  private int awaitHolder(int other, long epoch, long limitNanos) {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < limitNanos) {
      for (int i = 0; i < PROCESSES; i++) {
        long served = board.servedEpoch(pages[i]);
        if (i != other
            && served == board.greatestEpoch()
            && Long.compareUnsigned(served, epoch) > 0) {
          return i;
        }
      }
      LockSupport.parkNanos(200_000);
    }
    return -1;
  }

  /** Sets a clock by up to two seconds ahead or behind. */
  private void step(int page) {
    board.setClock(page, random.nextLong(-2 * SECOND_NTP, 2 * SECOND_NTP), 0);
  }

  private void signal(String name, int index) throws IOException {
    String order = "kill -" + name + " " + running[index].pid() + "\n";
    orders.write(order.getBytes(StandardCharsets.US_ASCII));
    orders.flush();
  }

  private static void pause(long nanos) {
    long startNanos = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - startNanos)) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() throws IOException {
    for (Process process : running) {
      // Also ends one that is stopped.
      process.destroyForcibly().onExit().join();
    }
    orders.close();
    shell.onExit().join();
  }
}
