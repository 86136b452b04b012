package io.github.uhlc.examples.inspect;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints fresh timestamps. */
@Command(
    name = "generate",
    description = {
      "Prints fresh timestamps of one clock, a line each, in ascending order.",
      "",
      "Exit codes: 0 if all is well, 1 if output fails, 2 for a bad option."
    })
public final class GenerateCommand implements Callable<Integer> {
  private static final int MAX_COUNT = 1_000_000;

  @Mixin private Output output;

  @Option(
      names = "--count",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "How many, 1 to 1000000. Default: ${DEFAULT-VALUE}.")
  private String count;

  @Option(
      names = "--form",
      paramLabel = "<form>",
      defaultValue = "decimal",
      description =
          "decimal, rfc3339, sortable, sortableHex, zenohHex, or hexNumber, which has no ID. "
              + "Default: ${DEFAULT-VALUE}.")
  private String form;

  @Option(
      names = "--id",
      paramLabel = "<id>",
      description = "The ID of the clock, in hexadecimal digits or as a UUID. Default: random.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "<timestamp>",
      description =
          "What all of them come after, in any form that inspect reads; refused if it is ahead of "
              + "the system clock by more than max-delta.")
  private Optional<String> after = Optional.empty();

  @Override
  public Integer call() {
    int howMany = Numbers.whole("--count", count, 1, MAX_COUNT);
    Form chosen = form();
    return output.write(
        out -> {
          HLC clock = clock();
          for (int i = 0; i < howMany; i++) {
            print(clock, chosen, out);
          }
          return ExitCode.OK;
        });
  }

  private void print(HLC clock, Form chosen, Writer out) throws IOException {
    Timestamp stamp = clock.newTimestamp();
    String text = chosen.write(stamp);
    if (output.isJson()) {
      NTP64 now = NTP64.ofBits(clock.clock().ntp64());
      new JsonView()
          .show(new Reading(text, chosen, stamp.time(), Optional.of(stamp.id())), now, out);
    } else {
      out.write(text + '\n');
    }
  }

  private Form form() {
    return Form.OF_ANY_TIME.stream()
        .filter(known -> known.label().equals(form))
        .findFirst()
        .orElseThrow(
            () ->
                new BadOptionException(
                    Form.OF_ANY_TIME.stream()
                        .map(Form::label)
                        .collect(
                            Collectors.joining(", ", "--form is none of ", ": value=" + form))));
  }

  private HLC clock() {
    try {
      HLC.Builder builder = HLC.builder();
      id.map(Recognizer::id).ifPresent(builder::withId);
      HLC clock = builder.build();
      after.map(Recognizer::read).map(GenerateCommand::stamp).ifPresent(clock::updateWithTimestamp);
      return clock;
    } catch (ExceedingDeltaException e) {
      // Without the sender, which is made up for a time without an ID.
      throw new BadOptionException(
          "--after is too far ahead, it may be ahead of the system clock by at most max-delta:"
              + " ahead="
              + e.maxDelta().plus(e.excess())
              + ", maxDelta="
              + e.maxDelta()
              + ", time="
              + e.timestamp().time().toRfc3339());
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(e.getMessage());
    }
  }

  private static Timestamp stamp(Reading reading) {
    // Any ID will do: the clock goes beyond the time.
    return reading.timestamp().orElseGet(() -> Timestamp.of(reading.time(), ID.ofUnsigned(1)));
  }
}
