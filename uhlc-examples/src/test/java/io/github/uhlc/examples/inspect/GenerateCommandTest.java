package io.github.uhlc.examples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.BadOptionException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GenerateCommandTest {
  @ParameterizedTest
  @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "ORACLE")
  void shouldWriteFormsThatAreReadAsWhatTheyAre(Form form) {
    Timestamp stamp = Timestamp.parse("7386690599959157260/33");
    Reading reading = Recognizer.read(form.write(stamp));

    assertEquals(form, reading.form());
    Duration lost = stamp.time().until(reading.time()).abs();
    assertTrue(lost.toNanos() <= (form == Form.RFC3339 ? 1 : 0), reading::toString);
    if (form != Form.HEX_NUMBER) {
      assertEquals(stamp.id(), reading.id().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--count=0 | --count is out of range, it must be a whole number from 1 to 1000000: value=0",
        "--count=1000001 | --count is out of range, it must be a whole number from 1 to 1000000: ",
        "--count=-1 | --count is out of range, it must be a whole number from 1 to 1000000:"
            + " value=-1",
        "--count=x | --count is not a whole number, it must be a whole number from 1 to 1000000:"
            + " value=x",
        "--form=uuid | --form is none of decimal, rfc3339, sortable, sortableHex, zenohHex,"
            + " hexNumber: value=uuid",
        "--form=oracle | --form is none of decimal, rfc3339, ",
        "--id=0 | not an ID, which must be 1..32",
        "--id=x | not an ID, which must be 1..32",
        "--after=x | this is no timestamp in any known form",
        "--after=2100-01-01T00:00:00Z | --after is too far ahead, it may be ahead of the system"
            + " clock by at most max-delta: ahead=PT",
      })
  void shouldRefuseABadOption(String option, String reason) {
    GenerateCommand command = new GenerateCommand();
    new CommandLine(command).parseArgs(option);

    BadOptionException refusal = assertThrows(BadOptionException.class, command::call);
    assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
    assertFalse(refusal.getMessage().contains("sender="), refusal::getMessage);
  }

  /** A command whose clock has no time. */
  @Command
  private static final class Failing implements Output.Body {
    @Mixin private Output output;

    @Override
    public int write(Writer out) {
      throw new IllegalStateException("the wall clock is outside 1970..2106");
    }
  }

  @Test
  void shouldSayInOneLineThatTheClockHasNoTime() {
    StringWriter err = new StringWriter();
    Failing command = new Failing();
    new CommandLine(command).setErr(new PrintWriter(err)).parseArgs();

    assertEquals(1, command.output.write(command));
    assertEquals(
        "uhlc-examples: the wall clock is outside 1970..2106" + System.lineSeparator(),
        err.toString());
  }
}
