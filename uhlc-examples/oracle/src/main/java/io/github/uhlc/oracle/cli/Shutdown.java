package io.github.uhlc.oracle.cli;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.oracle.TimestampOracle;
import io.github.uhlc.oracle.server.OracleServer;
import java.io.PrintWriter;
import java.time.Duration;

/** What a process that is told to end still does: for a bounded time, whatever its disk does. */
record Shutdown(
    OracleServer server, TimestampOracle oracle, FileHighWaterMark mark, PrintWriter err)
    implements Runnable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long CLOSING_MILLIS = 500;

  @Override
  public void run() {
    try {
      boolean isDone = server.stop(GRACE);
      oracle.close();
      // Not logged: the logging of the platform has ended by now.
      err.println(Complaint.line(isDone ? "stopped" : "stopped, calls under way were cancelled"));
      err.flush();
      // The end of the process unlocks the mark as well: closing it may not take for ever.
      Thread closing = new Thread(null, mark::close, "uhlc-oracle-closing", 0, false);
      closing.setDaemon(true);
      closing.start();
      closing.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
