package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The node, run as Maelstrom does. */
// In a thread of its own, as an interrupt does not end the reading from a process.
@Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
class FailoverIT {
  private static final String[] DIALOGUE = {
    """
    {"src":"c0","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1"]}}\
    """,
    """
    {"src": "n1", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}\
    """,
    """
    {"src":"c1","dest":"n1","body":{"type":"oracle_get_time","msg_id":2}}\
    """,
    """
    {"src": "n1", "dest": "c1", "body": {"type": "oracle_get_time_ok", "in_reply_to": 2, \
    "pt": 1000, "c": 0, "oracle": "primary"}}\
    """,
    """
    {"src":"c1","dest":"n1","body":{"type":"oracle_fail_primary","msg_id":3}}\
    """,
    """
    {"src": "n1", "dest": "c1", "body": {"type": "oracle_fail_primary_ok", "in_reply_to": 3, \
    "new_oracle": "backup", "safety_margin_ms": 100}}\
    """,
    """
    {"src":"c1","dest":"n1","body":{"type":"oracle_get_time","msg_id":4}}\
    """,
    """
    {"src": "n1", "dest": "c1", "body": {"type": "oracle_get_time_ok", "in_reply_to": 4, \
    "pt": 1100, "c": 0, "oracle": "backup"}}\
    """,
    """
    {"src":"c1","dest":"n1","body":{"type":"oracle_status","msg_id":5}}\
    """,
    """
    {"src": "n1", "dest": "c1", "body": {"type": "oracle_status_ok", "in_reply_to": 5, \
    "primary_alive": false, "active_oracle": "backup", "timestamps_issued": 2}}\
    """
  };

  private static final long LIMIT_NANOS = 20_000_000_000L;

  @TempDir private Path directory;

  private ExamplesJar jar;
  private Process node;
  private BufferedReader replies;

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
      assertEquals(DIALOGUE[i + 1], ask(DIALOGUE[i]));
    }

    assertEquals("uhlc-examples: the backup has taken over\n", lines(endInput().err()));
  }

  @Test
  void shouldLiveOnAfterBadInput() throws IOException, InterruptedException {
    jar.withJavaOption("-Xmx32m");
    start("--frozen-clock=1000", "--lease=60000");
    OutputStream in = node.getOutputStream();
    byte[] chunk = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 40; i++) {
      in.write(chunk);
    }
    in.write("\n\nnonsense\n{\"src\":\"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    in.write("{\"src\":1}\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(DIALOGUE[1], ask(DIALOGUE[0]));
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
    node.getInputStream().close();
    send(DIALOGUE[0]);
    Result result = jar.await(node);

    assertEquals("uhlc-examples: standard output could not be written\n", lines(result.err()));
    assertEquals(1, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotServeAsPrimaryAfterAPause() throws IOException, InterruptedException {
    start("--lease=3000");
    ask(DIALOGUE[0]);
    JsonNode first = awaitTime();
    assertEquals("primary", first.get("oracle").asText());
    signal("-STOP", node.pid());
    Thread.sleep(3_100); // What it does not notice, as it is stopped.
    signal("-CONT", node.pid());
    JsonNode second = awaitTime();

    assertEquals("backup", second.get("oracle").asText());
    assertLater(second, first);
    assertEquals("uhlc-examples: the backup has taken over\n", lines(endInput().err()));
  }

  @Test
  void shouldHoldTheDialogueWithTwoProcesses() throws IOException, InterruptedException {
    start("--two-processes", "--frozen-clock=1000", "--lease=60000");
    assertEquals(DIALOGUE[1], ask(DIALOGUE[0]));
    assertEquals(DIALOGUE[3], ask(DIALOGUE[2]));
    ProcessHandle primary = oracle("PRIMARY");
    ProcessHandle backup = oracle("BACKUP");
    for (int i = 4; i < DIALOGUE.length; i += 2) {
      assertEquals(DIALOGUE[i + 1], ask(DIALOGUE[i]));
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
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"-KILL", "-STOP"})
  void shouldLetTheBackupTakeOver(String signal) throws IOException, InterruptedException {
    start("--two-processes", "--lease=5000");
    ask(DIALOGUE[0]);
    JsonNode last = awaitTime();
    for (int i = 0; i < 100; i++) {
      JsonNode next = awaitTime();
      assertLater(next, last);
      last = next;
    }
    assertEquals("primary", last.get("oracle").asText());
    ProcessHandle primary = oracle("PRIMARY");
    signal(signal, primary.pid());

    JsonNode first = awaitTime();
    assertEquals("backup", first.get("oracle").asText());
    assertLater(first, last);
    assertTrue(hasEnded(primary));
    assertTrue(
        ask(DIALOGUE[8]).contains("\"primary_alive\": false, \"active_oracle\": \"backup\""));
    endInput();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldServeOnWithoutABackup() throws IOException, InterruptedException {
    start("--two-processes", "--lease=60000");
    ask(DIALOGUE[0]);
    signal("-KILL", oracle("BACKUP").pid());

    for (int i = 0; i < 100; i++) {
      String reply = ask(DIALOGUE[2]);
      assertTrue(reply.endsWith("\"oracle\": \"primary\"}}"), reply);
    }
    String reply = ask(DIALOGUE[4]);
    assertTrue(reply.contains("\"code\": 22"), reply);
    endInput();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldServeOnWhenTheBackupHangs() throws IOException, InterruptedException {
    start("--two-processes", "--lease=4000");
    ask(DIALOGUE[0]);
    ProcessHandle backup = oracle("BACKUP");
    signal("-STOP", backup.pid());

    JsonNode last = awaitTime();
    assertTrue(hasEnded(backup));
    for (int i = 0; i < 100; i++) {
      JsonNode next = awaitTime();
      assertEquals("primary", next.get("oracle").asText());
      assertLater(next, last);
      last = next;
    }
    assertTrue(endInput().err().contains("the backup did not answer and was ended"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--safety-margin=100", "--two-processes"})
  void shouldSayThatTheClockIsOutsideTheFormat(String option)
      throws IOException, InterruptedException {
    start(option, "--lease=500", "--frozen-clock=-1");
    ask(DIALOGUE[0]);
    // For long enough that several heartbeats meet the clock as well.
    for (long endNanos = System.nanoTime() + 600_000_000; System.nanoTime() < endNanos; ) {
      assertEquals(
          """
          {"src": "n1", "dest": "c1", "body": {"type": "error", "in_reply_to": 2, "code": 13, \
          "text": "the time is outside 1970..2106: millis=-1"}}\
          """,
          ask(DIALOGUE[2]));
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
    node =
        new ProcessBuilder("bash", "-c", script.substring(0, script.indexOf("\n```\n")))
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    List<String> lines = node.inputReader(StandardCharsets.UTF_8).lines().toList();
    String text = String.join("\n", lines);
    assertEquals(0, node.waitFor(), text);
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
    ask(DIALOGUE[0]);
    List<ProcessHandle> oracles = List.of(oracle("PRIMARY"), oracle("BACKUP"));

    signal(signal, node.pid());
    for (long start = System.nanoTime(); !oracles.stream().allMatch(FailoverIT::hasEnded); ) {
      assertTrue(System.nanoTime() - start < LIMIT_NANOS, "the processes of the oracles end");
      Thread.sleep(10);
    }
    assertEquals("", jar.await(node).out());
  }

  @Test
  void shouldShowHelp() throws IOException, InterruptedException {
    Result result = jar.run("failover", "--help");

    assertTrue(result.out().startsWith("Usage: uhlc-examples failover ["), result::out);
    assertTrue(!result.out().contains("frozen"), result::out);
    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
  }

  @Test
  void shouldRefuseABadOption() throws IOException, InterruptedException {
    Result result = jar.run("failover", "--lease=499");

    assertEquals("", result.out());
    assertEquals(
        "uhlc-examples: --lease is out of range, it must be a whole number from 500 to 60000:"
            + " value=499\n",
        lines(result.err()));
    assertEquals(2, result.exitCode());
  }

  private void start(String... options) throws IOException {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "failover";
    System.arraycopy(options, 0, arguments, 1, options.length);
    node = jar.start(arguments);
    replies = node.inputReader(StandardCharsets.UTF_8);
  }

  private void send(String request) throws IOException {
    OutputStream in = node.getOutputStream();
    in.write((request + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private String ask(String request) throws IOException {
    send(request);
    String reply = replies.readLine();
    assertNotNull(reply, "the node ends");
    return reply;
  }

  /** Ends the input, and returns what the node has printed since. */
  private Result endInput() throws IOException, InterruptedException {
    node.getOutputStream().close();
    StringBuilder rest = new StringBuilder();
    replies.lines().forEach(line -> rest.append(line).append('\n'));
    Result result = jar.await(node);
    assertEquals(0, result.exitCode());
    return new Result(0, rest.toString(), result.err());
  }

  private ProcessHandle oracle(String role) {
    return node.children()
        .filter(child -> child.info().commandLine().orElse("").contains(" member " + role))
        .findFirst()
        .orElseThrow();
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
    String reply = ask(DIALOGUE[2]);
    for (long start = System.nanoTime(); Json.parse(reply).at("/body/code").asInt() == 11; ) {
      assertTrue(System.nanoTime() - start < LIMIT_NANOS, reply);
      Thread.sleep(10);
      reply = ask(DIALOGUE[2]);
    }
    JsonNode body = Json.parse(reply).get("body");
    assertEquals("oracle_get_time_ok", body.get("type").asText(), reply);
    return body;
  }

  private static void signal(String signal, long process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, "" + process).inheritIO().start();
    assertEquals(0, kill.waitFor());
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
