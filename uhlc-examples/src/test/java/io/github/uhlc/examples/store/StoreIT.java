package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import io.github.uhlc.examples.store.Findings.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole run, as a user starts and ends it. */
@Timeout(120)
class StoreIT {
  private static final String REPORT =
      """
      3 nodes, each a process with a SQLite database, keep a map of 20 keys\\.
      4 clients read a key at one node and write it at another; seed 7\\.
      The wall clocks are off by 0, \\+100, -100 ms; max-delta is 10,000 ms\\.

      (?: +[0-9]+\\.[0-9] s +[0-9]+ writes  .+
      )+
      nodes +3
      nodes killed and restarted +2
      writes acknowledged +[34][0-9]{2}
      writes cut off by a kill +[0-9]+, [0-9]+ took effect
      entries merged from other nodes +[1-9][0-9,]*
      conflicts \\(written without seeing each other\\) +[1-9][0-9,]*
      malformed frames +0
      largest lead of a restarted node over its wall clock +[0-9,]+ ms
      timestamps repeated +0
      writes lost to what they come after, by wall clock +[1-9][0-9,]*
      writes lost to what they come after, by timestamp +0
      keys left with an overwritten value, by wall clock +[0-9]+ of 20
      replicas that differ +0
      digest of all replicas +[0-9a-f]{16}
      """;

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
  void shouldLoseNothing() throws IOException, InterruptedException {
    Result result =
        jar.withJavaOption("-Duser.language=ar")
            .run("store", "--nodes=3", "--skew=100", "--writes=20", "--seed=7");

    assertEquals("", result.err());
    assertTrue(lines(result.out()).matches(REPORT), result::out);
    // Each of the 4 clients makes 20 writes in each of 5 steps, and a new one a write at each of
    // the 2 nodes that were restarted.
    assertEquals(
        4 * 20 * 5 + 2,
        number("writes acknowledged", result) + number("writes cut off by a kill", result));
    assertTrue(result.out().contains("node 2 was killed"), result::out);
    assertTrue(result.out().contains("node 3 is up again; its wall clock was set"), result::out);
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), jar.leftBehind());
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsTerminated() throws IOException, InterruptedException {
    Process run = startAndAwaitWrites();
    List<ProcessHandle> nodes = run.descendants().toList();

    run.destroy();
    Result result = jar.await(run);

    assertEquals(4, nodes.size());
    assertEquals(List.of(), nodes.stream().filter(ProcessHandle::isAlive).toList());
    assertEquals(List.of(), jar.leftBehind());
    assertEquals("", result.err());
    assertEquals(143, result.exitCode());
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsKilled() throws IOException, InterruptedException {
    Process run = startAndAwaitWrites();
    assertFalse(jar.leftBehind().isEmpty());

    run.destroyForcibly();

    Await.until("its processes have ended", () -> jar.processes().isEmpty());
    Await.until("its files are deleted", () -> jar.leftBehind().isEmpty());
  }

  @Test
  void shouldNameANodeThatDiesAndKeepTheDatabases() throws IOException, InterruptedException {
    Process run = startAndAwaitWrites();
    ProcessHandle node =
        run.descendants()
            .filter(process -> process.info().commandLine().orElse("").contains(" 3 PT"))
            .findFirst()
            .orElseThrow();

    node.destroyForcibly();
    run.getInputStream().readAllBytes();
    Result result = jar.await(run);

    Path kept = jar.leftBehind().get(0);
    assertEquals(
        "uhlc-examples: node 3 (process "
            + node.pid()
            + ") has ended: exit code 137\nuhlc-examples: the databases are in "
            + kept
            + "\n",
        lines(result.err()));
    assertEquals(1, result.exitCode());
    assertTrue(kept.resolve("node-3.db").toFile().length() > 0);
    assertEquals(List.of(), jar.processes());
  }

  @Test
  @Timeout(600) // 6,000 writes, each of which waits for the disk.
  void shouldRejectANodeThatForgetsWhatItAcknowledged() throws IOException, InterruptedException {
    Process run = jar.start("store", "--writes=300");
    BufferedReader out = run.inputReader();
    awaitLine(out, "node 2 was killed");
    Path kept = jar.leftBehind().get(0);
    for (String file : List.of("node-2.db", "node-2.db-wal", "node-2.db-shm")) {
      Files.deleteIfExists(kept.resolve(file));
    }
    out.lines().forEach(line -> {});
    Result result = jar.await(run);

    assertTrue(
        result.err().contains("uhlc-examples: broken: " + Rule.DURABLE + ": violations="),
        result::err);
    assertTrue(
        lines(result.err()).endsWith("uhlc-examples: the databases are in " + kept + "\n"),
        result::err);
    assertEquals(1, result.exitCode());
  }

  @Test
  void shouldSayAtOnceThatItWorks() throws IOException, InterruptedException {
    Process run = jar.start("store");
    BufferedReader out = run.inputReader();
    awaitLine(out, " 0 writes  the nodes start");

    run.destroy();
    jar.await(run);
  }

  @Test
  void shouldShowHelp() throws IOException, InterruptedException {
    Result result = jar.run("store", "--help");

    assertTrue(result.out().startsWith("Usage: uhlc-examples store [-h]"), result::out);
    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nodes=2", "--skew=501", "--writes=19", "--seed=-1", "x"})
  void shouldRefuseABadOption(String option) throws IOException, InterruptedException {
    Result result = jar.run("store", option);

    assertEquals("", result.out());
    assertTrue(result.err().matches("uhlc-examples: .+\\R"), result::err);
    assertEquals(2, result.exitCode());
    assertEquals(List.of(), jar.leftBehind());
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

  private Process startAndAwaitWrites() throws IOException {
    Process run = jar.start("store", "--writes=1000");
    awaitLine(run.inputReader(), "the clients write");
    return run;
  }

  private static void awaitLine(BufferedReader out, String part) throws IOException {
    String line = out.readLine();
    while (line != null && !line.contains(part)) {
      line = out.readLine();
    }
    assertTrue(line != null, "it has ended");
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
