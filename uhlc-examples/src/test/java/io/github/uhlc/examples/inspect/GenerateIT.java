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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Fresh timestamps, asked for as a user does. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GenerateIT {
  private static final int MANY = 20_000;

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
    for (Form form : Form.values()) {
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

  @Test
  void shouldEndQuietlyIfNobodyReadsOn() throws IOException, InterruptedException {
    Process generate = jar.start("generate", "--count=1000000");
    try (BufferedReader reader = generate.inputReader()) {
      assertTrue(reader.readLine().contains("/"));
    }
    Result result = jar.await(generate);

    assertEquals("", result.err());
    assertEquals(141, result.exitCode());
  }

  @Test
  void shouldRefuseABadOptionWithOneLine() throws IOException, InterruptedException {
    for (String option : List.of("--count=0", "--form=x", "--id=0", "--after=x", "--x", "x")) {
      Result result = jar.run("generate", option);

      assertEquals("", result.out());
      assertTrue(result.err().matches("uhlc-examples: .+\\R"), result::err);
      assertEquals(2, result.exitCode());
    }
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
