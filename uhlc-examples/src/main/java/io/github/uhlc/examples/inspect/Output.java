package io.github.uhlc.examples.inspect;

import io.github.uhlc.examples.Complaint;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Standard output of a command, whose reader may leave. */
final class Output {
  /** What a shell reports of a program that a closed pipe has ended. */
  private static final int CLOSED_PIPE = 141;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Prints a JSON object on a line for each timestamp.")
  private boolean json;

  /** What is written. */
  @FunctionalInterface
  interface Body {
    /** Writes, and returns the exit code. */
    int write(Writer out) throws IOException;
  }

  /** Whether timestamps are for programs, not for people. */
  boolean isJson() {
    return json;
  }

  /**
   * Writes and flushes; complaints go to standard error. A clock that has no time is a failure as
   * that of a file.
   *
   * @param body what is written, ASCII only
   * @return the exit code
   */
  int write(Body body) {
    PrintWriter err = command.commandLine().getErr();
    // Not System.out, which hides why it fails.
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.US_ASCII));
    try {
      int exitCode = body.write(out);
      out.flush();
      return exitCode;
    } catch (IllegalStateException e) {
      err.println(Complaint.line(Complaint.reason(e)));
      return ExitCode.SOFTWARE;
    } catch (IOException e) {
      String reason = Complaint.reason(e);
      if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
        return CLOSED_PIPE;
      }
      err.println(Complaint.line("input or output has failed: " + reason));
      return ExitCode.SOFTWARE;
    }
  }
}
