package io.github.uhlc.examples;

import java.math.BigDecimal;

/** Reads the numbers of options, which have a range. */
public final class Numbers {
  private Numbers() {}

  /**
   * Reads a whole number.
   *
   * @param option the option, for the message
   * @param text what it was given
   * @param min the least value, zero or more
   * @param max the greatest value, at most 999,999,999
   * @return the number
   * @throws BadOptionException if it is anything else
   */
  public static int whole(String option, String text, int min, int max) {
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    String wrong = text.matches("-?[0-9]+") ? "out of range" : "not a whole number";
    String rule = "it must be a whole number from " + min + " to " + max;
    throw new BadOptionException(option + " is " + wrong + ", " + rule + ": value=" + text);
  }

  /**
   * Reads a decimal number, with up to six digits after the point.
   *
   * @param option the option, for the message
   * @param text what it was given
   * @param min the least value
   * @param max the greatest value
   * @return the number
   * @throws BadOptionException if it is anything else
   */
  public static BigDecimal decimal(String option, String text, String min, String max) {
    boolean isDecimal = text.matches("[+-]?[0-9]{1,9}(?:\\.[0-9]{1,6})?");
    if (isDecimal) {
      BigDecimal value = new BigDecimal(text);
      if (value.compareTo(new BigDecimal(min)) >= 0 && value.compareTo(new BigDecimal(max)) <= 0) {
        return value;
      }
    }
    String wrong = isDecimal ? "out of range" : "not a decimal number";
    String rule = "it must be a number from " + min + " to " + max + " with up to 6 decimals";
    throw new BadOptionException(option + " is " + wrong + ", " + rule + ": value=" + text);
  }
}
