package io.github.uhlc.examples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inspection of timestamps, run as a user does. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class InspectIT {
  private static final int MILLION = 1_000_000;

  @TempDir private Path directory;

  private ExamplesJar jar;

  @BeforeEach
  void makeRunner() throws IOException {
    jar = new ExamplesJar(directory);
  }

  @AfterEach
  void killWhatStillRuns() {
    jar.kill();
  }

  @Test
  void shouldShowAndCompareArguments() throws IOException, InterruptedException {
    Result result =
        jar.withJavaOption("-Duser.language=tr")
            .withJavaOption("-Duser.timezone=Asia/Kathmandu")
            .run(
                "inspect",
                "--now=2024-07-01T15:32:07Z",
                "7386690599959157260/33",
                "7386690599959157261/D");

    assertEquals("", result.err());
    assertTrue(
        result
            .out()
            .startsWith(
                """
                read as      decimal
                decimal      7386690599959157260/33
                rfc3339      2024-07-01T15:32:06.860479001Z/33
                """),
        result::out);
    assertTrue(
        result
            .out()
            .endsWith(
                """

                order        the first is before the second
                distance     0.000000000 s (1 units of 2^-32 s)
                same id      no
                """),
        result::out);
    assertEquals(0, result.exitCode());
  }

  @Test
  void shouldStreamAMillionLinesInLittleMemory() throws IOException, InterruptedException {
    Path input = directory.resolve("lines");
    try (Writer lines = Files.newBufferedWriter(input)) {
      for (long i = 0; i < MILLION; i++) {
        lines.write(7386690599959157260L + i * 1_000_003 + "/" + Long.toHexString(i + 1) + '\n');
      }
      lines.write("the last one is bad\n");
    }

    Process inspect =
        jar.withJavaOption("-Xmx32m").withInput(input).start("inspect", "--json", "--now=0");
    long count = 0;
    try (BufferedReader reader = inspect.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        count++;
        String id = "\"id\":\"" + Long.toHexString(count) + "\"";
        assertTrue(line.startsWith("{\"text\":\"") && line.contains(id), line);
      }
    }
    Result result = jar.await(inspect);

    assertEquals(MILLION, count);
    assertTrue(
        result.err().matches("uhlc-examples: line 1000001: .*text=the last one is bad\\R"),
        result::err);
    assertEquals(2, result.exitCode());
  }

  @Test
  void shouldEndQuietlyIfNobodyReadsOn() throws IOException, InterruptedException {
    Path input = directory.resolve("lines");
    Files.writeString(input, "1/1\n".repeat(10_000));
    Process inspect = jar.withInput(input).start("inspect");
    try (BufferedReader reader = inspect.inputReader()) {
      assertEquals("read as      decimal", reader.readLine());
    }
    Result result = jar.await(inspect);

    assertEquals("", result.err());
    assertEquals(141, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayThatTheOutputIsFull() throws IOException, InterruptedException {
    jar.withLauncher("sh", "-c", "exec \"$@\" > /dev/full", "sh");

    Result result = jar.run("inspect", "1/1");

    assertTrue(result.err().matches("uhlc-examples: .*No space left on device\\R"), result::err);
    assertEquals(1, result.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "1/x", "--foo", "--now=x"})
  void shouldRefuseABadArgument(String argument) throws IOException, InterruptedException {
    Result result = jar.run("inspect", "1/1", argument);

    assertEquals("", result.out());
    assertTrue(result.err().matches("uhlc-examples: .+\\R"), result::err);
    assertEquals(2, result.exitCode());
  }
}
