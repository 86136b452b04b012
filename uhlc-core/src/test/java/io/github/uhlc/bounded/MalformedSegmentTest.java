package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.SegmentWriter.Said;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformedSegmentTest {
  private static final long SECOND_NANOS = ClockBoundFixture.SECOND_NANOS;
  private static final Said SAID = Said.synchronizedAt(ClockBoundFixture.START_NANOS);

  @TempDir private Path folder;
  private ClockBoundFixture fixture;

  @BeforeEach
  void makeFixture() {
    fixture = new ClockBoundFixture(folder);
  }

  /** What each field may be, and what is said of the others. */
  private enum Malformed {
    AS_OF_SECONDS("out of range"),
    AS_OF_NANOS("out of range"),
    VOID_AFTER_SECONDS("out of range"),
    VOID_AFTER_NANOS("out of range"),
    BOUND("bound_nsec=-1, max_drift_ppb=1000, status=1"),
    DRIFT("bound_nsec=10000, max_drift_ppb=1000000000, status=1"),
    DRIFT_BY_SIGN("max_drift_ppb=4294967295"),
    STATUS("status=4"),
    STATUS_BY_SIGN("status=-1"),
    SIZE("the segment is too short for its version: version=2, size=79, read=80"),
    FIRST_MAGIC("its magic number is another: first=1, second=43420200"),
    SECOND_MAGIC("its magic number is another: first=414d5a4e, second=2");

    private final String trouble;

    Malformed(String trouble) {
      this.trouble = trouble;
    }

    void write(SegmentWriter writer) {
      switch (this) {
        case AS_OF_SECONDS -> writer.bytes().putLong(16, Long.MAX_VALUE / SECOND_NANOS);
        case AS_OF_NANOS -> writer.bytes().putLong(24, SECOND_NANOS);
        case VOID_AFTER_SECONDS -> writer.bytes().putLong(32, -1);
        case VOID_AFTER_NANOS -> writer.bytes().putLong(40, -1);
        case BOUND -> writer.bytes().putLong(48, -1);
        case DRIFT -> writer.bytes().putInt(64, 1_000_000_000);
        case DRIFT_BY_SIGN -> writer.bytes().putInt(64, -1);
        case STATUS -> writer.bytes().putInt(68, 4);
        case STATUS_BY_SIGN -> writer.bytes().putInt(68, -1);
        case SIZE -> writer.bytes().putInt(8, 79);
        case FIRST_MAGIC -> writer.bytes().putInt(0, 1);
        case SECOND_MAGIC -> writer.bytes().putInt(4, 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Malformed.class)
  void shouldRefuseMalformedSegments(Malformed malformed) throws IOException {
    SegmentWriter writer = fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      writer.beginUpdate();
      malformed.write(writer);
      writer.endUpdate();
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      assertTrue(clock.toString().contains(malformed.trouble), clock::toString);
      IOException refusal = assertThrows(IOException.class, fixture::open);
      assertTrue(
          refusal.getMessage().contains(malformed.trouble)
              && refusal.getMessage().endsWith(", path=" + fixture.segment),
          refusal::getMessage);
      writer.initialize(SAID);
      writer.generation(8);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldRefuseAVersion2ThatIsTooShortForIt() throws IOException {
    fixture.write(1, SAID).version(2);
    IOException refusal = assertThrows(IOException.class, fixture::open);
    assertEquals(
        "the segment is too short for its version: version=2, size=72, read=72, path="
            + fixture.segment,
        refusal.getMessage());
  }
}
