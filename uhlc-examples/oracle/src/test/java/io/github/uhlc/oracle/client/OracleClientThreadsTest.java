package io.github.uhlc.oracle.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads share a client: each sees its own numbers grow, and no two get the same. */
@Timeout(60)
class OracleClientThreadsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 300;

  private final AtomicLong nextPacked = new AtomicLong(1);
  private final AtomicLong answered = new AtomicLong();

  @Test
  void shouldKeepTheOrderOfQuestionsAndAnswers() throws Exception {
    List<Long> all = run(nextPacked::getAndAdd);

    assertEquals(all.size(), all.stream().distinct().count());
    assertEquals(THREADS * ROUNDS, all.size());
  }

  /** The broken twin: a server that, once in a while, repeats what it has answered before. */
  @Test
  void shouldCatchAServerThatGoesBack() {
    AtomicLong calls = new AtomicLong();

    assertThrows(
        OutOfOrderException.class,
        () -> run(count -> calls.incrementAndGet() == 100 ? 1 : nextPacked.getAndAdd(count)));
  }

  private List<Long> run(Function<Integer, Long> numbers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FakeServer server = new FakeServer();
        OracleClient client = OracleClient.builder().endpoints(server.endpoint()).build()) {
      server.always(
          count -> {
            OracleTimestamp first = OracleTimestamp.of(numbers.apply(count));
            return FakeServer.numbers(first.physicalMillis(), first.logical(), count);
          });
      List<Future<List<Long>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(asker(client)));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> result : results) {
        try {
          all.addAll(result.get());
        } catch (java.util.concurrent.ExecutionException e) {
          throw (Exception) e.getCause();
        }
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<List<Long>> asker(OracleClient client) {
    return () -> {
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        long floor = answered.get();
        long number = client.next();
        if (number <= floor) {
          throw new AssertionError("the client gave " + number + " after " + floor);
        }
        answered.accumulateAndGet(number, Math::max);
        numbers.add(number);
      }
      return numbers;
    };
  }

  @Test
  void shouldFailWithoutAServer() throws IOException {
    FakeServer gone = new FakeServer();
    String endpoint = gone.endpoint();
    gone.close();
    try (OracleClient client =
        OracleClient.builder()
            .endpoints(endpoint)
            .callTimeout(java.time.Duration.ofMillis(100))
            .build()) {
      assertThrows(OracleClientException.class, client::next);
    }
  }
}
