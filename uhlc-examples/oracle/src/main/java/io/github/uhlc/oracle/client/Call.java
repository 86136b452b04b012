package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.OracleTimestamp;
import io.github.uhlc.oracle.wire.GetTsRequest;
import io.github.uhlc.oracle.wire.GetTsResponse;
import io.github.uhlc.oracle.wire.LeaderHints;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One of the calls that a client has under way: it asks for all who wait, again and again. */
final class Call implements StreamObserver<GetTsResponse> {
  // State: belongs to whoever runs the step that is due: the thread that starts the call, the
  // network's thread that ends an attempt, or the timer's that begins the next one. Each hands it
  // on through the channel or the timer.

  private static final Set<Status.Code> FINAL =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.OUT_OF_RANGE,
          Status.Code.INTERNAL,
          Status.Code.UNIMPLEMENTED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED);

  private final ClientCore core;
  private List<Ask> asks = List.of();
  private int count;
  private long floorPacked;
  private Route.Hop hop;
  private GetTsResponse response;
  private int failures;

  Call(ClientCore core) {
    this.core = core;
  }

  /** Asks for those who wait, if there are any. */
  void step() {
    asks = core.queue().takeForCall();
    if (asks.isEmpty()) {
      return;
    }
    count = asks.stream().mapToInt(Ask::count).sum();
    floorPacked = core.order().floor();
    hop = core.route().current();
    response = null;
    TsoServiceGrpc.newStub(hop.channel())
        .withDeadlineAfter(core.attemptNanos(asks.get(0)), TimeUnit.NANOSECONDS)
        .getTs(GetTsRequest.newBuilder().setCount(count).build(), this);
  }

  @Override
  public void onNext(GetTsResponse value) {
    response = value;
  }

  @Override
  public void onCompleted() {
    try {
      TimestampRange range = range();
      core.order().accept(floorPacked, range);
      core.route().answered(new Epoch(response.getEpochHi(), response.getEpochLo()));
      failures = 0;
      distribute(range.first().packed());
    } catch (OracleClientException e) {
      fail(e);
    }
    step();
  }

  /** Checks the form of the answer. */
  private TimestampRange range() {
    try {
      if (response.getCount() == count) {
        return new TimestampRange(
            OracleTimestamp.of(response.getPhysicalMs(), response.getLogicalStart()), count);
      }
    } catch (IllegalArgumentException e) {
      // Said below, with all that was answered.
    }
    throw new OracleClientException(
        "the answer is malformed: endpoint="
            + hop.endpoint()
            + ", asked="
            + count
            + ", count="
            + Integer.toUnsignedString(response.getCount())
            + ", physicalMillis="
            + Long.toUnsignedString(response.getPhysicalMs())
            + ", logical="
            + Integer.toUnsignedString(response.getLogicalStart()),
        null);
  }

  private void distribute(long firstPacked) {
    long nextPacked = firstPacked;
    for (Ask ask : asks) {
      ask.answer().complete(new TimestampRange(OracleTimestamp.of(nextPacked), ask.count()));
      nextPacked += ask.count();
    }
  }

  @Override
  public void onError(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    OracleClientException problem = core.problem(hop.endpoint(), status, failure);
    if (FINAL.contains(status.getCode())) {
      fail(problem);
      step();
      return;
    }
    boolean isHinted =
        core.route()
            .failed(
                hop,
                status.getCode() == Status.Code.FAILED_PRECONDITION
                    ? LeaderHints.read(Status.trailersFromThrowable(failure))
                    : Optional.empty());
    List<Ask> expired = asks.stream().filter(core::isExpired).toList();
    List<Ask> left = asks.stream().filter(ask -> !core.isExpired(ask)).toList();
    expired.forEach(ask -> ask.answer().completeExceptionally(problem));
    if (!core.queue().putBack(left)) {
      left.forEach(ask -> ask.answer().completeExceptionally(ClientCore.closed()));
      return;
    }
    failures++;
    core.later(this::step, failures, isHinted);
  }

  private void fail(OracleClientException problem) {
    asks.forEach(ask -> ask.answer().completeExceptionally(problem));
  }
}
