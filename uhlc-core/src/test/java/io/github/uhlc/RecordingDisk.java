package io.github.uhlc;

import io.github.uhlc.fixture.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A disk that records its steps, one of which can be made to fail, or all from one on. What it is
 * told to write, it writes, but it forces nothing: a test is no power failure.
 */
class RecordingDisk extends Disk {
  /** What was done. */
  sealed interface Step {}

  record Write(Path file, int offset, Bytes bytes) implements Step {
    @Override
    public String toString() {
      return "write " + bytes.length() + " bytes of " + file.getFileName() + " at " + offset;
    }
  }

  /** A force; of one that failed nobody knows what it has written. */
  record Force(Path file, boolean succeeded) implements Step {
    @Override
    public String toString() {
      return (succeeded ? "force " : "fail to force ") + file.getFileName();
    }
  }

  record Link(Path file, Path name) implements Step {
    @Override
    public String toString() {
      return "link " + file.getFileName() + " as " + name.getFileName();
    }
  }

  record Delete(Path file) implements Step {
    @Override
    public String toString() {
      return "delete " + file.getFileName();
    }
  }

  record ForceDirectory(Path directory) implements Step {
    @Override
    public String toString() {
      return "force the directory " + directory.getFileName();
    }
  }

  /** The bound that a caller relies on from now on. */
  record Promise(NTP64 bound) implements Step {}

  private final List<Step> steps = new ArrayList<>();
  private int stepsToFault = Integer.MAX_VALUE;
  private int faults;

  /** Lets steps fail, after as many that succeed. */
  void failAfter(int successes, int failures) {
    stepsToFault = successes;
    faults = failures;
  }

  void promise(NTP64 bound) {
    steps.add(new Promise(bound));
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** What was done since the last call. */
  List<String> takeLog() {
    List<String> log = steps.stream().map(Step::toString).toList();
    steps.clear();
    return log;
  }

  /** As long as it is told, in no time. */
  @Override
  long pause(long nanos) {
    return nanos;
  }

  private boolean isFault() {
    if (stepsToFault > 0) {
      stepsToFault--;
      return false;
    }
    faults--;
    return faults >= 0;
  }

  private static IOException fault(String what) {
    return new IOException("injected: " + what);
  }

  /** A fault is a write that ends in the middle of what matters. */
  @Override
  void write(Path file, RandomAccessFile out, long offset, byte[] bytes) throws IOException {
    boolean isFault = isFault();
    byte[] written = isFault ? Arrays.copyOf(bytes, 21) : bytes;
    steps.add(new Write(file, (int) offset, new Bytes(written)));
    super.write(file, out, offset, written);
    if (isFault) {
      throw fault("no space left");
    }
  }

  @Override
  void force(Path file, RandomAccessFile out) throws IOException {
    boolean isFault = isFault();
    steps.add(new Force(file, !isFault));
    if (isFault) {
      throw fault("input/output error");
    }
  }

  @Override
  void link(Path file, Path name) throws IOException {
    if (isFault()) {
      throw fault("cannot link");
    }
    super.link(file, name);
    steps.add(new Link(file, name));
  }

  @Override
  void delete(Path file) throws IOException {
    if (isFault()) {
      throw fault("cannot delete");
    }
    super.delete(file);
    steps.add(new Delete(file));
  }

  @Override
  void forceDirectory(Path directory) throws IOException {
    if (isFault()) {
      throw fault("cannot force the directory");
    }
    steps.add(new ForceDirectory(directory));
  }
}
