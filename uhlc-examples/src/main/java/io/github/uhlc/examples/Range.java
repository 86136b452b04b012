package io.github.uhlc.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the whole numbers of a range as values of an option. */
public abstract class Range implements ITypeConverter<Integer> {
  private final int min;
  private final int max;

  /**
   * Makes a range.
   *
   * @param min the least value, zero or more
   * @param max the greatest value, at most 999,999,999
   */
  protected Range(int min, int max) {
    this.min = min;
    this.max = max;
  }

  @Override
  public final Integer convert(String text) {
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new TypeConversionException(
        "a whole number from " + min + " to " + max + " is needed, not '" + text + "'");
  }
}
