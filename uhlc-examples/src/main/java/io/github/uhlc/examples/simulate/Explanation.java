package io.github.uhlc.examples.simulate;

import java.util.List;
import java.util.Locale;

/** What the figures mean, in words. */
final class Explanation {
  static final List<String> NOTES =
      List.of(
          "l is the largest reading of a physical clock among an event and its causes, pt what the"
              + " node's own clock reads, c the number of events since l moved, as in Kulkarni et"
              + " al., \"Logical Physical Clocks\", 2014. epsilon is how far two clocks are apart"
              + " at most.",
          "The counter of a timestamp is 4 bits, from which it carries into the time; c is what the"
              + " time is ahead of l, in units of 2^-32 s, which undoes the carry.",
          "A setting that is named after the paper has its number of nodes and its epsilon. All"
              + " else is chosen here, so the figures are this model's.");

  private Explanation() {}

  /** Returns what all simulations of a run have in common. */
  static String of(Settings settings) {
    return String.format(
        Locale.ROOT,
        "%s s of virtual time, seed %d; messages take %s ms on average and %s ms at least; physical"
            + " clocks advance in steps of %s us; max-delta is %s ms.",
        number(settings.lengthNanos() / 1e9),
        settings.seed(),
        number(settings.delayNanos() / 1e6),
        number(settings.delayNanos() / 2e6),
        number(settings.resolutionNanos() / 1e3),
        number(settings.maxDelta().toNanos() / 1e6));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%,.7f", number).replaceFirst("\\.?0+$", "");
  }
}
