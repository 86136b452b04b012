package io.github.uhlc.examples;

/** A line on standard error: what is wrong, whatever the message quotes. */
public final class Complaint {
  private static final int MAX_MESSAGE_LENGTH = 200;

  private Complaint() {}

  /**
   * Makes the line of a message.
   *
   * @param message what is wrong; it may quote input, which may hold anything
   * @return one printable line of bounded length, without its end
   */
  public static String line(String message) {
    String printable = message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    String bounded =
        printable.length() <= MAX_MESSAGE_LENGTH
            ? printable
            : printable.substring(0, MAX_MESSAGE_LENGTH) + "...";
    return "uhlc-examples: " + bounded;
  }
}
