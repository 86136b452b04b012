package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.wire.GetTsRequest;
import io.github.uhlc.oracle.wire.GetTsResponse;
import io.github.uhlc.oracle.wire.LeaderHint;
import io.github.uhlc.oracle.wire.LeaderHints;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server that answers what a test says, and tells what it was asked. */
final class FakeServer extends TsoServiceGrpc.TsoServiceImplBase implements AutoCloseable {
  /** What was asked, with the means to answer. */
  record Question(int count, StreamObserver<GetTsResponse> observer) {
    void answer(GetTsResponse response) {
      observer.onNext(response);
      observer.onCompleted();
    }

    void refuse(StatusRuntimeException refusal) {
      observer.onError(refusal);
    }
  }

  private final Server server;
  private final Queue<Function<Integer, Object>> script = new ConcurrentLinkedQueue<>();
  private volatile Function<Integer, Object> rest;
  private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  FakeServer() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(this)
            .build()
            .start();
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Has the next question answered so; one beyond these is left to {@link #question()}. */
  FakeServer then(Function<Integer, Object> answer) {
    script.add(answer);
    return this;
  }

  /** Has all questions beyond those answered so. */
  FakeServer always(Function<Integer, Object> answer) {
    rest = answer;
    return this;
  }

  /** Takes a question that nothing in the script answers. */
  Question question() throws InterruptedException {
    return questions.take();
  }

  /** How many questions there were. */
  int calls() {
    return calls.get();
  }

  @Override
  public void getTs(GetTsRequest request, StreamObserver<GetTsResponse> observer) {
    Question question = new Question(request.getCount(), observer);
    calls.incrementAndGet();
    Function<Integer, Object> scripted = script.poll();
    Function<Integer, Object> answer = scripted != null ? scripted : rest;
    if (answer == null) {
      questions.add(question);
      return;
    }
    Object said = answer.apply(question.count());
    if (said instanceof GetTsResponse response) {
      question.answer(response);
    } else {
      question.refuse((StatusRuntimeException) said);
    }
  }

  static GetTsResponse numbers(long millis, int logical, int count) {
    return GetTsResponse.newBuilder()
        .setPhysicalMs(millis)
        .setLogicalStart(logical)
        .setCount(count)
        .setEpochLo(7)
        .build();
  }

  static StatusRuntimeException refusal(Status status) {
    return status.asRuntimeException();
  }

  static StatusRuntimeException hint(byte[] bytes) {
    Metadata trailers = new Metadata();
    trailers.put(LeaderHints.KEY, bytes);
    return Status.FAILED_PRECONDITION.asRuntimeException(trailers);
  }

  static StatusRuntimeException hint(LeaderHint hint) {
    return hint(hint.toByteArray());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
