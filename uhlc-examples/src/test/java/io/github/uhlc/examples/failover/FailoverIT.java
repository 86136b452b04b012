package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Dialogue;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** The node, run as Maelstrom does. */
// In a thread of its own, as an interrupt does not end the reading from a process.
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class FailoverIT {
  private static final String[] DIALOGUE =
      """
      {"src":"c0","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1"]}}
      {"src": "n1", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}
      {"src":"c1","dest":"n1","body":{"type":"oracle_get_time","msg_id":2}}
      {"src": "n1", "dest": "c1", "body": {"type": "oracle_get_time_ok", "in_reply_to": 2, \
      "pt": 1000, "c": 0, "oracle": "primary"}}
      {"src":"c1","dest":"n1","body":{"type":"oracle_fail_primary","msg_id":3}}
      {"src": "n1", "dest": "c1", "body": {"type": "oracle_fail_primary_ok", "in_reply_to": 3, \
      "new_oracle": "backup", "safety_margin_ms": 100}}
      {"src":"c1","dest":"n1","body":{"type":"oracle_get_time","msg_id":4}}
      {"src": "n1", "dest": "c1", "body": {"type": "oracle_get_time_ok", "in_reply_to": 4, \
      "pt": 1100, "c": 0, "oracle": "backup"}}
      {"src":"c1","dest":"n1","body":{"type":"oracle_status","msg_id":5}}
      {"src": "n1", "dest": "c1", "body": {"type": "oracle_status_ok", "in_reply_to": 5, \
      "primary_alive": false, "active_oracle": "backup", "timestamps_issued": 2}}
      """
          .lines()
          .toArray(String[]::new);

  @TempDir private Path directory;

  private ExamplesJar jar;
  private Dialogue node;

  @BeforeEach
  void makeRunner() throws IOException {
    jar = new ExamplesJar(directory);
  }

  @AfterEach
  void killWhatStillRuns() {
    jar.kill();
  }

  @Test
  void shouldHoldTheDialogueLineByLine() throws IOException, InterruptedException {
    start("--frozen-clock=1000", "--lease=60000");
    for (int i = 0; i < DIALOGUE.length; i += 2) {
      assertEquals(DIALOGUE[i + 1], node.ask(DIALOGUE[i]));
    }

    assertEquals("uhlc-examples: the backup has taken over\n", lines(endInput().err()));
  }

  @Test
  void shouldLiveOnAfterBadInput() throws IOException, InterruptedException {
    jar.withJavaOption("-Xmx32m");
    start("--frozen-clock=1000", "--lease=60000");
    OutputStream in = node.process().getOutputStream();
    byte[] chunk = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 40; i++) {
      in.write(chunk);
    }
    in.write("\n\nnonsense\n{\"src\":\"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    in.write("{\"src\":1}\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(DIALOGUE[1], node.ask(DIALOGUE[0]));
    in.write(DIALOGUE[2].getBytes(StandardCharsets.US_ASCII));
    Result result = endInput();

    assertEquals(DIALOGUE[3] + "\n", result.out());
    assertTrue(
        lines(result.err())
            .matches(
                """
                uhlc-examples: a line is skipped: too long, it must have at most 65536 bytes: bytes=41943040
                uhlc-examples: a line is not JSON: .*
                uhlc-examples: a line is skipped: not UTF-8
                uhlc-examples: a message does not name its sender: src is not a string of Unicode
                """),
        result::err);
  }

  @Test
  void shouldEndWhenNobodyReadsItsReplies() throws IOException, InterruptedException {
    start("--lease=60000");
    node.process().getInputStream().close();
    node.send(DIALOGUE[0]);
    Result result = jar.await(node.process());

    assertEquals("uhlc-examples: standard output could not be written\n", lines(result.err()));
    assertEquals(1, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotServeAsPrimaryAfterAPause() throws IOException, InterruptedException {
    start("--lease=3000");
    node.ask(DIALOGUE[0]);
    JsonNode first = awaitTime();
    assertEquals("primary", first.get("oracle").asText());
    Dialogue.signal("-STOP", node.process().pid());
    Thread.sleep(3_100); // What it does not notice, as it is stopped.
    Dialogue.signal("-CONT", node.process().pid());
    JsonNode second = awaitTime();

    assertEquals("backup", second.get("oracle").asText());
    assertLater(second, first);
    assertEquals("uhlc-examples: the backup has taken over\n", lines(endInput().err()));
  }

  @Test
  void shouldHoldTheDialogueWithTwoProcesses() throws IOException, InterruptedException {
    start("--two-processes", "--frozen-clock=1000", "--lease=60000");
    assertEquals(DIALOGUE[1], node.ask(DIALOGUE[0]));
    assertEquals(DIALOGUE[3], node.ask(DIALOGUE[2]));
    ProcessHandle primary = oracle("primary");
    ProcessHandle backup = oracle("backup");
    for (int i = 4; i < DIALOGUE.length; i += 2) {
      assertEquals(DIALOGUE[i + 1], node.ask(DIALOGUE[i]));
    }

    assertEquals(
        """
        uhlc-examples: the primary is process %d
        uhlc-examples: the backup is process %d
        uhlc-examples: the backup has taken over
        """
            .formatted(primary.pid(), backup.pid()),
        lines(endInput().err()));
    assertTrue(hasEnded(primary) && hasEnded(backup));
    assertEquals(List.of(), jar.leftBehind());
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"-KILL", "-STOP"})
  void shouldLetTheBackupTakeOver(String signal) throws IOException, InterruptedException {
    start("--two-processes", "--lease=5000");
    node.ask(DIALOGUE[0]);
    JsonNode early = awaitTime();
    JsonNode last = awaitTime();
    assertLater(last, early);
    assertEquals("primary", last.get("oracle").asText());
    ProcessHandle primary = oracle("primary");
    Dialogue.signal(signal, primary.pid());

    JsonNode first = awaitTime();
    assertEquals("backup", first.get("oracle").asText());
    assertLater(first, last);
    assertTrue(hasEnded(primary));
    assertTrue(
        node.ask(DIALOGUE[8]).contains("\"primary_alive\": false, \"active_oracle\": \"backup\""));
    endInput();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldServeOnWithoutABackup() throws IOException, InterruptedException {
    start("--two-processes", "--lease=60000");
    node.ask(DIALOGUE[0]);
    Dialogue.signal("-KILL", oracle("backup").pid());

    for (int i = 0; i < 100; i++) {
      String reply = node.ask(DIALOGUE[2]);
      assertTrue(reply.endsWith("\"oracle\": \"primary\"}}"), reply);
    }
    String reply = node.ask(DIALOGUE[4]);
    assertTrue(reply.contains("\"code\": 22"), reply);
    endInput();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldServeOnWhileTheBackupHangs() throws IOException, InterruptedException {
    start("--two-processes", "--lease=60000", "--frozen-clock=1000");
    node.ask(DIALOGUE[0]);
    long backup = oracle("backup").pid();
    Dialogue.signal("-STOP", backup);
    for (int i = 0; i < 100; i++) {
      String reply = node.ask(DIALOGUE[2]);
      assertTrue(
          reply.endsWith("\"pt\": 1000, \"c\": " + i + ", \"oracle\": \"primary\"}}"), reply);
    }
    Dialogue.signal("-CONT", backup);
    for (int i = 4; i < 8; i += 2) {
      assertEquals(DIALOGUE[i + 1], node.ask(DIALOGUE[i]));
    }
    endInput();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--safety-margin=100", "--two-processes"})
  void shouldNotGoBackWhenItIsKilledAndStartedAgain(String option)
      throws IOException, InterruptedException {
    String state = "--state=" + Files.createDirectory(directory.resolve("state"));
    start(state, option, "--frozen-clock=5000");
    node.ask(DIALOGUE[0]);
    JsonNode last = awaitTime();
    node.ask(DIALOGUE[4]);
    JsonNode lastOfBackup = awaitTime();
    assertLater(lastOfBackup, last);
    node.process().destroyForcibly().waitFor();

    start(state, option, "--frozen-clock=7");
    node.ask(DIALOGUE[0]);
    // The processes of the killed node may take a moment to end.
    JsonNode next = awaitTime();
    assertEquals("primary", next.get("oracle").asText());
    assertLater(next, lastOfBackup);
    endInput();
  }

  /** The twin: without a directory that outlives the service its times go back. */
  @Test
  void shouldShowThatTimesGoBackWithoutState() throws IOException, InterruptedException {
    for (String frozen : List.of("5000", "7")) {
      start("--frozen-clock=" + frozen);
      node.ask(DIALOGUE[0]);
      assertEquals(frozen, awaitTime().get("pt").asText());
      endInput();
    }
    assertEquals(List.of(), jar.leftBehind());
  }

  @Test
  void shouldLeaveAStateToOneService() throws IOException, InterruptedException {
    String state = "--state=" + Files.createDirectory(directory.resolve("state"));
    start(state);
    Dialogue first = node;
    node.ask(DIALOGUE[0]);
    awaitTime();
    start(state);
    assertEquals(DIALOGUE[1], node.ask(DIALOGUE[0]));
    String reply = node.ask(DIALOGUE[2]);
    assertTrue(
        reply.contains("\"code\": 11, \"text\": \"the mark is in use by another process: "), reply);

    first.process().destroyForcibly().waitFor();
    assertEquals("primary", awaitTime().get("oracle").asText());
    assertTrue(
        endInput().err().startsWith("uhlc-examples: the mark is in use by another process: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--safety-margin=100", "--two-processes"})
  void shouldSayThatTheClockIsOutsideTheFormat(String option)
      throws IOException, InterruptedException {
    start(option, "--lease=500", "--frozen-clock=-1");
    node.ask(DIALOGUE[0]);
    // For long enough that several heartbeats meet the clock as well.
    for (long endNanos = System.nanoTime() + 600_000_000; System.nanoTime() < endNanos; ) {
      assertEquals(
          """
          {"src": "n1", "dest": "c1", "body": {"type": "error", "in_reply_to": 2, "code": 13, \
          "text": "the time is outside 1970..2106: millis=-1"}}\
          """,
          node.ask(DIALOGUE[2]));
    }
    assertEquals(
        List.of("uhlc-examples: the time is outside 1970..2106: millis=-1"),
        endInput().err().lines().filter(line -> !line.contains(" is process ")).toList());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldFailOverInTheScriptOfTheReadme() throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("README.md"));
    String script = readme.substring(readme.indexOf("```bash\n(") + 8);
    Process shell =
        new ProcessBuilder("bash", "-c", script.substring(0, script.indexOf("\n```\n")))
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    List<String> lines = shell.inputReader(StandardCharsets.UTF_8).lines().toList();
    String text = String.join("\n", lines);
    assertEquals(0, shell.waitFor(), text);
    assertTrue(lines.get(0).contains("init_ok"), text);
    assertTrue(lines.get(1).endsWith("\"oracle\": \"primary\"}}"), text);
    assertTrue(lines.get(2).contains("\"code\": 11,"), text);
    assertTrue(lines.get(lines.size() - 4).endsWith("\"oracle\": \"backup\"}}"), text);
    assertEquals("uhlc-examples: the backup has taken over", lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"-KILL", "-TERM"})
  void shouldLeaveNoProcessBehind(String signal) throws IOException, InterruptedException {
    start("--two-processes");
    node.ask(DIALOGUE[0]);
    List<ProcessHandle> oracles = List.of(oracle("primary"), oracle("backup"));

    Dialogue.signal(signal, node.process().pid());
    Await.until("the oracles end", () -> oracles.stream().allMatch(FailoverIT::hasEnded));
    assertEquals("", jar.await(node.process()).out());
    assertEquals(signal.equals("-TERM"), jar.leftBehind().isEmpty());
  }

  @Test
  void shouldShowHelp() throws IOException, InterruptedException {
    Result result = jar.run("failover", "--help");

    assertTrue(result.out().startsWith("Usage: uhlc-examples failover ["), result::out);
    assertTrue(!result.out().contains("frozen"), result::out);
    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
  }

  private void start(String... options) throws IOException {
    Stream<String> arguments = Stream.concat(Stream.of("failover"), Stream.of(options));
    node = Dialogue.with(jar.start(arguments.toArray(String[]::new)));
  }

  /** Ends the input, and returns what the node has printed since. */
  private Result endInput() throws IOException, InterruptedException {
    node.process().getOutputStream().close();
    String rest = node.replies().lines().map(line -> line + "\n").collect(Collectors.joining());
    Result result = jar.await(node.process());
    assertEquals(0, result.exitCode());
    return new Result(0, rest, result.err());
  }

  /** The process that the node has named as its primary or backup. */
  private ProcessHandle oracle(String role) throws IOException {
    String log = Files.readString(directory.resolve("err"));
    Matcher named = Pattern.compile("the " + role + " is process ([0-9]+)").matcher(log);
    assertTrue(named.find(), log);
    return ProcessHandle.of(Long.parseLong(named.group(1))).orElseThrow();
  }

  /** An orphan that has ended may stay in the table of processes, without a command line. */
  private static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || process.info().commandLine().isEmpty();
  }

  private static void assertLater(JsonNode time, JsonNode last) {
    long pt = time.get("pt").asLong() - last.get("pt").asLong();
    long c = time.get("c").asLong() - last.get("c").asLong();
    assertTrue(pt > 0 || (pt == 0 && c > 0), () -> time + " comes after " + last);
  }

  /** Asks for a time until it gets one; it may only be refused for a while. */
  private JsonNode awaitTime() throws IOException, InterruptedException {
    Deque<JsonNode> bodies = new ArrayDeque<>();
    Await.until(
        "a time is issued",
        () -> {
          bodies.add(Json.parse(node.ask(DIALOGUE[2])).get("body"));
          return bodies.getLast().path("code").asInt() != 11;
        });
    assertEquals("oracle_get_time_ok", bodies.getLast().get("type").asText(), bodies::toString);
    return bodies.getLast();
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
