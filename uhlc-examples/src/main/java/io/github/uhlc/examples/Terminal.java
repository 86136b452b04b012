package io.github.uhlc.examples;

import java.io.Console;

/** The terminal that this program runs on, if there is one. */
public final class Terminal {
  private Terminal() {}

  /**
   * Tells whether somebody watches. From Java 22 on there may be a console without a terminal, and
   * a method that tells.
   *
   * @return whether standard input and output are a terminal
   */
  @SuppressWarnings("SystemConsoleNull") // It does up to Java 21, and again from Java 25 on.
  public static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
