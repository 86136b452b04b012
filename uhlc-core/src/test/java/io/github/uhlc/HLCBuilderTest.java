package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.MemoryMark;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HLCBuilderTest {
  private static HLC.Builder withVariable(String value) {
    return new HLC.Builder(name -> name.equals("UHLC_MAX_DELTA_MS") ? value : null);
  }

  @Test
  void shouldHaveDefaults() {
    HLC.Builder builder = withVariable(null);
    HLC first = builder.build();
    HLC second = builder.build();
    assertEquals(Duration.ofMillis(500), first.maxDelta());
    assertNotEquals(first.id(), second.id());
    assertNotEquals(first.clock(), second.clock());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "0500,500", "999999999999999999,999999999999999999"})
  void shouldTakeTheDefaultMaxDeltaFromTheEnvironment(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), withVariable(text).build().maxDelta());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "500ms",
        "1e3",
        "9999999999999999999",
        "\u0661",
        "5\n"
      })
  void shouldRefuseAnUnusableEnvironment(String text) {
    HLC.Builder builder = withVariable(text);
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(refusal.getMessage().contains("UHLC_MAX_DELTA_MS=\""), refusal.getMessage());
    assertEquals(Duration.ZERO, builder.withMaxDelta(Duration.ZERO).build().maxDelta());
  }

  @Test
  void shouldReadTheRealEnvironment() throws Exception {
    assertEquals("PT1.25S", maxDeltaOfAChildWith("1250"));
    assertTrue(maxDeltaOfAChildWith("soon").contains("UHLC_MAX_DELTA_MS=\"soon\""));
  }

  private static String maxDeltaOfAChildWith(String value)
      throws IOException, InterruptedException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder child =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), PrintMaxDelta.class.getName());
    child.environment().put("UHLC_MAX_DELTA_MS", value);
    Process process = child.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** What the child runs. */
  static final class PrintMaxDelta {
    private PrintMaxDelta() {}

    public static void main(String[] args) {
      System.out.print(HLC.create().maxDelta());
    }
  }

  /** What the compiler takes as physical clocks, and the factory that each should have used. */
  static Stream<Arguments> methodsOfAnotherUnit() {
    PhysicalClock seconds = () -> Instant.now().getEpochSecond();
    PhysicalClock millis = System::currentTimeMillis;
    PhysicalClock micros = () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    PhysicalClock nanos = () -> ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    PhysicalClock counter = System::nanoTime;
    return Stream.of(
        arguments(seconds, "PhysicalClock.of(InstantSource)"),
        arguments(millis, "PhysicalClock.ofEpochMillis(LongSupplier)"),
        arguments(micros, "PhysicalClock.of(InstantSource)"),
        arguments(nanos, "PhysicalClock.of(InstantSource)"),
        arguments(counter, "PhysicalClock.monotonic()"));
  }

  @ParameterizedTest
  @MethodSource("methodsOfAnotherUnit")
  void shouldRefuseAClockOfAnotherUnit(PhysicalClock clock, String factory) {
    HLC.Builder builder = HLC.builder().withClock(clock);
    for (int i = 0; i < 1000; i++) {
      String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
      assertTrue(message.contains(factory), message);
    }
    MemoryMark mark = new MemoryMark();
    builder.withHighWaterMark(mark);
    assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals(NTP64.ZERO, mark.bound(), "the mark is as it was");
  }

  @Test
  void shouldTakeTheClocksOfThisLibraryAndThoseSetByHand() {
    try (CoarseClock coarse = PhysicalClock.coarse(Duration.ofMillis(1))) {
      for (PhysicalClock clock :
          List.of(
              PhysicalClock.system(),
              PhysicalClock.monotonic(),
              PhysicalClock.zero(),
              coarse,
              PhysicalClock.of(InstantSource.system()),
              PhysicalClock.of(() -> NTP64.of(Instant.now())),
              PhysicalClock.ofEpochMillis(System::currentTimeMillis),
              PhysicalClock.settable(Instant.EPOCH),
              PhysicalClock.settable(Instant.ofEpochSecond(42)),
              () -> 42)) {
        for (int i = 0; i < 1000; i++) {
          assertSame(clock, HLC.builder().withClock(clock).build().clock());
        }
      }
    }
  }

  @Test
  void shouldReadTheClockOnceAndPassOnWhatItThrows() {
    AtomicLong readings = new AtomicLong();
    HLC.Builder builder = HLC.builder().withClock(readings::incrementAndGet);
    builder.build();
    assertEquals(1, readings.get());
    builder.withHighWaterMark(new MemoryMark()).build();
    assertEquals(2, readings.get());

    ManualClock broken = ManualClock.at(0);
    IllegalStateException failure = new IllegalStateException("no time");
    broken.failWith(failure);
    builder = HLC.builder().withClock(broken);
    assertSame(failure, assertThrows(IllegalStateException.class, builder::build));
    broken.beforeReading(() -> {});
    assertEquals(1, builder.build().newTime());
  }

  @Test
  void shouldRefuseANegativeMaxDelta() {
    HLC.Builder builder = HLC.builder();
    assertEquals(
        "max-delta is negative, it must be zero or more: maxDelta=PT-0.000000001S",
        assertThrows(
                IllegalArgumentException.class, () -> builder.withMaxDelta(Duration.ofNanos(-1)))
            .getMessage());
    assertEquals(
        Duration.ofSeconds(Long.MAX_VALUE),
        builder.withMaxDelta(Duration.ofSeconds(Long.MAX_VALUE)).build().maxDelta());
  }
}
