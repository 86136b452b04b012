package io.github.uhlc.jmh;

/** A generator of ids in {@link Peers}: what it is, and what it promises in its documentation. */
enum Peer {
  UHLC("uhlcNewTimestamp", "uhlc newTimestamp", "uhlc-core", "yes", "192-bit object; random ID"),
  UHLC_TIME("uhlcNewTime", "uhlc newTime", "uhlc-core", "yes", "its 64-bit time alone"),
  TEXTBOOK("textbook", "textbook HLC with a lock", "", "yes", "192-bit object; random ID"),
  UUID_CREATOR(
      "uuidCreatorV7",
      "uuid-creator UUIDv7",
      "uuid-creator",
      "yes",
      "`getTimeOrderedEpoch`; UUID with a counter and fresh secure random bits"),
  UUID_CREATOR_FAST(
      "uuidCreatorV7Fast",
      "uuid-creator UUIDv7, fast",
      "uuid-creator",
      "yes",
      "`getTimeOrderedEpochFast`; as before with `ThreadLocalRandom`"),
  UUID_CREATOR_PLUS_1(
      "uuidCreatorV7Plus1",
      "uuid-creator UUIDv7, plus 1",
      "uuid-creator",
      "yes",
      "`getTimeOrderedEpochPlus1`; UUID, new random bits once a millisecond"),
  JAVA_UUID_GENERATOR(
      "javaUuidGeneratorV7",
      "java-uuid-generator UUIDv7",
      "java-uuid-generator",
      "on one thread, while the clock does not go back",
      "`timeBasedEpochGenerator`; UUID, new random bits once a millisecond"),
  TSID(
      "tsid",
      "tsid-creator TSID",
      "tsid-creator",
      "yes",
      "64-bit object; unique if each of up to 1024 nodes is numbered; runs ahead of the clock"
          + " beyond 4096 a millisecond"),
  SNOWFLAKE(
      "agronaSnowflake",
      "Agrona Snowflake",
      "agrona",
      "yes",
      "64-bit number; unique if each of up to 1024 nodes is numbered; waits beyond 4096 a"
          + " millisecond, which is what is measured"),
  SNOWFLAKE_WIDE(
      "agronaSnowflakeWide",
      "Agrona Snowflake, 4 nodes",
      "agrona",
      "yes",
      "as before with 2 bits for the node and 20 for the sequence, so that it never waits"),
  RANDOM_UUID("randomUuid", "UUID.randomUUID", "", "no", "UUID of 122 secure random bits");

  private final String benchmark;
  private final String label;
  private final String artifact;
  private final String monotonic;
  private final String facts;

  Peer(String benchmark, String label, String artifact, String monotonic, String facts) {
    this.benchmark = benchmark;
    this.label = label;
    this.artifact = artifact;
    this.monotonic = monotonic;
    this.facts = facts;
  }

  /** The name of its benchmark, with that of the group. */
  String benchmark() {
    return Peers.class.getSimpleName() + '.' + benchmark;
  }

  /** What people call it. */
  String label() {
    return label;
  }

  /** The artifact that it comes in, empty if that is the JDK or this module. */
  String artifact() {
    return artifact;
  }

  /** Whether its ids increase, in words. */
  String monotonic() {
    return monotonic;
  }

  /** Whether each of its ids is greater than the one before, at least on one thread. */
  boolean isMonotonic() {
    return !monotonic.equals("no");
  }

  /** What an id is, and on what condition it is unique. */
  String facts() {
    return facts;
  }

  /** Whether it is of this project. */
  boolean isUhlc() {
    return artifact.equals("uhlc-core");
  }

  /** The form of uhlc that gives the like: a number for a number, an object for an object. */
  Peer counterpart() {
    return this == SNOWFLAKE || this == SNOWFLAKE_WIDE ? UHLC_TIME : UHLC;
  }
}
