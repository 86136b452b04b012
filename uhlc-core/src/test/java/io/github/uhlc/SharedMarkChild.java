package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/**
 * Extends a shared mark again and again, and prints each extension that has returned: see {@link
 * SharedMarkProcessTest}.
 */
final class SharedMarkChild {
  private SharedMarkChild() {}

  /** The broken twin: locks nothing while it reads and writes. */
  private static final class Unlocked extends Disk {
    private static final long LIFE = 1L << 30;

    @Override
    FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
        throws IOException {
      boolean isLife = position == 0 || position == LIFE;
      long own = LIFE + 10 + ProcessHandle.current().pid();
      return super.tryLock(file, open, isLife ? position : own + position % 2, isShared);
    }
  }

  public static void main(String[] args) {
    Disk disk = args[0].equals("UNLOCKED") ? new Unlocked() : new Disk();
    int extensions = Integer.parseInt(args[2]);
    FileHighWaterMark mark = FileHighWaterMark.openShared(Path.of(args[1]), disk);
    for (int done = 0; done < extensions; ) {
      NTP64 current = mark.bound();
      NTP64 bound = NTP64.ofBits(current.bits() + 1);
      try {
        mark.extend(current, bound);
        System.out.println(current + " " + bound);
        done++;
      } catch (HighWaterMarkException e) {
        if (!e.getMessage().startsWith("another clock has extended the mark: ")) {
          throw e;
        }
      }
    }
    mark.close();
  }
}
