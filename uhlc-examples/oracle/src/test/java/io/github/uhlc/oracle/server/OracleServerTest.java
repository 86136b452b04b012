package io.github.uhlc.oracle.server;

import static io.github.uhlc.oracle.server.RawCall.call;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.SettableClock;
import io.github.uhlc.oracle.TimestampOracle;
import io.github.uhlc.oracle.wire.AcquireLeaseRequest;
import io.github.uhlc.oracle.wire.GetCurrentMaxSafeRequest;
import io.github.uhlc.oracle.wire.GetCurrentMaxSafeResponse;
import io.github.uhlc.oracle.wire.GetSafeFrontierRequest;
import io.github.uhlc.oracle.wire.GetSeqBatchRequest;
import io.github.uhlc.oracle.wire.GetSeqRequest;
import io.github.uhlc.oracle.wire.GetTsRequest;
import io.github.uhlc.oracle.wire.GetTsResponse;
import io.github.uhlc.oracle.wire.ReleaseLeaseRequest;
import io.github.uhlc.oracle.wire.RenewLeaseRequest;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server over loopback, asked by bytes and by generated stubs. */
@Timeout(60)
class OracleServerTest {
  private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);

  private final SettableClock clock = PhysicalClock.settable(START);
  private final MemoryMark mark = new MemoryMark();
  private TimestampOracle oracle;
  private OracleServer server;
  private ManagedChannel channel;

  private void start() throws IOException {
    oracle =
        TimestampOracle.builder()
            .withHighWaterMark(mark)
            .withClock(clock)
            .withMaxLead(Duration.ofMinutes(1))
            .build();
    server = OracleServer.start(oracle, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel = NettyChannelBuilder.forAddress("localhost", server.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    server.close();
    oracle.close();
  }

  private TsoServiceGrpc.TsoServiceBlockingStub stub() {
    return TsoServiceGrpc.newBlockingStub(channel);
  }

  private GetTsResponse ask(int count) {
    return stub().getTs(GetTsRequest.newBuilder().setCount(count).build());
  }

  @Test
  void shouldAnswerInTheBytesOfTheProtocol() throws IOException {
    mark.extend(NTP64.ZERO, NTP64.ofSeconds(2, 0));
    start();

    byte[] answer = call(channel, "tsoracle.v1.TsoService/GetTs", HexFormat.of().parseHex("0803"));

    // 1,700,000,000,000 ms, logical 0 (absent) or 1 after the pulse, 3 numbers, epoch 2 s in NTP64.
    String millis = "0880d095ffbc31";
    String rest = "1803" + "288080808020";
    String hex = HexFormat.of().formatHex(answer);
    assertTrue(Stream.of("", "1001").anyMatch(logical -> hex.equals(millis + logical + rest)), hex);
  }

  @Test
  void shouldAnswerThatNothingIsSafeInNoBytes() throws IOException {
    start();
    oracle.close();

    assertArrayEquals(
        new byte[0], call(channel, "tsoracle.v1.TsoService/GetCurrentMaxSafe", new byte[0]));
  }

  @Test
  void shouldAnswerLaterQuestionsWithGreaterNumbers() throws IOException {
    start();
    long last = 0;
    for (int count : new int[] {1, 262_144, 1, 200_000, 100_000, 1}) {
      GetTsResponse answer = ask(count);
      long first = (answer.getPhysicalMs() << 18) + answer.getLogicalStart();

      assertEquals(count, answer.getCount());
      assertTrue(answer.getLogicalStart() + count <= 262_144, "it leaves its millisecond");
      assertTrue(first > last, "it is not greater");
      assertEquals(oracle.epoch(), answer.getEpochLo());
      last = first + count - 1;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 262_145, -1, Integer.MIN_VALUE})
  void shouldRefuseACountOutOfRange(int count) throws IOException {
    start();

    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "the count is out of range, it must be 1..262144: count=" + Integer.toUnsignedString(count),
        () -> ask(count));
  }

  @Test
  void shouldSayBelowWhichMillisecondNothingIsIssuedAnyMore() throws IOException {
    start();
    long answered = ask(1).getPhysicalMs();
    clock.advance(Duration.ofSeconds(1));

    GetCurrentMaxSafeResponse safe =
        stub().getCurrentMaxSafe(GetCurrentMaxSafeRequest.getDefaultInstance());

    assertTrue(safe.getMaxSafePhysicalMs() >= answered, "it lags");
    assertEquals(oracle.epoch(), safe.getEpochLo());
    assertTrue(ask(1).getPhysicalMs() > safe.getMaxSafePhysicalMs(), "it was not safe");
  }

  static Stream<Function<TsoServiceGrpc.TsoServiceBlockingStub, Object>> absent() {
    return Stream.of(
        stub -> stub.getSeq(GetSeqRequest.getDefaultInstance()),
        stub -> stub.getSeqBatch(GetSeqBatchRequest.getDefaultInstance()),
        stub -> stub.acquireLease(AcquireLeaseRequest.getDefaultInstance()),
        stub -> stub.renewLease(RenewLeaseRequest.getDefaultInstance()),
        stub -> stub.releaseLease(ReleaseLeaseRequest.getDefaultInstance()),
        stub -> stub.getSafeFrontier(GetSafeFrontierRequest.getDefaultInstance()));
  }

  @ParameterizedTest
  @MethodSource("absent")
  void shouldSayWhatItDoesNotHave(Function<TsoServiceGrpc.TsoServiceBlockingStub, Object> call)
      throws IOException {
    start();

    StatusRuntimeException refusal =
        assertThrows(StatusRuntimeException.class, () -> call.apply(stub()));

    assertEquals(Status.Code.UNIMPLEMENTED, refusal.getStatus().getCode());
    assertTrue(
        refusal.getStatus().getDescription().startsWith("this server has no "), "" + refusal);
  }

  @Test
  void shouldKeepToItselfWhatItsStoreSays() throws IOException {
    start();
    mark.fail("no space on /secret/disk");
    clock.advance(Duration.ofSeconds(10));

    assertRefused(
        Status.Code.UNAVAILABLE,
        "the store of the oracle does not answer or has failed; its log says why",
        () -> ask(1));

    mark.work();
    assertEquals(1, ask(1).getCount());
  }

  @Test
  void shouldRefuseWhenItIsTooFarAheadOfItsClock() throws IOException {
    start();
    ask(1);
    clock.set(START.minusSeconds(3600));

    StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, () -> ask(1));

    assertEquals(Status.Code.UNAVAILABLE, refusal.getStatus().getCode());
  }

  @Test
  void shouldSayThatItShutsDown() throws IOException {
    start();
    oracle.close();

    assertRefused(Status.Code.UNAVAILABLE, "the oracle is shutting down", () -> ask(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tsoracle.v1.TsoService"})
  void shouldBeHealthyWhileItServes(String service) throws IOException {
    start();
    Iterator<ServingStatus> health =
        Stream.of(HealthCheckRequest.newBuilder().setService(service).build())
            .map(HealthGrpc.newBlockingStub(channel)::watch)
            .map(OracleServerTest::statuses)
            .findFirst()
            .orElseThrow();
    ServingStatus first = health.next();
    assertEquals(ServingStatus.SERVING, first == ServingStatus.SERVING ? first : health.next());

    clock.set(START.minusSeconds(3600));
    assertEquals(ServingStatus.NOT_SERVING, health.next());

    clock.set(START);
    assertEquals(ServingStatus.SERVING, health.next());
  }

  private static Iterator<ServingStatus> statuses(
      Iterator<io.grpc.health.v1.HealthCheckResponse> answers) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return answers.hasNext();
      }

      @Override
      public ServingStatus next() {
        return answers.next().getStatus();
      }
    };
  }

  @Test
  void shouldListItsServices() throws IOException {
    start();

    assertEquals(
        List.of(
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "tsoracle.v1.TsoService"),
        Reflection.services(channel));
  }

  @Test
  void shouldRefuseAMessageThatIsTooLong() throws IOException {
    start();

    StatusRuntimeException refusal =
        assertThrows(
            StatusRuntimeException.class,
            () -> call(channel, "tsoracle.v1.TsoService/GetTs", new byte[64 * 1024 + 1]));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal.getStatus().getCode());
    assertEquals(1, ask(1).getCount());
  }

  @Test
  void shouldAnswerOthersWhileGarbageArrives() throws IOException {
    start();
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(30_000);
      try {
        socket.getOutputStream().write(garbage);
        socket.getInputStream().readAllBytes(); // Until the server has closed it.
      } catch (IOException e) {
        assertFalse(e instanceof java.net.SocketTimeoutException, "it stays open");
      }

      assertEquals(1, ask(1).getCount());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "08ffffffffffffffffffff01", "0a05", "ff"})
  void shouldRefuseBytesThatAreNoMessage(String hex) throws IOException {
    start();
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThrows(
        StatusRuntimeException.class, () -> call(channel, "tsoracle.v1.TsoService/GetTs", bytes));
    assertEquals(1, ask(1).getCount());
  }

  @Test
  void shouldAnswerWhatIsUnderWayBeforeItStops() throws Exception {
    start();
    mark.hold();
    clock.advance(Duration.ofSeconds(10));
    Future<GetTsResponse> answer = questionUnderWay();

    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(this::stopServer);
    awaitRefusedConnection();
    mark.release();

    assertTrue(stopped.get(30, TimeUnit.SECONDS), "a call was cancelled");
    assertEquals(1, answer.get(30, TimeUnit.SECONDS).getCount());
  }

  @Test
  void shouldStopWithinItsGraceThoughTheStoreHangs() throws Exception {
    start();
    mark.hold();
    clock.advance(Duration.ofSeconds(10));
    Future<GetTsResponse> answer = questionUnderWay();

    assertFalse(server.stop(Duration.ofMillis(1)), "a call that hangs was answered");

    assertThrows(Exception.class, () -> answer.get(30, TimeUnit.SECONDS));
    mark.release();
  }

  private Future<GetTsResponse> questionUnderWay() throws InterruptedException {
    Future<GetTsResponse> answer =
        TsoServiceGrpc.newFutureStub(channel).getTs(GetTsRequest.newBuilder().setCount(1).build());
    mark.awaitHeld();
    // An answer to a later question on the same connection: the server has got this one.
    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    return answer;
  }

  private boolean stopServer() {
    try {
      return server.stop(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitRefusedConnection() throws IOException, InterruptedException {
    while (true) {
      try {
        new Socket("localhost", server.port()).close();
        TimeUnit.MILLISECONDS.sleep(1);
      } catch (ConnectException e) {
        return;
      }
    }
  }

  private static void assertRefused(Status.Code code, String description, Runnable call) {
    StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, call::run);

    assertEquals(code, refusal.getStatus().getCode());
    assertEquals(description, refusal.getStatus().getDescription());
  }
}
