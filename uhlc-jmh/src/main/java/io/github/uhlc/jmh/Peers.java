package io.github.uhlc.jmh;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import com.github.f4b6a3.tsid.Tsid;
import com.github.f4b6a3.tsid.TsidFactory;
import com.github.f4b6a3.uuid.UuidCreator;
import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Generators of ids, each used as its documentation has it: one instance that is kept, numbered
 * where it wants a node number.
 */
public class Peers extends StandardGroup {
  private static final int CHECKED = 20_000;
  private static final int NODE = 1;
  private static final int WIDE_NODE_BITS = 2;
  private static final int WIDE_SEQUENCE_BITS = 20;

  private final HLC hlc = HLC.create();
  private final TextbookClock textbookClock = TextbookClock.create();
  private final TimeBasedEpochGenerator epochGenerator = Generators.timeBasedEpochGenerator();
  private final TsidFactory tsidFactory = TsidFactory.newInstance1024(NODE);
  private final SnowflakeIdGenerator snowflake = new SnowflakeIdGenerator(NODE);
  private final SnowflakeIdGenerator wideSnowflake =
      new SnowflakeIdGenerator(
          WIDE_NODE_BITS, WIDE_SEQUENCE_BITS, NODE, 0, SystemEpochClock.INSTANCE);

  /**
   * Checks that the ids are unique, and increase if they are said to. Only those that will be
   * measured: the others would show in the profile of the code they share.
   */
  @Setup
  public void check(BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    Optional<Peer> measured =
        Arrays.stream(Peer.values()).filter(p -> benchmark.endsWith(p.benchmark())).findAny();
    claim(measured.isPresent() || benchmark.contains(".floor"), "the peer is one that is known");
    measured.ifPresent(this::check);
  }

  private void check(Peer peer) {
    switch (peer) {
      case UHLC -> check(peer, this::uhlcNewTimestamp, Comparator.naturalOrder());
      case UHLC_TIME -> check(peer, this::uhlcNewTime, Long::compareUnsigned);
      case TEXTBOOK -> check(peer, this::textbook, Comparator.naturalOrder());
      case UUID_CREATOR -> checkVersion7(peer, this::uuidCreatorV7);
      case UUID_CREATOR_FAST -> checkVersion7(peer, this::uuidCreatorV7Fast);
      case UUID_CREATOR_PLUS_1 -> checkVersion7(peer, this::uuidCreatorV7Plus1);
      case JAVA_UUID_GENERATOR -> checkVersion7(peer, this::javaUuidGeneratorV7);
      case TSID -> check(peer, this::tsid, Comparator.naturalOrder());
      case SNOWFLAKE -> check(peer, this::agronaSnowflake, Comparator.naturalOrder());
      case SNOWFLAKE_WIDE -> check(peer, this::agronaSnowflakeWide, Comparator.naturalOrder());
      case RANDOM_UUID -> check(peer, this::randomUuid, Comparator.naturalOrder());
    }
  }

  private static void checkVersion7(Peer peer, Supplier<UUID> source) {
    claim(source.get().version() == 7, "the ids are of UUID version 7");
    // UUID.compareTo is signed, and so not in the order of RFC 9562.
    check(
        peer,
        source,
        Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned));
  }

  private static <T> void check(Peer peer, Supplier<T> source, Comparator<? super T> order) {
    if (peer.isMonotonic()) {
      claimIncreasing(source, order, CHECKED);
    }
    Set<T> seen = new HashSet<>();
    for (int i = 0; i < CHECKED; i++) {
      claim(seen.add(source.get()), "no id comes twice");
    }
  }

  @Benchmark
  public Timestamp uhlcNewTimestamp() {
    return hlc.newTimestamp();
  }

  @Benchmark
  public long uhlcNewTime() {
    return hlc.newTime();
  }

  @Benchmark
  public Timestamp textbook() {
    return textbookClock.newTimestamp();
  }

  @Benchmark
  public UUID uuidCreatorV7() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  @Benchmark
  public UUID uuidCreatorV7Fast() {
    return UuidCreator.getTimeOrderedEpochFast();
  }

  @Benchmark
  public UUID uuidCreatorV7Plus1() {
    return UuidCreator.getTimeOrderedEpochPlus1();
  }

  @Benchmark
  public UUID javaUuidGeneratorV7() {
    return epochGenerator.generate();
  }

  @Benchmark
  public Tsid tsid() {
    return tsidFactory.create();
  }

  @Benchmark
  public long agronaSnowflake() {
    return snowflake.nextId();
  }

  @Benchmark
  public long agronaSnowflakeWide() {
    return wideSnowflake.nextId();
  }

  @Benchmark
  public UUID randomUuid() {
    return UUID.randomUUID();
  }
}
