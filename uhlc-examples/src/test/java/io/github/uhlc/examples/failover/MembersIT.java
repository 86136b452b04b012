package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.ExamplesJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary and a backup, each a process, without the node between them: nobody drops what the
 * primary says too late, so it has to refuse by itself.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class MembersIT {
  private static final String REFUSED = "refused 0 0";
  private static final int LATE_REQUESTS = 5;

  private final List<Talk> talks = new ArrayList<>();
  @TempDir private Path directory;

  /** A process and what it says. */
  private record Talk(Process process, BufferedReader answers) {
    void send(String request) throws IOException {
      OutputStream in = process.getOutputStream();
      in.write((request + '\n').getBytes(StandardCharsets.US_ASCII));
      in.flush();
    }

    String ask(String request) throws IOException {
      send(request);
      return answers.readLine();
    }

    void signal(String signal) throws IOException, InterruptedException {
      Process kill = new ProcessBuilder("kill", signal, "" + process.pid()).inheritIO().start();
      assertEquals(0, kill.waitFor());
    }
  }

  @AfterEach
  void killWhatStillRuns() {
    talks.forEach(talk -> talk.process().destroyForcibly());
  }

  @Test
  void shouldRefuseByItselfAfterAPauseLongerThanItsLease()
      throws IOException, InterruptedException {
    assertEquals(List.of(REFUSED, REFUSED, REFUSED, REFUSED, REFUSED), lateAnswers(3000));
  }

  /** The twin: its lease has not run out, so it issues times below those of the backup. */
  @Test
  void shouldShowAPrimaryThatDoesNotRefuse() throws IOException, InterruptedException {
    assertEquals(
        List.of("time 1000 1", "time 1000 2", "time 1000 3", "time 1000 4", "time 1000 5"),
        lateAnswers(60_000));
  }

  /** Stops a primary until the backup serves, and returns what it says when it is continued. */
  private List<String> lateAnswers(int primaryLeaseMillis)
      throws IOException, InterruptedException {
    Talk primary = start("PRIMARY", primaryLeaseMillis);
    Talk backup = start("BACKUP", 3000);
    String hold = primary.ask("renew 0 0");
    assertTrue(hold.matches("hold 1000 -?[0-9]+"), hold);
    String held = backup.ask(hold);
    assertEquals(hold.replace("hold", "held"), held);
    assertEquals(held, primary.ask(held));
    assertEquals("time 1000 0", primary.ask("get 0 0"));

    primary.signal("-STOP");
    long startNanos = System.nanoTime();
    while (backup.ask("watch 0 0").equals(REFUSED)) {
      assertTrue(System.nanoTime() - startNanos < 15_000_000_000L, "the backup takes over");
      Thread.sleep(10);
    }
    assertEquals("time 1100 0", backup.ask("get 0 0"));
    for (int i = 0; i < LATE_REQUESTS; i++) {
      primary.send("get 0 0");
    }
    primary.signal("-CONT");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < LATE_REQUESTS; i++) {
      answers.add(primary.answers().readLine());
    }
    assertEquals(REFUSED, backup.ask(primary.ask("renew 0 0")));
    return answers;
  }

  private Talk start(String role, int leaseMillis) throws IOException {
    Process process =
        new ExamplesJar(Files.createDirectory(directory.resolve(role)))
            .start("failover", "member", role, "--lease=" + leaseMillis, "--frozen-clock=1000");
    Talk talk = new Talk(process, process.inputReader(StandardCharsets.US_ASCII));
    talks.add(talk);
    assertEquals("ready 0 0", talk.answers().readLine());
    return talk;
  }
}
