package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.Await;
import io.github.uhlc.examples.Dialogue;
import io.github.uhlc.examples.failover.Member.Request;
import io.github.uhlc.examples.failover.RefusedException.Code;
import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Oracles in processes of their own, without the node between them. */
@Timeout(90)
@EnabledOnOs(OS.LINUX)
class MemberProcessIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<MemberProcess> members = new ArrayList<>();
  @TempDir private Path directory;

  @AfterEach
  void endMembers() {
    members.forEach(MemberProcess::close);
  }

  @Test
  void shouldDropAnAnswerThatComesTooLate()
      throws IOException, InterruptedException, RefusedException {
    MemberProcess oracle = start(Duration.ofMillis(200));
    Await.until("it serves", () -> ask(oracle, Request.SERVE).isPresent());
    assertEquals(time(1000, 0), ask(oracle, Request.NEXT));

    Dialogue.signal("-STOP", oracle.pid());
    assertEquals(OptionalLong.empty(), oracle.ask(Request.NEXT));
    // It is not asked again: else its next answer would be one of two.
    assertEquals(OptionalLong.empty(), oracle.ask(Request.NEXT));
    assertEquals(OptionalLong.empty(), oracle.ask(Request.SERVE));
    assertTrue(oracle.isAlive());
    Dialogue.signal("-CONT", oracle.pid());
    List<OptionalLong> next = new ArrayList<>();
    Await.until("it answers", () -> next.add(ask(oracle, Request.NEXT)) && last(next).isPresent());
    assertEquals(time(1000, 2), last(next), "the time before was the late one");
  }

  @Test
  void shouldNotTakeTheMarkFromOneThatIsStopped()
      throws IOException, InterruptedException, RefusedException {
    MemberProcess primary = start(LONG);
    MemberProcess backup = start(LONG);
    assertEquals(time(1000, 0), primary.ask(Request.NEXT));
    Dialogue.signal("-STOP", primary.pid());
    RefusedException refusal = assertThrows(RefusedException.class, () -> backup.ask(Request.NEXT));
    assertEquals(Code.TEMPORARILY_UNAVAILABLE, refusal.code());
    assertTrue(
        refusal.getMessage().startsWith("the mark is in use by another process: "),
        refusal::getMessage);

    primary.close();
    assertFalse(primary.isAlive());
    assertEquals(time(1100, 0), backup.ask(Request.NEXT));
    assertEquals(OptionalLong.empty(), primary.ask(Request.NEXT));
  }

  @Test
  void shouldKnowAtOnceThatItWasKilled()
      throws IOException, InterruptedException, RefusedException {
    MemberProcess oracle = start(Duration.ofDays(1));
    assertEquals(time(1000, 0), oracle.ask(Request.NEXT));
    Dialogue.signal("-STOP", oracle.pid());
    ProcessHandle.of(oracle.pid()).orElseThrow().destroyForcibly();
    assertEquals(OptionalLong.empty(), oracle.ask(Request.NEXT));
    Await.until("it has ended", () -> !oracle.isAlive());
    assertEquals(OptionalLong.empty(), oracle.ask(Request.NEXT));
  }

  private MemberProcess start(Duration answerLimit) throws IOException {
    String mark = directory.resolve("oracle.mark").toString();
    MemberProcess member =
        new MemberProcess(members.size() + 1, List.of(mark, "PT0.1S", "1000"), answerLimit);
    members.add(member);
    member.awaitReady();
    return member;
  }

  private static OptionalLong ask(MemberProcess member, Request request) {
    try {
      return member.ask(request);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static OptionalLong time(long pt, int c) {
    return OptionalLong.of(OracleTimestamp.of(pt, c).packed());
  }

  private static OptionalLong last(List<OptionalLong> answers) {
    return answers.get(answers.size() - 1);
  }
}
