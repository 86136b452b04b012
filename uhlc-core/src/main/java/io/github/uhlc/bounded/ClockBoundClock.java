package io.github.uhlc.bounded;

import io.github.uhlc.PhysicalClock;
import io.github.uhlc.bounded.ClockBoundSegment.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The system clock with the error bound that the daemon of AWS ClockBound keeps in shared memory,
 * in the layouts of its versions 1 and 2. The daemon needs chrony and runs on any Linux.
 *
 * <p>The bound grows with its age, by the drift that the daemon was told. The clock is {@link
 * ClockStatus#FREE_RUNNING} when the daemon was silent for 5 seconds, and {@link
 * ClockStatus#UNKNOWN} when the daemon's last word is void (after 1000 seconds), its layout is of
 * another version or malformed, or it is from the future of {@link System#nanoTime()}. What the
 * segment says itself, {@link ClockStatus#DISRUPTED} included, passes through. Where the daemon
 * looks for disruptions and this process can see the device {@code /dev/vmclock0}, each reading
 * asks it, and the status is unknown if the virtual machine may have jumped since the daemon
 * looked.
 *
 * <p>A segment that is not initialized yet is unknown until it is. When the daemon is silent, and
 * while there is trouble, readings look up the path again, at most once a second: so a segment that
 * was deleted and made anew, or replaced by another file, is found within 6 seconds. If a file is
 * deleted, its last word grows old as if the daemon were silent. If a file is cut short, the clock
 * is unknown until it is whole again.
 *
 * <p>HAZARD: who may write the segment can show any bound. Who truncates it makes readers fault: on
 * Java 25 that is caught here, but on Java 17 the {@link InternalError} may arise later, anywhere
 * in a thread that has read.
 *
 * <p>Readings are wait-free, whatever the writer does, and need no memory but once for each update.
 * They throw {@link java.time.DateTimeException} while the wall clock is outside
 * 1970-01-01..2106-02-07, and {@link IllegalStateException} once this is closed. This class is
 * thread-safe.
 */
public final class ClockBoundClock extends ErrorBoundClock implements AutoCloseable {
  // State: the last view, null once this is closed; when the path was looked up last.
  // Writers: any reader, by compare-and-set from the view it started with, so that nobody goes back
  // to what was read before, or writes over null, which close has written.
  // Linearization of a reading's bound: the read of the segment's header, or of the view if that
  // has none.
  // Access: volatile, by AtomicReference; a view is immutable.

  private static final String V2_PATH = "/var/run/clockbound/shm0";
  private static final String V1_PATH = "/var/run/clockbound/shm";
  private static final String VM_CLOCK = "/dev/vmclock0";
  private static final long LOOK_UP_NANOS = IntervalBits.NANOS_PER_SECOND;

  private final Path path;
  private final VmClock vmClock;
  private final AtomicReference<View> view = new AtomicReference<>();
  private final AtomicLong lookedUpNanos;

  /**
   * Opens the segment where the daemon keeps it: {@code /var/run/clockbound/shm0}, or {@code
   * /var/run/clockbound/shm} if there is only that.
   *
   * @return the clock, to be closed after use
   * @throws NoSuchFileException if there is none, as no daemon has run since the machine's start
   * @throws IOException if it cannot be read, or is no segment of version 1 or 2
   */
  public static ClockBoundClock open() throws IOException {
    Path v2 = Path.of(V2_PATH);
    Path v1 = Path.of(V1_PATH);
    return open(Files.exists(v2) || !Files.exists(v1) ? v2 : v1);
  }

  /**
   * Opens a segment.
   *
   * @param path the file
   * @return the clock, to be closed after use
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read, or is no segment of version 1 or 2
   */
  public static ClockBoundClock open(Path path) throws IOException {
    return new ClockBoundClock(
        path,
        PhysicalClock.of(InstantSource.system()),
        System::nanoTime,
        new VmClock(Path.of(VM_CLOCK)));
  }

  ClockBoundClock(Path path, PhysicalClock wallClock, LongSupplier nanoCounter, VmClock vmClock)
      throws IOException {
    super(wallClock, nanoCounter);
    this.path = path.toAbsolutePath();
    this.vmClock = vmClock;
    this.lookedUpNanos = new AtomicLong(counterNanos());
    ErrorBound nothing = ErrorBound.unknown("the segment is not initialized yet");
    View first = readAnew(ClockBoundSegment.map(path, vmClock), nothing);
    if (first.header() != 0 && !first.bound().trouble().isEmpty()) {
      throw new IOException(first.bound().trouble() + ", path=" + path);
    }
    view.set(first);
  }

  @Override
  ErrorBound bound() {
    View last = view.get();
    if (last == null) {
      throw new IllegalStateException("the ClockBound clock is closed: path=" + path);
    }
    ClockBoundSegment segment = last.segment();
    try {
      return segment == null || segment.header() == last.header()
          ? last.bound()
          : update(last, segment.read(last)).bound();
    } catch (InternalError e) {
      return update(last, lost("the segment was truncated")).bound();
    }
  }

  private View update(View last, View next) {
    view.compareAndSet(last, next);
    return next;
  }

  private static View lost(String trouble) {
    return new View(null, 0, ErrorBound.unknown(trouble));
  }

  @Override
  boolean renew() {
    long nowNanos = counterNanos();
    long lastNanos = lookedUpNanos.get();
    View last = view.get();
    if (last == null
        || nowNanos - lastNanos < LOOK_UP_NANOS
        || !lookedUpNanos.compareAndSet(lastNanos, nowNanos)) {
      return false;
    }
    try {
      update(last, lookUp(last));
      return true;
    } catch (IOException e) {
      // What was said last holds, and grows old.
      return false;
    }
  }

  private View lookUp(View last) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    if (file.size() < ClockBoundLayout.V1_BYTES) {
      return lost(ClockBoundSegment.tooShort(path, file.size()));
    }
    ClockBoundSegment segment = last.segment();
    boolean isSame = segment != null && segment.isOf(file);
    return readAnew(isSame ? segment : ClockBoundSegment.map(path, vmClock), last.bound());
  }

  /** Whatever the generation is: after nine hours it comes round again. */
  private static View readAnew(ClockBoundSegment segment, ErrorBound otherwise) {
    return segment.read(new View(segment, 0, otherwise));
  }

  /** Ends the use of this clock: readings throw. A second call does nothing. */
  @Override
  public void close() {
    view.set(null);
    vmClock.close();
  }

  /**
   * Returns the path, and what is wrong with the segment if something is.
   *
   * @return for example {@code ClockBoundClock[path=/var/run/clockbound/shm0]}
   */
  @Override
  public String toString() {
    View last = view.get();
    String trouble = last == null ? "closed" : last.bound().trouble();
    return "ClockBoundClock[path=" + path + (trouble.isEmpty() ? "" : ", trouble=" + trouble) + "]";
  }
}
