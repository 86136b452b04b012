package io.github.uhlc.oracle.client;

import static io.github.uhlc.oracle.client.FakeServer.hint;
import static io.github.uhlc.oracle.client.FakeServer.numbers;
import static io.github.uhlc.oracle.client.FakeServer.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.oracle.OracleTimestamp;
import io.github.uhlc.oracle.wire.EpochWire;
import io.github.uhlc.oracle.wire.LeaderHint;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asks, and what it makes of answers, true and false ones. */
@Timeout(60)
class OracleClientTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private FakeServer server;
  private FakeServer other;
  private OracleClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    other = new FakeServer();
    client = client(server.endpoint(), other.endpoint());
  }

  private static OracleClient client(String... endpoints) {
    return OracleClient.builder()
        .endpoints(endpoints)
        .attemptTimeout(LONG)
        .callTimeout(LONG)
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    other.close();
  }

  @Test
  void shouldGiveTheNumbersOfTheAnswer() throws InterruptedException {
    server.then(count -> numbers(5, 8, count)).then(count -> numbers(6, 0, count));

    assertEquals((5L << 18) + 8, client.next());
    TimestampRange range = client.next(3);

    assertEquals(OracleTimestamp.of(6, 0), range.first());
    assertEquals(OracleTimestamp.of(6, 2), range.last());
    assertThrows(IndexOutOfBoundsException.class, () -> range.get(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 262_145})
  void shouldRefuseACountOutOfRange(int count) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> client.nextAsync(count));

    assertEquals(
        "the count is out of range, it must be 1..262144: count=" + count, refusal.getMessage());
  }

  @Test
  void shouldAskAtOnceAndOnceForAllWhoCameMeanwhile() throws Exception {
    List<CompletableFuture<TimestampRange>> answers = new ArrayList<>();
    List<FakeServer.Question> first = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(client.nextAsync(1));
      first.add(server.question()); // It did not wait for company.
    }
    for (int i = 0; i < 10; i++) {
      answers.add(client.nextAsync(2));
    }
    first.get(0).answer(numbers(10, 0, 1));
    FakeServer.Question shared = server.question();
    assertEquals(20, shared.count());
    shared.answer(numbers(20, 100, 20));

    for (int i = 0; i < 10; i++) {
      TimestampRange range = answers.get(4 + i).get();
      assertEquals(OracleTimestamp.of(20, 100 + 2 * i), range.first());
      assertEquals(2, range.count());
    }
    for (int i = 1; i < 4; i++) {
      first.get(i).answer(numbers(10, i, 1));
      assertEquals(OracleTimestamp.of(10, i), answers.get(i).get().first());
    }
  }

  @Test
  void shouldNotAskForThoseWhoHaveGivenUp() throws Exception {
    List<FakeServer.Question> busy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CompletableFuture<TimestampRange> unused = client.nextAsync(1);
      busy.add(server.question());
    }
    CompletableFuture<TimestampRange> impatient = client.nextAsync(5);
    CompletableFuture<TimestampRange> patient = client.nextAsync(7);
    assertTrue(impatient.cancel(false));
    busy.get(0).answer(numbers(1, 0, 1));

    FakeServer.Question question = server.question();
    assertEquals(7, question.count());
    question.answer(numbers(2, 0, 7));
    assertEquals(OracleTimestamp.of(2, 0), patient.get().first());
  }

  @Test
  void shouldNotAskForMoreThanAMillisecondHas() throws Exception {
    List<FakeServer.Question> busy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CompletableFuture<TimestampRange> unused = client.nextAsync(1);
      busy.add(server.question());
    }
    CompletableFuture<TimestampRange> most = client.nextAsync(262_143);
    CompletableFuture<TimestampRange> two = client.nextAsync(2);
    busy.get(0).answer(numbers(1, 0, 1));

    server.question().answer(numbers(2, 0, 262_143));
    server.question().answer(numbers(3, 0, 2));

    assertEquals(262_143, most.get().count());
    assertEquals(OracleTimestamp.of(3, 0), two.get().first());
  }

  /** The answers of a server that lies, after one with 10 ms, counters 5 to 7. */
  @ParameterizedTest
  @CsvSource({"10, 7", "10, 5", "10, 0", "9, 262141"})
  void shouldThrowWhenALaterAnswerIsNotGreater(long millis, int logical) throws Exception {
    server
        .then(count -> numbers(10, 5, count))
        .then(count -> numbers(millis, logical, count))
        .then(count -> numbers(10, 8, count));
    client.next(3);

    OutOfOrderException lie = assertThrows(OutOfOrderException.class, () -> client.next(3));

    assertTrue(
        lie.getMessage()
            .endsWith(": earlier=2621447, first=" + ((millis << 18) + logical) + ", count=3"),
        lie.getMessage());
    assertEquals(OracleTimestamp.of(10, 8), client.next(1).first());
  }

  @Test
  void shouldCompareNumbersAsUnsigned() throws InterruptedException {
    long late = 1L << 45; // Its packed number is negative as a long.
    server.then(count -> numbers(1, 0, count)).then(count -> numbers(late, 0, count));
    client.next();

    assertEquals(late << 18, client.next());

    server.then(count -> numbers(2, 0, count));
    assertThrows(OutOfOrderException.class, () -> client.next());
  }

  @Test
  void shouldAllowAnswersInAnyOrderToQuestionsAtTheSameTime() throws Exception {
    CompletableFuture<TimestampRange> first = client.nextAsync(1);
    FakeServer.Question firstQuestion = server.question();
    CompletableFuture<TimestampRange> second = client.nextAsync(1);
    server.question().answer(numbers(9, 0, 1));
    assertEquals(OracleTimestamp.of(9, 0), second.get().first());

    firstQuestion.answer(numbers(8, 0, 1));

    assertEquals(OracleTimestamp.of(8, 0), first.get().first());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "1, 0, 3",
    "1, 0, -1",
    "1, 262143, 2",
    "1, -1, 2",
    "70368744177664, 0, 2",
    "-1, 0, 2",
  })
  void shouldRefuseAMalformedAnswer(long millis, int logical, int count) {
    server.then(asked -> numbers(millis, logical, count));

    OracleClientException refusal = assertThrows(OracleClientException.class, () -> client.next(2));

    assertTrue(refusal.getMessage().startsWith("the answer is malformed: "), refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "UNKNOWN", "ABORTED"})
  void shouldAskAnotherServerAfterAFailureThatPasses(Status.Code code) throws InterruptedException {
    server.then(count -> refusal(code.toStatus()));
    other.then(count -> numbers(3, 0, count)).then(count -> numbers(4, 0, count));

    assertEquals(3L << 18, client.next());
    assertEquals(4L << 18, client.next());

    assertEquals(List.of(1, 2), List.of(server.calls(), other.calls()));
  }

  @Test
  void shouldGoRoundAllServers() throws InterruptedException {
    server
        .then(count -> refusal(Status.UNAVAILABLE))
        .then(count -> refusal(Status.UNAVAILABLE))
        .then(count -> numbers(3, 0, count));
    other.then(count -> refusal(Status.UNAVAILABLE)).then(count -> refusal(Status.UNAVAILABLE));

    assertEquals(3L << 18, client.next());

    assertEquals(List.of(3, 2), List.of(server.calls(), other.calls()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "INVALID_ARGUMENT",
        "OUT_OF_RANGE",
        "INTERNAL",
        "UNIMPLEMENTED",
        "UNAUTHENTICATED",
        "PERMISSION_DENIED"
      })
  void shouldNotAskAgainAfterAFailureForGood(Status.Code code) {
    server.then(count -> refusal(code.toStatus().withDescription("so it is\u0007")));

    OracleClientException problem = assertThrows(OracleClientException.class, client::next);

    assertEquals(
        "no number was issued: so it is?: code=" + code + ", endpoint=" + server.endpoint(),
        problem.getMessage());
    assertEquals(List.of(1, 0), List.of(server.calls(), other.calls()));
  }

  @Test
  void shouldGiveUpInTime() {
    OracleClient hasty =
        OracleClient.builder()
            .endpoints(server.endpoint())
            .attemptTimeout(Duration.ofMillis(20))
            .callTimeout(Duration.ofMillis(60))
            .build();
    try (hasty) {
      assertThrows(OracleClientException.class, hasty::next);
      ExecutionException failure =
          assertThrows(
              ExecutionException.class, () -> hasty.nextAsync(1).get(30, TimeUnit.SECONDS));
      assertInstanceOf(OracleClientException.class, failure.getCause());
    }
  }

  @Test
  void shouldAskAnotherServerWhenOneDoesNotAnswer() throws InterruptedException {
    other.then(count -> numbers(3, 0, count));
    try (OracleClient hasty =
        OracleClient.builder()
            .endpoints(server.endpoint(), other.endpoint())
            .attemptTimeout(Duration.ofMillis(100))
            .callTimeout(LONG)
            .build()) {
      assertEquals(3L << 18, hasty.next());
    }
    assertEquals(1, server.calls());
  }

  @Test
  void shouldFollowAHintToAServerThatIsNotListed() throws InterruptedException {
    try (OracleClient single = client(server.endpoint())) {
      server.then(
          count -> hint(LeaderHint.newBuilder().setLeaderEndpoint(other.endpoint()).build()));
      other.then(count -> numbers(3, 0, count)).then(count -> numbers(4, 0, count));

      assertEquals(3L << 18, single.next());
      assertEquals(4L << 18, single.next());
    }
    assertEquals(List.of(1, 2), List.of(server.calls(), other.calls()));
  }

  @Test
  void shouldIgnoreAHintThatIsOlderThanWhatItKnows() throws InterruptedException {
    try (OracleClient single = client(server.endpoint())) {
      server
          .then(count -> numbers(1, 0, count)) // Epoch 7.
          .then(count -> hint(hintOf(other.endpoint(), 6)))
          .then(count -> numbers(2, 0, count))
          .then(count -> hint(hintOf(other.endpoint(), 7)));
      other.then(count -> numbers(3, 0, count));

      assertEquals(1L << 18, single.next());
      assertEquals(2L << 18, single.next());
      assertEquals(0, other.calls());
      assertEquals(3L << 18, single.next());
    }
  }

  private static LeaderHint hintOf(String endpoint, long epoch) {
    return LeaderHint.newBuilder()
        .setLeaderEndpoint(endpoint)
        .setLeaderEpoch(EpochWire.newBuilder().setLo(epoch))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "http://a:1", "a:99999", "a b:1", "a:1/x", ":1", "[::1]"})
  void shouldDoWithoutAHintThatNamesNoServer(String endpoint) throws InterruptedException {
    server.then(count -> hint(hintOf(endpoint, 9)));
    other.then(count -> numbers(3, 0, count));

    assertEquals(3L << 18, client.next());
  }

  @Test
  void shouldDoWithoutAHintThatIsDamaged() throws InterruptedException {
    server.then(count -> hint(new byte[] {0x0a, 0x70, 1}));
    other.then(count -> numbers(3, 0, count));

    assertEquals(3L << 18, client.next());
  }

  @Test
  void shouldTellThoseWhoWaitThatItIsClosed() throws InterruptedException {
    CompletableFuture<TimestampRange> answer = client.nextAsync(1);
    server.question();
    client.close();
    client.close();

    ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
    assertEquals("the client is closed", failure.getCause().getMessage());
    OracleClientException late = assertThrows(OracleClientException.class, client::next);
    assertEquals("the client is closed", late.getMessage());
  }

  @Test
  void shouldStopToWaitWhenInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, client::next);
    assertFalse(Thread.interrupted());
  }

  @Test
  void shouldAskAnotherServerWhenOneIsGone() throws InterruptedException {
    server.close();
    other.then(count -> numbers(3, 0, count));

    assertEquals(3L << 18, client.next());
  }
}
