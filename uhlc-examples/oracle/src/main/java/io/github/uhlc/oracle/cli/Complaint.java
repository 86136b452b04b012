package io.github.uhlc.oracle.cli;

/** A line on standard error: what is wrong, whatever the message quotes. */
final class Complaint {
  private static final int MAX_MESSAGE_LENGTH = 300;

  private Complaint() {}

  /** Makes one printable line of bounded length, without its end. */
  static String line(String message) {
    String printable = message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    String bounded =
        printable.length() <= MAX_MESSAGE_LENGTH
            ? printable
            : printable.substring(0, MAX_MESSAGE_LENGTH) + "...";
    return "uhlc-oracle: " + bounded;
  }
}
