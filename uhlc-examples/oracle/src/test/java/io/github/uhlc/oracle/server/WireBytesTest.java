package io.github.uhlc.oracle.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.uhlc.oracle.wire.AcquireLeaseRequest;
import io.github.uhlc.oracle.wire.AcquireLeaseResponse;
import io.github.uhlc.oracle.wire.EpochWire;
import io.github.uhlc.oracle.wire.GetCurrentMaxSafeResponse;
import io.github.uhlc.oracle.wire.GetSafeFrontierResponse;
import io.github.uhlc.oracle.wire.GetSeqBatchRequest;
import io.github.uhlc.oracle.wire.GetSeqBatchResponse;
import io.github.uhlc.oracle.wire.GetSeqRequest;
import io.github.uhlc.oracle.wire.GetSeqResponse;
import io.github.uhlc.oracle.wire.GetTsRequest;
import io.github.uhlc.oracle.wire.GetTsResponse;
import io.github.uhlc.oracle.wire.LeaderHint;
import io.github.uhlc.oracle.wire.ReleaseLeaseRequest;
import io.github.uhlc.oracle.wire.RenewLeaseRequest;
import io.github.uhlc.oracle.wire.RenewLeaseResponse;
import io.github.uhlc.oracle.wire.SeqGrantEntry;
import io.github.uhlc.oracle.wire.SeqRequestEntry;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of each message and the names of the calls, written down by hand from the protocol. */
class WireBytesTest {
  private static final EpochWire EPOCH = EpochWire.newBuilder().setHi(1).setLo(300).build();

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("0803", GetTsRequest.newBuilder().setCount(3).build()),
        Arguments.of("08808010", GetTsRequest.newBuilder().setCount(262_144).build()),
        Arguments.of(
            "08ac02" + "1001" + "1803" + "2005" + "28ffffffffffffffffff01",
            GetTsResponse.newBuilder()
                .setPhysicalMs(300)
                .setLogicalStart(1)
                .setCount(3)
                .setEpochHi(5)
                .setEpochLo(-1)
                .build()),
        Arguments.of(
            "08ac02" + "1001" + "1802",
            GetCurrentMaxSafeResponse.newBuilder()
                .setMaxSafePhysicalMs(300)
                .setEpochHi(1)
                .setEpochLo(2)
                .build()),
        Arguments.of("", GetCurrentMaxSafeResponse.getDefaultInstance()),
        Arguments.of("0801" + "10ac02", EPOCH),
        Arguments.of(
            "0a03613a31" + "1205" + "0801" + "10ac02",
            LeaderHint.newBuilder().setLeaderEndpoint("a:1").setLeaderEpoch(EPOCH).build()),
        Arguments.of(
            "0a026b31" + "1007", GetSeqRequest.newBuilder().setKey("k1").setCount(7).build()),
        Arguments.of(
            "0a026b31" + "1008" + "1807" + "2205" + "0801" + "10ac02",
            GetSeqResponse.newBuilder()
                .setKey("k1")
                .setStart(8)
                .setCount(7)
                .setEpoch(EPOCH)
                .build()),
        Arguments.of(
            "0a06" + "0a026b31" + "1007",
            GetSeqBatchRequest.newBuilder()
                .addEntries(SeqRequestEntry.newBuilder().setKey("k1").setCount(7))
                .build()),
        Arguments.of(
            "0a08" + "0a026b31" + "1008" + "1807" + "1205" + "0801" + "10ac02",
            GetSeqBatchResponse.newBuilder()
                .addGrants(SeqGrantEntry.newBuilder().setKey("k1").setStart(8).setCount(7))
                .setEpoch(EPOCH)
                .build()),
        Arguments.of(
            "0a02ff00" + "1002" + "1803",
            AcquireLeaseRequest.newBuilder()
                .setHolder(ByteString.copyFrom(new byte[] {-1, 0}))
                .setHolderEpoch(2)
                .setTtlMs(3)
                .build()),
        Arguments.of(
            "0801" + "1002" + "1803" + "2205" + "0801" + "10ac02",
            AcquireLeaseResponse.newBuilder()
                .setLeaseId(1)
                .setTsUpperBound(2)
                .setExpiresAtMs(3)
                .setEpoch(EPOCH)
                .build()),
        Arguments.of("0801", RenewLeaseRequest.newBuilder().setLeaseId(1).build()),
        Arguments.of(
            "0802" + "1003" + "1a05" + "0801" + "10ac02",
            RenewLeaseResponse.newBuilder()
                .setTsUpperBound(2)
                .setExpiresAtMs(3)
                .setEpoch(EPOCH)
                .build()),
        Arguments.of("0801", ReleaseLeaseRequest.newBuilder().setLeaseId(1).build()),
        Arguments.of(
            "0801" + "1002" + "1803",
            GetSafeFrontierResponse.newBuilder()
                .setFrontierPhysicalMs(1)
                .setEpochHi(2)
                .setEpochLo(3)
                .build()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldWriteAndReadTheBytesOfTheProtocol(String hex, Message message)
      throws InvalidProtocolBufferException {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertArrayEquals(bytes, message.toByteArray());
    assertEquals(message, message.getParserForType().parseFrom(bytes));
  }

  @Test
  void shouldTellAnAbsentHintFromAnEmptyOne() throws InvalidProtocolBufferException {
    LeaderHint absent = LeaderHint.parseFrom(new byte[0]);
    LeaderHint empty = LeaderHint.parseFrom(HexFormat.of().parseHex("0a001200"));

    assertEquals(
        List.of(false, false, true, true),
        List.of(
            absent.hasLeaderEndpoint(),
            absent.hasLeaderEpoch(),
            empty.hasLeaderEndpoint(),
            empty.hasLeaderEpoch()));
  }

  @Test
  void shouldRefuseCutBytes() {
    byte[] cut = HexFormat.of().parseHex("0a03613a");

    assertThrows(InvalidProtocolBufferException.class, () -> LeaderHint.parseFrom(cut));
  }

  @Test
  void shouldNameTheCallsOfTheProtocol() {
    assertEquals(
        List.of(
            "tsoracle.v1.TsoService/AcquireLease",
            "tsoracle.v1.TsoService/GetCurrentMaxSafe",
            "tsoracle.v1.TsoService/GetSafeFrontier",
            "tsoracle.v1.TsoService/GetSeq",
            "tsoracle.v1.TsoService/GetSeqBatch",
            "tsoracle.v1.TsoService/GetTs",
            "tsoracle.v1.TsoService/ReleaseLease",
            "tsoracle.v1.TsoService/RenewLease"),
        TsoServiceGrpc.getServiceDescriptor().getMethods().stream()
            .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY)
            .map(MethodDescriptor::getFullMethodName)
            .sorted()
            .collect(Collectors.toList()));
  }
}
