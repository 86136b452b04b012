package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Dialogue;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, run as a user does, and ended in every way it can end. */
@Timeout(90)
class MainJobIT {
  private static final String NUMBER = " +[0-9]{1,3}(?:,[0-9]{3})*";
  private static final String REPORT =
      """
      4 nodes, a process each, talk over TCP for 1 s; their max-delta is 500 ms\\.
      Their wall clocks are off by 0, \\+150, -150, \\+2,000 ms; all have to refuse what node 4 sends\\.
       +[0-9]+\\.[0-9] s N events N messages N refused

      eventsN
      messagesN
      messages per secondN
      pairs of cause and effectN
      effects before their causes, by wall clock +[1-9][0-9,]*
      effects before their causes, by timestamp +0
      duplicate timestamps +0
      messages of node 4 refused +([1-9][0-9,]*) of \\1
      largest lead over the physical clock +[0-9]+\\.[0-9]{3} ms
      malformed frames dropped +0
      """
          .replace(" N", "N")
          .replace("N", NUMBER);

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
  void shouldReportWhatItFound() throws IOException, InterruptedException {
    // Neither the environment nor the locale of the user matters.
    Result result =
        jar.withEnvironment("UHLC_MAX_DELTA_MS", "garbage")
            .withJavaOption("-Duser.language=ar")
            .run("--seconds", "1");

    assertEquals("", result.err());
    assertTrue(lines(result.out()).matches(REPORT), result::out);
    assertTrue(number("events", result) > 2 * number("messages", result), result::out);
    assertTrue(
        number("pairs of cause and effect", result)
            > number("effects before their causes, by wall clock", result),
        result::out);
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), jar.leftBehind());
  }

  @Test
  void shouldNotMindOptionsForAnotherJavaMachine() throws IOException, InterruptedException {
    Result result =
        jar.withEnvironment("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC").run("--seconds=1", "--nodes=2");

    assertTrue(result.err().matches("Picked up JAVA_TOOL_OPTIONS: .*\\R"), result::err);
    assertEquals(0, result.exitCode());
  }

  @Test
  void shouldFailIfNobodyReadsTheReport() throws IOException, InterruptedException {
    Process job = jar.start("--seconds=1", "--nodes=2");
    job.getInputStream().close();
    Result result = jar.await(job);

    assertEquals("uhlc-examples: standard output could not be written\n", lines(result.err()));
    assertEquals(1, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldAcceptWhatANodeThatWasSuspendedFindsLate() throws IOException, InterruptedException {
    Process job = jar.start("--seconds=3", "--nodes=2");
    jar.awaitContent("node-1.log");
    long node = firstNode(job);

    Dialogue.signal("-STOP", node);
    Thread.sleep(2_000);
    Dialogue.signal("-CONT", node);
    String report = new String(job.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Result result = jar.await(job);

    assertEquals("", result.err());
    assertTrue(
        report.matches("(?s).*messages of node 2 refused +([1-9][0-9,]*) of \\1\\R.*"), report);
    assertTrue(report.matches("(?s).*messages of node 2 late and so accepted +[1-9].*"), report);
    assertEquals(0, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldCountGarbage() throws IOException, InterruptedException {
    Process job = jar.start("--seconds=2", "--nodes=2");
    jar.awaitContent("node-1.log");
    int port = portOf(firstNode(job));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    String report = new String(job.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Result result = jar.await(job);

    assertEquals("", result.err());
    assertTrue(lines(report).endsWith("malformed frames dropped" + " ".repeat(31) + "1\n"), report);
    assertEquals(0, result.exitCode());
  }

  @Test
  void shouldTakeItsOptions() throws IOException, InterruptedException {
    Result result = jar.run("--seconds=1", "--nodes=3", "--skew=50");

    assertEquals("", result.err());
    assertTrue(result.out().contains("off by 0, +50, +2,000 ms"), result::out);
    assertTrue(result.out().contains("messages of node 3 refused"), result::out);
    assertEquals(0, result.exitCode());
  }

  @Test
  void shouldShowHelp() throws IOException, InterruptedException {
    Result result = jar.run("--help");

    assertTrue(result.out().startsWith("Usage: uhlc-examples"), result::out);
    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seconds=0", "--nodes=1", "--skew=250", "--unknown", "unknown"})
  void shouldRefuseABadOption(String option) throws IOException, InterruptedException {
    Result result = jar.run(option);

    assertEquals("", result.out());
    assertTrue(result.err().matches("uhlc-examples: .+\\R"), result::err);
    assertEquals(2, result.exitCode());
    assertEquals(List.of(), jar.leftBehind());
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsTerminated() throws IOException, InterruptedException {
    Process job = startAndAwaitEvents();
    List<ProcessHandle> nodes = job.descendants().toList();

    job.destroy();
    Result result = jar.await(job);

    assertEquals(4, nodes.size());
    assertEquals(List.of(), nodes.stream().filter(ProcessHandle::isAlive).toList());
    assertEquals(List.of(), jar.leftBehind());
    assertEquals("", result.err());
    assertEquals(143, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldLeaveNothingBehindOnCtrlC() throws IOException, InterruptedException {
    // A process group of its own, as a shell makes it, which does not ignore the signal.
    jar.withLauncher("setsid", "env", "--default-signal=INT");
    Process job = startAndAwaitEvents();
    List<ProcessHandle> nodes = job.descendants().toList();

    Dialogue.signal("-INT", -job.pid());
    Result result = jar.await(job);

    assertEquals(4, nodes.size());
    assertEquals(List.of(), nodes.stream().filter(ProcessHandle::isAlive).toList());
    assertEquals(List.of(), jar.leftBehind());
    assertEquals("", result.err());
    assertEquals(130, result.exitCode());
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsTerminatedWhileItStarts()
      throws IOException, InterruptedException {
    Process job = jar.start("--seconds", "60");
    assertFalse(job.inputReader().readLine() == null, "it has ended");

    job.destroy();
    Result result = jar.await(job);

    assertEquals(List.of(), jar.processes());
    assertEquals(List.of(), jar.leftBehind());
    assertEquals("", result.err());
    assertEquals(143, result.exitCode());
  }

  @Test
  void shouldLeaveNoProcessBehindWhenItIsKilled() throws IOException, InterruptedException {
    Process job = startAndAwaitEvents();
    List<ProcessHandle> nodes = job.descendants().toList();

    job.destroyForcibly();

    assertEquals(4, nodes.size());
    Await.until("its nodes have ended", () -> nodes.stream().allMatch(MainJobIT::hasEnded));
  }

  @Test
  void shouldNameANodeThatDies() throws IOException, InterruptedException {
    Process job = startAndAwaitEvents();
    List<ProcessHandle> nodes = job.descendants().toList();

    nodes.get(1).destroyForcibly();
    Result result = jar.await(job);

    assertTrue(
        complaints(result)
            .matches(
                "uhlc-examples: node [1-4] \\(process "
                    + nodes.get(1).pid()
                    + "\\) has ended: exit code 137\n"),
        result::err);
    assertEquals(1, result.exitCode());
    assertEquals(List.of(), nodes.stream().filter(ProcessHandle::isAlive).toList());
  }

  @Test
  void shouldFailClearlyWithoutATemporaryDirectory() throws IOException, InterruptedException {
    Result result =
        jar.withJavaOption("-Djava.io.tmpdir=" + directory.resolve("none")).run("--seconds=1");

    // From Java 21 on the Java machine warns of it, too.
    assertTrue(
        result
            .err()
            .matches(
                "(?:WARNING: .*\\R)?uhlc-examples: there is no such file or directory: \\S*\\R"),
        result::err);
    assertEquals(1, result.exitCode());
  }

  @Test
  void shouldFailIfTheLogsBreakRules() throws IOException, InterruptedException {
    Result result = runWithLogOf("ask work 5 7/ab -", "ask work 5 7/ab -", "ask work 6 6/ab -");

    assertEquals(
        """
        uhlc-examples: broken: every effect has a greater time than its cause: \
        violations=2, first=ask work 5 7/ab -
        uhlc-examples: broken: no two events have one timestamp: \
        violations=1, first=ask work 5 7/ab -
        """,
        complaints(result));
    assertEquals(1, result.exitCode());
  }

  @Test
  void shouldFailIfALogIsUnreadable() throws IOException, InterruptedException {
    Result result = runWithLogOf("ask work");

    assertTrue(
        complaints(result)
            .matches("uhlc-examples: node-1.log, line [0-9]+: this is no event: .*\n"),
        result::err);
    assertEquals(1, result.exitCode());
  }

  /** A number of the report. */
  private static long number(String label, Result result) {
    return Pattern.compile("(?m)^" + label + " +([0-9,]+)")
        .matcher(result.out())
        .results()
        .mapToLong(row -> Long.parseLong(row.group(1).replace(",", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Runs the job and meanwhile writes lines into the log of a node, with spaces for tabs. */
  private Result runWithLogOf(String... lines) throws IOException, InterruptedException {
    Process job = jar.start("--seconds=3", "--nodes=2");
    Files.writeString(
        jar.awaitContent("node-1.log"),
        String.join("\n", lines).replace(' ', '\t') + '\n',
        StandardOpenOption.APPEND);
    return jar.await(job);
  }

  /** What a failed job says before it tells where its logs are, which are there. */
  private String complaints(Result result) throws IOException {
    Path logs = jar.leftBehind().get(0);
    assertTrue(Files.size(logs.resolve("node-1.log")) > 0);
    String last = "uhlc-examples: the logs are in " + logs + "\n";
    assertTrue(lines(result.err()).endsWith(last), result::err);
    return lines(result.err()).replace(last, "");
  }

  /** The port that a process listens on, from the tables of Linux. */
  private static int portOf(long process) throws IOException {
    Path proc = Path.of("/proc/" + process);
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        inodes.add(Files.readSymbolicLink(descriptor).toString().replaceAll("[^0-9]", ""));
      }
    }
    List<String> sockets = new ArrayList<>(Files.readAllLines(proc.resolve("net/tcp")));
    sockets.addAll(Files.readAllLines(proc.resolve("net/tcp6")));
    return sockets.stream()
        .map(line -> line.strip().split(" +"))
        .filter(columns -> columns[3].equals("0A") && inodes.contains(columns[9]))
        .mapToInt(columns -> Integer.parseInt(columns[1].replaceFirst(".*:", ""), 16))
        .findFirst()
        .orElseThrow();
  }

  private static long firstNode(Process job) {
    return job.descendants()
        .filter(node -> node.info().commandLine().orElse("").contains("node-1.log"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private Process startAndAwaitEvents() throws IOException, InterruptedException {
    Process job = jar.start("--seconds", "60");
    jar.awaitContent("node-1.log");
    return job;
  }

  /** Tells whether a process has ended, be it that nobody has asked for its exit code yet. */
  private static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || process.info().command().isEmpty();
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
