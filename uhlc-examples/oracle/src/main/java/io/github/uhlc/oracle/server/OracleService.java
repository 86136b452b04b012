package io.github.uhlc.oracle.server;

import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.oracle.NotServingException;
import io.github.uhlc.oracle.OracleGrant;
import io.github.uhlc.oracle.OracleTimestamp;
import io.github.uhlc.oracle.TimestampOracle;
import io.github.uhlc.oracle.wire.AcquireLeaseRequest;
import io.github.uhlc.oracle.wire.AcquireLeaseResponse;
import io.github.uhlc.oracle.wire.GetCurrentMaxSafeRequest;
import io.github.uhlc.oracle.wire.GetCurrentMaxSafeResponse;
import io.github.uhlc.oracle.wire.GetSafeFrontierRequest;
import io.github.uhlc.oracle.wire.GetSafeFrontierResponse;
import io.github.uhlc.oracle.wire.GetSeqBatchRequest;
import io.github.uhlc.oracle.wire.GetSeqBatchResponse;
import io.github.uhlc.oracle.wire.GetSeqRequest;
import io.github.uhlc.oracle.wire.GetSeqResponse;
import io.github.uhlc.oracle.wire.GetTsRequest;
import io.github.uhlc.oracle.wire.GetTsResponse;
import io.github.uhlc.oracle.wire.ReleaseLeaseRequest;
import io.github.uhlc.oracle.wire.ReleaseLeaseResponse;
import io.github.uhlc.oracle.wire.RenewLeaseRequest;
import io.github.uhlc.oracle.wire.RenewLeaseResponse;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * The calls of {@code tsoracle.v1}, answered by an oracle that has its mark for itself. What
 * clients are told of a failure names no file and no class. This class is thread-safe.
 */
final class OracleService extends TsoServiceGrpc.TsoServiceImplBase {
  private static final String NO_SEQUENCES = "this server has no sequences";
  private static final String NO_LEASES = "this server has no stamping leases";

  private final TimestampOracle oracle;

  OracleService(TimestampOracle oracle) {
    this.oracle = oracle;
  }

  @Override
  public void getTs(GetTsRequest request, StreamObserver<GetTsResponse> answer) {
    int count = request.getCount();
    if (Integer.compareUnsigned(count - 1, OracleTimestamp.MAX_COUNT) >= 0) {
      Status status =
          Status.INVALID_ARGUMENT.withDescription(
              "the count is out of range, it must be 1..262144: count="
                  + Integer.toUnsignedString(count));
      answer.onError(status.asRuntimeException());
      return;
    }
    try {
      OracleGrant grant = oracle.grant(count);
      OracleTimestamp first = grant.first();
      answer.onNext(
          GetTsResponse.newBuilder()
              .setPhysicalMs(first.physicalMillis())
              .setLogicalStart(first.logical())
              .setCount(count)
              .setEpochLo(grant.epoch())
              .build());
      answer.onCompleted();
    } catch (NotServingException e) {
      answer.onError(status(e).asRuntimeException());
    }
  }

  /**
   * The millisecond before that of a number that is taken now: all numbers from now on are greater
   * than that one.
   */
  @Override
  public void getCurrentMaxSafe(
      GetCurrentMaxSafeRequest request, StreamObserver<GetCurrentMaxSafeResponse> answer) {
    GetCurrentMaxSafeResponse.Builder response = GetCurrentMaxSafeResponse.newBuilder();
    try {
      OracleGrant grant = oracle.grant(1);
      response
          .setMaxSafePhysicalMs(Math.max(0, grant.first().physicalMillis() - 1))
          .setEpochLo(grant.epoch());
    } catch (NotServingException e) {
      // Zero, as the wire has it for a node that does not serve.
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static Status status(NotServingException refusal) {
    Throwable cause = refusal.getCause();
    if (refusal.state() == TimestampOracle.State.CLOSED) {
      return Status.UNAVAILABLE.withDescription("the oracle is shutting down");
    }
    if (cause instanceof HighWaterMarkException) {
      return Status.UNAVAILABLE.withDescription(
          "the store of the oracle does not answer or has failed; its log says why");
    }
    if (cause instanceof IllegalStateException) {
      return Status.OUT_OF_RANGE.withDescription(
          "the clock of the oracle is outside the format, which ends in 2106");
    }
    return cause == null
        ? Status.UNAVAILABLE.withDescription(refusal.getMessage())
        : Status.UNAVAILABLE.withDescription("the oracle has failed; its log says why");
  }

  @Override
  public void getSeq(GetSeqRequest request, StreamObserver<GetSeqResponse> answer) {
    refuse(answer, NO_SEQUENCES);
  }

  @Override
  public void getSeqBatch(GetSeqBatchRequest request, StreamObserver<GetSeqBatchResponse> answer) {
    refuse(answer, NO_SEQUENCES);
  }

  @Override
  public void acquireLease(
      AcquireLeaseRequest request, StreamObserver<AcquireLeaseResponse> answer) {
    refuse(answer, NO_LEASES);
  }

  @Override
  public void renewLease(RenewLeaseRequest request, StreamObserver<RenewLeaseResponse> answer) {
    refuse(answer, NO_LEASES);
  }

  @Override
  public void releaseLease(
      ReleaseLeaseRequest request, StreamObserver<ReleaseLeaseResponse> answer) {
    refuse(answer, NO_LEASES);
  }

  @Override
  public void getSafeFrontier(
      GetSafeFrontierRequest request, StreamObserver<GetSafeFrontierResponse> answer) {
    refuse(answer, NO_LEASES);
  }

  private static void refuse(StreamObserver<?> answer, String reason) {
    answer.onError(Status.UNIMPLEMENTED.withDescription(reason).asRuntimeException());
  }
}
