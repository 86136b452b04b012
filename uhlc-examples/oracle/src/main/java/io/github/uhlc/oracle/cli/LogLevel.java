package io.github.uhlc.oracle.cli;

import java.time.Instant;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** How much a server logs: a line per event on standard error. */
enum LogLevel {
  off("OFF"),
  error("SEVERE"),
  warn("WARNING"),
  info("INFO"),
  debug("FINE"),
  trace("FINEST");

  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private final String platformName;

  LogLevel(String platformName) {
    this.platformName = platformName;
  }

  /** Has all of this process log so, through the logging of the platform. */
  void apply() {
    Level level = Level.parse(platformName);
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler handler = new ConsoleHandler();
    handler.setLevel(level);
    handler.setFormatter(new Line());
    root.addHandler(handler);
    root.setLevel(level);
    // It has a stack trace for every peer that does not speak HTTP/2: that is for debugging.
    GRPC.setLevel(this == info ? Level.WARNING : null);
  }

  /** One line, whatever the message quotes. */
  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord event) {
      Throwable thrown = event.getThrown();
      String text = formatMessage(event) + (thrown == null ? "" : ": " + thrown.getMessage());
      return Instant.ofEpochMilli(event.getMillis())
          + " "
          + event.getLevel().getName()
          + " "
          + text.replaceAll("\\p{C}", "?")
          + System.lineSeparator();
    }
  }
}
