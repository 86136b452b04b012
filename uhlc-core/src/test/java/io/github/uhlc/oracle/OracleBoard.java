package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that processes share: what their clients were answered, and what their wall clocks show.
 * What a client writes here after it was answered, another one reads before it asks, so the first
 * answer was there before the second question, whatever any clock shows. It outlives those who
 * write it, also if they are killed.
 */
final class OracleBoard {
  // State: numbers of 64 bits. The greatest answer and the greatest epoch are raised by any client,
  // by compare-and-set. Each process has a page, which its parent writes the clock of; each of its
  // threads a row there, which that thread alone writes. All accesses are volatile.

  static final int THREADS = 3;

  private static final int PAGE = 4096;
  private static final int ROW = 1024;
  private static final int GREATEST = 0;
  private static final int GREATEST_EPOCH = 8;

  // In a page.
  private static final int OFFSET = 0;
  private static final int FROZEN = 8;
  private static final int SERVED_EPOCH = 16;
  private static final int SERVED_NANOS = 24;

  // In a row.
  private static final int ANSWERS = 0;
  private static final int LATE = 8;
  private static final int WRONG = 16;
  private static final int WRONG_FLOOR = 24;
  private static final int WRONG_ANSWER = 32;
  private static final int TENURES = 40;
  private static final int TENURE = 24;
  private static final int MAX_TENURES = (ROW - TENURES) / TENURE;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  private OracleBoard(ByteBuffer memory) {
    this.memory = memory;
  }

  /** The board in a file, with pages for so many processes. */
  static OracleBoard open(Path file, int processes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = (processes + 1L) * PAGE;
      return new OracleBoard(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
    }
  }

  private long get(int at) {
    return (long) LONGS.getVolatile(memory, at);
  }

  private void set(int at, long value) {
    LONGS.setVolatile(memory, at, value);
  }

  private void raise(int at, long value) {
    long seen = get(at);
    while (Long.compareUnsigned(value, seen) > 0 && !LONGS.compareAndSet(memory, at, seen, value)) {
      seen = get(at);
    }
  }

  private static int page(int process) {
    return (process + 1) * PAGE;
  }

  private static int row(int process, int thread) {
    return page(process) + ROW + (thread % THREADS) * ROW;
  }

  /** The greatest number that anybody was answered. */
  long greatest() {
    return get(GREATEST);
  }

  long greatestEpoch() {
    return get(GREATEST_EPOCH);
  }

  /** Sets how far a process's clock is off, and what it shows if it stands still, else 0. */
  void setClock(int process, long offsetNtp, long frozenNtp) {
    set(page(process) + OFFSET, offsetNtp);
    set(page(process) + FROZEN, frozenNtp);
  }

  /** What a process's clock shows. */
  long clockNtp(int process, long wallNtp) {
    long frozenNtp = get(page(process) + FROZEN);
    return frozenNtp != 0 ? frozenNtp : wallNtp + get(page(process) + OFFSET);
  }

  /** Notes what a client knew when it asked, and what it was answered. */
  void answered(int process, int thread, long floor, long epochFloor, OracleGrant grant) {
    int row = row(process, thread);
    boolean isGreater = Long.compareUnsigned(grant.first().packed(), floor) > 0;
    boolean isOfLaterEpoch = Long.compareUnsigned(grant.epoch(), epochFloor) >= 0;
    if (!isGreater || !isOfLaterEpoch) {
      set(row + WRONG_FLOOR, floor);
      set(row + WRONG_ANSWER, grant.first().packed());
      set(row + WRONG, get(row + WRONG) + 1);
    }
    noteTenure(row, grant);
    if (get(page(process) + SERVED_EPOCH) != grant.epoch()) {
      set(page(process) + SERVED_NANOS, System.nanoTime());
      set(page(process) + SERVED_EPOCH, grant.epoch());
    }
    raise(GREATEST, grant.last().packed());
    raise(GREATEST_EPOCH, grant.epoch());
    set(row + ANSWERS, get(row + ANSWERS) + grant.count());
  }

  private void noteTenure(int row, OracleGrant grant) {
    int at = row + TENURES;
    int end = at + MAX_TENURES * TENURE;
    while (at < end && get(at) != 0 && get(at) != grant.epoch()) {
      at += TENURE;
    }
    if (at < end) {
      if (get(at) == 0) {
        set(at + 8, grant.first().packed());
        set(at, grant.epoch());
      }
      set(at + 16, grant.last().packed());
    }
  }

  void threwAway(int process, int thread) {
    set(row(process, thread) + LATE, get(row(process, thread) + LATE) + 1);
  }

  /** The epoch that a process has answered from last, and since when; 0 if it never has. */
  long servedEpoch(int process) {
    return get(page(process) + SERVED_EPOCH);
  }

  long servedNanos(int process) {
    return get(page(process) + SERVED_NANOS);
  }

  private long sum(int processes, int field) {
    long sum = 0;
    for (int i = 0; i < processes * THREADS; i++) {
      sum += get(row(i / THREADS, i % THREADS) + field);
    }
    return sum;
  }

  long answers(int processes) {
    return sum(processes, ANSWERS);
  }

  /** How many numbers were taken and not handed out, as the lease had ended. */
  long late(int processes) {
    return sum(processes, LATE);
  }

  /** What was out of order, for people. */
  List<String> outOfOrder(int processes) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < processes * THREADS; i++) {
      int row = row(i / THREADS, i % THREADS);
      if (get(row + WRONG) != 0) {
        found.add(
            get(row + WRONG)
                + " answers of process "
                + i / THREADS
                + " were out of order: one="
                + OracleTimestamp.of(get(row + WRONG_ANSWER))
                + ", known before="
                + OracleTimestamp.of(get(row + WRONG_FLOOR)));
      }
    }
    return found;
  }

  /** The numbers that a thread was answered from one epoch: those between two. */
  record Tenure(int process, NTP64 epoch, OracleTimestamp first, OracleTimestamp last) {}

  List<Tenure> tenures(int processes) {
    List<Tenure> tenures = new ArrayList<>();
    for (int i = 0; i < processes * THREADS; i++) {
      int start = row(i / THREADS, i % THREADS) + TENURES;
      for (int at = start; at < start + MAX_TENURES * TENURE && get(at) != 0; at += TENURE) {
        OracleTimestamp first = OracleTimestamp.of(get(at + 8));
        // None yet if it was killed just then.
        OracleTimestamp last = get(at + 16) == 0 ? first : OracleTimestamp.of(get(at + 16));
        tenures.add(new Tenure(i / THREADS, NTP64.ofBits(get(at)), first, last));
      }
    }
    return tenures;
  }
}
