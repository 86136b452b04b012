package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A mark on a disk that fails as a test wants, and what such tests need. */
abstract class MarkFixture {
  static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path temporary;
  final RecordingDisk disk = new RecordingDisk();
  Path path;

  @BeforeEach
  void locate() throws IOException {
    path = temporary.toRealPath().resolve("mark");
  }

  FileHighWaterMark open() {
    return FileHighWaterMark.open(path, disk);
  }

  NTP64 reopened() {
    try (FileHighWaterMark again = FileHighWaterMark.open(path)) {
      return again.bound();
    }
  }

  static NTP64 ntp(long bits) {
    return NTP64.ofBits(bits);
  }

  static String failure(Executable call) {
    HighWaterMarkException thrown = assertThrows(HighWaterMarkException.class, call);
    assertInstanceOf(IOException.class, thrown.getCause());
    return thrown.getMessage();
  }

  String cannot(String action, String fault) {
    return "cannot " + action + " the mark: injected: " + fault + ": file=" + path;
  }

  static List<String> written(int... offsets) {
    List<String> steps = new ArrayList<>();
    for (int offset : offsets) {
      steps.add("write 4096 bytes of mark at " + offset);
      steps.add("force mark");
    }
    return steps;
  }

  List<String> opened() {
    List<String> steps = written(0, 4096, 0);
    steps.add("force the directory " + path.getParent().getFileName());
    return steps;
  }

  List<String> made() {
    List<String> steps = new ArrayList<>();
    steps.add("delete mark.tmp");
    steps.add("write 8192 bytes of mark.tmp at 0");
    steps.add("force mark.tmp");
    steps.add("link mark.tmp as mark");
    steps.add("delete mark.tmp");
    steps.addAll(opened());
    return steps;
  }

  /** A disk, one step of which runs out of memory. */
  static final class Exhausted extends InterposedDisk {
    private int steps;

    Exhausted(int steps) {
      this.steps = steps;
    }

    void failAfter(int successes) {
      steps = successes;
    }

    @Override
    void before(String step, Path file) {
      steps--;
      if (steps == -1) {
        throw new OutOfMemoryError("injected");
      }
    }
  }
}
