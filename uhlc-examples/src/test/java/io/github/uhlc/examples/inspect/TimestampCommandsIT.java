package io.github.uhlc.examples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** The commands that make and inspect timestamps, run as a user does. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TimestampCommandsIT {
  private static final int MANY = 20_000;
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
    assertEndsQuietly(jar.withInput(input).start("inspect"));
    assertEndsQuietly(jar.start("generate", "--count=1000000"));
  }

  private void assertEndsQuietly(Process process) throws IOException, InterruptedException {
    try (BufferedReader reader = process.inputReader()) {
      assertFalse(reader.readLine().isEmpty());
    }
    Result result = jar.await(process);

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

  @Test
  void shouldPrintFreshTimestampsInAscendingOrder() throws IOException, InterruptedException {
    NTP64 before = NTP64.of(Instant.now().minusSeconds(1));
    List<Timestamp> stamps =
        linesOf("generate", "--count=" + MANY, "--id=2A").stream().map(Timestamp::parse).toList();
    NTP64 after = NTP64.of(Instant.now().plusSeconds(1));

    assertEquals(MANY, stamps.size());
    for (int i = 1; i < MANY; i++) {
      assertTrue(stamps.get(i).isAfter(stamps.get(i - 1)), "" + i);
    }
    assertEquals(ID.parse("2a"), stamps.get(0).id());
    assertTrue(stamps.get(0).time().isAfter(before));
    assertTrue(stamps.get(MANY - 1).time().isBefore(after));
  }

  @Test
  void shouldPrintOneOfARandomIdUnlessTold() throws IOException, InterruptedException {
    List<String> one = linesOf("generate");
    List<String> other = linesOf("generate");

    assertEquals(1, one.size());
    assertFalse(Timestamp.parse(one.get(0)).id().equals(Timestamp.parse(other.get(0)).id()));
  }

  @Test
  void shouldPrintEachForm() throws IOException, InterruptedException {
    for (Form form : Form.OF_ANY_TIME) {
      String line = linesOf("generate", "--form=" + form.label()).get(0);

      assertEquals(form, Recognizer.read(line).form());
    }
  }

  @Test
  void shouldGoBeyondATimestamp() throws IOException, InterruptedException {
    jar.withEnvironment("UHLC_MAX_DELTA_MS", "3600000");
    NTP64 ahead = NTP64.of(Instant.now()).plus(Duration.ofMinutes(30));
    Timestamp first = Timestamp.parse(linesOf("generate", "--after=" + ahead + "/ff").get(0));
    Timestamp second = Timestamp.parse(linesOf("generate", "--after=" + first.time()).get(0));

    assertTrue(first.time().isAfter(ahead));
    assertTrue(second.time().isAfter(first.time()));
  }

  @Test
  void shouldPrintTheJsonOfInspect() throws IOException, InterruptedException {
    List<String> lines = linesOf("generate", "--json", "--count=2", "--form=sortable");

    assertEquals(2, lines.size());
    JsonNode object = new ObjectMapper().readTree(lines.get(0));
    Timestamp stamp = Timestamp.parseSortable(object.get("text").textValue());
    assertEquals("sortable", object.get("form").textValue());
    assertEquals(stamp.toString(), object.get("decimal").textValue());
    assertEquals(stamp.id().toString(), object.get("id").textValue());
    assertTrue(object.get("fromNowNanos").longValue() <= 0, lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect 1/1 foo",
        "inspect 1/1 1/x",
        "inspect 1/1 --foo",
        "inspect 1/1 --now=x",
        "inspect --oracle 1 1/1",
        "generate --count=0",
        "generate --form=x",
        "generate --id=0",
        "generate --after=x",
        "generate --x",
        "generate x"
      })
  void shouldRefuseABadArgumentWithOneLine(String arguments)
      throws IOException, InterruptedException {
    Result result = jar.run(arguments.split(" ", -1));

    assertEquals("", result.out());
    assertTrue(result.err().matches("uhlc-examples: .+\\R"), result::err);
    assertEquals(2, result.exitCode());
  }

  @Test
  void shouldRefuseAMaxDeltaOfTheEnvironmentThatIsNone() throws IOException, InterruptedException {
    Result result = jar.withEnvironment("UHLC_MAX_DELTA_MS", "garbage").run("generate");

    assertTrue(result.err().matches("uhlc-examples: .*UHLC_MAX_DELTA_MS.*\\R"), result::err);
    assertEquals(2, result.exitCode());
  }

  @Test
  void shouldKnowItsVersion() throws IOException, InterruptedException {
    assertTrue(linesOf("--version").get(0).matches("uhlc-examples [0-9]+\\.[0-9]+\\.[0-9]+.*"));
  }

  private List<String> linesOf(String... arguments) throws IOException, InterruptedException {
    Result result = jar.run(arguments);
    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
    return result.out().lines().toList();
  }
}
