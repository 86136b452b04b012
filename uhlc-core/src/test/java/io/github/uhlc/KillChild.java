package io.github.uhlc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Stamps and prints, as fast as it can, until it is killed: see {@link KillTest}. */
final class KillChild {
  private static final ID PEER = ID.ofUnsigned(7);

  private KillChild() {}

  /** Which mark the child has; all but the first are broken. */
  enum Kind {
    SOUND,
    /** Never forces the file. */
    UNFORCED,
    /** Answers at once, and writes the bound a while later. */
    WRITTEN_AFTER_USE
  }

  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    Duration offset = Duration.parse(args[2]);
    PhysicalClock system = PhysicalClock.system();
    // What is not forced is lost when this process is killed.
    LossyDisk disk = kind == Kind.UNFORCED ? new LossyDisk.Forgetful() : new LossyDisk();
    FileHighWaterMark file = FileHighWaterMark.open(Path.of(args[1]), disk);
    HLC hlc =
        HLC.builder()
            .withId(ID.ofUnsigned(0x33))
            .withClock(() -> NtpBits.plus(system.ntp64(), offset))
            .withHighWaterMark(kind == Kind.WRITTEN_AFTER_USE ? new LateMark(file) : file)
            .withWindow(Duration.ofMillis(20))
            .withMaxStartLead(Duration.ofHours(2))
            .build();
    print(hlc, new BufferedOutputStream(System.out, 1 << 10));
  }

  private static void print(HLC hlc, OutputStream out) throws IOException {
    while (true) {
      printLine(out, hlc.newTime());
      for (Timestamp timestamp : hlc.newTimestamps(3)) {
        printLine(out, timestamp.ntp64());
      }
      long ahead = NtpBits.plus(hlc.clock().ntp64(), Duration.ofMillis(5));
      printLine(out, hlc.newTimestampAfter(Timestamp.of(ahead, PEER)).ntp64());
    }
  }

  private static void printLine(OutputStream out, long ntp) throws IOException {
    out.write(String.format(Locale.ROOT, "%016x\n", ntp).getBytes(StandardCharsets.US_ASCII));
  }

  /** Has the bound written by the next extension only. */
  private static final class LateMark implements HighWaterMark {
    private final FileHighWaterMark file;
    private NTP64 promised;

    LateMark(FileHighWaterMark file) {
      this.file = file;
      this.promised = file.bound();
    }

    @Override
    public NTP64 bound() {
      return promised;
    }

    @Override
    public void extend(NTP64 current, NTP64 bound) {
      if (promised.isAfter(file.bound())) {
        file.extend(file.bound(), promised);
      }
      promised = bound;
    }
  }
}
