package io.github.uhlc;

import io.github.uhlc.fixture.Seeds;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Stamps and prints, as fast as it can, until it is killed: see {@link KillTest}. */
final class KillChild {
  private static final ID PEER = ID.ofUnsigned(7);

  private KillChild() {}

  /** Which mark the child has. */
  enum Kind {
    REAL_DISK,
    SLOW_LOSSY_DISK,
    /** Broken: never forces the file. */
    UNFORCED,
    /** Broken: answers at once, and writes the bound later. */
    WRITTEN_AFTER_USE
  }

  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    Duration offset = Duration.parse(args[2]);
    PhysicalClock system = PhysicalClock.system();
    FileHighWaterMark file = FileHighWaterMark.open(Path.of(args[1]), disk(kind));
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

  private static Disk disk(Kind kind) {
    return switch (kind) {
      case REAL_DISK -> new Disk();
      case UNFORCED -> new LossyDisk.Forgetful();
      case SLOW_LOSSY_DISK, WRITTEN_AFTER_USE -> new SlowLossyDisk();
    };
  }

  /** Loses what is not forced when the process is killed, and takes its time to force. */
  private static final class SlowLossyDisk extends LossyDisk {
    private static final long MAX_DELAY_NANOS = 20_000_000;

    private final RandomGenerator random = Seeds.random(0);

    @Override
    synchronized void force(Path file, RandomAccessFile out) throws IOException {
      LockSupport.parkNanos(random.nextLong(MAX_DELAY_NANOS));
      super.force(file, out);
    }
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

  /** Answers before it writes. */
  private static final class LateMark implements HighWaterMark {
    private static final long DELAY_MILLIS = 50;

    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
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
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it: that is what is wrong.
    public void extend(NTP64 current, NTP64 bound) {
      promised = bound;
      writer.schedule(() -> file.extend(file.bound(), bound), DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
