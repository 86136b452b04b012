package io.github.uhlc.examples.simulate;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the decimal numbers of a range, with up to six digits after the point. */
abstract class Decimals implements ITypeConverter<BigDecimal> {
  private final BigDecimal min;
  private final BigDecimal max;

  Decimals(String min, String max) {
    this.min = new BigDecimal(min);
    this.max = new BigDecimal(max);
  }

  @Override
  public final BigDecimal convert(String text) {
    if (text.matches("[+-]?[0-9]{1,9}(?:\\.[0-9]{1,6})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
    }
    throw new TypeConversionException(
        "a number from " + min + " to " + max + " is needed, not '" + text + "'");
  }

  /** Milliseconds by which clocks are off or jump: up to a quarter of an hour. */
  static final class OffsetMillis extends Decimals {
    OffsetMillis() {
      super("-1000000", "1000000");
    }
  }

  /** Milliseconds from zero on. */
  static final class Millis extends Decimals {
    Millis() {
      super("0", "1000000");
    }
  }

  /** Drifts in parts per million: a clock that runs up to ten percent too fast or too slow. */
  static final class Ppm extends Decimals {
    Ppm() {
      super("-100000", "100000");
    }
  }

  /** Messages per second. */
  static final class PerSecond extends Decimals {
    PerSecond() {
      super("0.001", "1000000");
    }
  }

  /** Seconds of virtual time. */
  static final class Seconds extends Decimals {
    Seconds() {
      super("0.001", "100000");
    }
  }

  /** Microseconds of which a second has a whole number, or so: the resolution of a clock. */
  static final class ResolutionMicros extends Decimals {
    ResolutionMicros() {
      super("0.001", "1000000");
    }
  }
}
