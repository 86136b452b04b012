package io.github.uhlc.examples.simulate;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes a step of a clock, such as {@code 2@3.5:-40}: node 2, after 3.5 s, back by 40 ms. */
final class StepConverter implements ITypeConverter<Step> {
  private static final Pattern STEP = Pattern.compile("([0-9]{1,2})@([^:]*):(.*)");

  @Override
  public Step convert(String text) {
    Matcher step = STEP.matcher(text);
    if (!step.matches()) {
      throw new TypeConversionException(
          "a step is <node>@<seconds>:<ms>, such as 2@3.5:-40, not '" + text + "'");
    }
    BigDecimal seconds = new Decimals.Seconds().convert(step.group(2));
    BigDecimal millis = new Decimals.OffsetMillis().convert(step.group(3));
    return new Step(
        Integer.parseInt(step.group(1)),
        seconds.movePointRight(9).longValueExact(),
        millis.movePointRight(6).longValueExact());
  }
}
