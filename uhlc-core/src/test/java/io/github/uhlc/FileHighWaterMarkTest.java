package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHighWaterMarkTest {
  private static final NTP64 EARLY = NTP64.ofBits(1L << 62);
  private static final NTP64 LATE = NTP64.ofBits((1L << 63) + 5); // negative as a long

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("mark");
  }

  private static NTP64 reopened(Path path) {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
      return mark.bound();
    }
  }

  @Test
  void shouldStartAtZero() throws IOException {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      assertEquals(NTP64.ZERO, mark.bound());
    }
    assertEquals(NTP64.ZERO, reopened(path()));
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> names = files.map(Path::getFileName).sorted().toList();
      assertEquals(List.of(Path.of("mark"), Path.of("mark.lock")), names);
    }
  }

  @Test
  void shouldKeepTheBoundOfTheLastExtension() {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      mark.extend(NTP64.ZERO, EARLY);
      assertEquals(EARLY, mark.bound());
      mark.extend(EARLY, LATE);
      assertEquals(LATE, mark.bound());
    }
    assertEquals(LATE, reopened(path()));
    assertEquals(LATE, reopened(path()), "and opening changes nothing");
  }

  @Test
  void shouldReachTheEndOfTheFormat() {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      mark.extend(NTP64.ZERO, NTP64.MAX);
    }
    assertEquals(NTP64.MAX, reopened(path()));
  }

  @Test
  void shouldRefuseABoundThatIsNotBeyond() throws IOException {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      mark.extend(NTP64.ZERO, LATE);
      byte[] before = Files.readAllBytes(path());
      for (NTP64 bound : List.of(NTP64.ZERO, EARLY, LATE)) {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> mark.extend(LATE, bound));
        assertEquals(
            "the new bound is not above the current one: current=" + LATE + ", bound=" + bound,
            refused.getMessage());
      }
      assertEquals(LATE, mark.bound());
      assertArrayEquals(before, Files.readAllBytes(path()));
    }
  }

  @Test
  void shouldTellTheSecondOfTwoClocksOnOneMark() throws IOException {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      mark.extend(NTP64.ZERO, EARLY);
      HighWaterMarkException refused =
          assertThrows(HighWaterMarkException.class, () -> mark.extend(NTP64.ZERO, LATE));
      assertEquals(
          "another clock has extended the mark, each clock needs a mark of its own:"
              + " current=1970-01-01T00:00:00.000000000Z, bound="
              + EARLY.toRfc3339()
              + ": file="
              + path().toRealPath(),
          refused.getMessage());
      mark.extend(EARLY, LATE);
    }
    assertEquals(LATE, reopened(path()));
  }

  @Test
  void shouldRefuseNull() {
    assertThrows(NullPointerException.class, () -> FileHighWaterMark.open(null));
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      assertThrows(NullPointerException.class, () -> mark.extend(NTP64.ZERO, null));
      assertThrows(NullPointerException.class, () -> mark.extend(null, LATE));
      mark.extend(NTP64.ZERO, EARLY);
    }
  }

  @Test
  void shouldBeUselessOnceClosed() {
    FileHighWaterMark mark = FileHighWaterMark.open(path());
    mark.extend(NTP64.ZERO, EARLY);
    mark.close();
    mark.close();
    String message = "the mark is closed: file=" + path();
    assertEquals(message, assertThrows(HighWaterMarkException.class, mark::bound).getMessage());
    assertEquals(
        message,
        assertThrows(HighWaterMarkException.class, () -> mark.extend(EARLY, LATE)).getMessage());
    assertEquals(EARLY, reopened(path()));
  }

  @Test
  void shouldLeaveALaterOpenerAloneWhenClosedTwice() {
    FileHighWaterMark mark = FileHighWaterMark.open(path());
    mark.close();
    try (FileHighWaterMark later = FileHighWaterMark.open(path())) {
      mark.close();
      later.extend(NTP64.ZERO, LATE);
      assertThrows(HighWaterMarkException.class, () -> FileHighWaterMark.open(path()));
    }
  }

  @Test
  void shouldShowItselfAlsoWhenClosed() {
    FileHighWaterMark mark = FileHighWaterMark.open(path());
    mark.extend(NTP64.ZERO, LATE);
    mark.close();
    assertEquals(
        "FileHighWaterMark[file=" + path() + ", bound=" + LATE.toRfc3339() + "]", mark.toString());
  }

  @Test
  void shouldFitItsFileToTheDescribedFormat() throws IOException {
    try (FileHighWaterMark mark = FileHighWaterMark.open(path())) {
      mark.extend(NTP64.ZERO, NTP64.ofBits(0x0123_4567_89AB_CDEFL));
    }
    byte[] file = Files.readAllBytes(path());
    assertEquals(8192, file.length);
    for (int start : new int[] {0, 4096}) {
      String magicAndVersion = "7568" + "6c63" + "6d61" + "726b" + "00000001";
      assertEquals(magicAndVersion, hex(file, start, 12));
      assertEquals("0123456789abcdef", hex(file, start + 16, 8));
      assertFalse(hex(file, start + 24, 16).matches("0+"), "the opener");
      assertTrue(hex(file, start + 40, 4056).matches("0+"), "the rest");
    }
    assertEquals(hex(file, 0, 4096), hex(file, 4096, 4096));
  }

  private static String hex(byte[] bytes, int start, int length) {
    return HexFormat.of().formatHex(bytes, start, start + length);
  }
}
