package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A disk whose files get what is forced, and nothing else: the rest is kept in memory, and a kill
 * of the process loses it, as a power failure does. Several marks may share one.
 */
class LossyDisk extends Disk {
  private final Map<Path, byte[]> unforced = new HashMap<>();

  @Override
  synchronized byte[] read(Path file, RandomAccessFile in, int maxBytes) throws IOException {
    byte[] bytes = super.read(file, in, maxBytes);
    byte[] newer = unforced.get(file);
    return newer == null ? bytes : Arrays.copyOf(newer, Math.min(newer.length, maxBytes));
  }

  @Override
  synchronized void write(Path file, RandomAccessFile out, long offset, byte[] bytes)
      throws IOException {
    byte[] content = unforced.get(file);
    if (content == null) {
      content = new byte[(int) out.length()];
      out.seek(0);
      out.readFully(content);
    }
    content = Arrays.copyOf(content, Math.max(content.length, (int) offset + bytes.length));
    System.arraycopy(bytes, 0, content, (int) offset, bytes.length);
    unforced.put(file, content);
  }

  @Override
  synchronized void force(Path file, RandomAccessFile out) throws IOException {
    super.write(file, out, 0, unforced.remove(file));
    super.force(file, out);
  }

  /** The broken twin: leaves the force out, except of a new file, which otherwise stays empty. */
  static final class Forgetful extends LossyDisk {
    @Override
    synchronized void force(Path file, RandomAccessFile out) throws IOException {
      if (file.toString().endsWith(TEMPORARY)) {
        super.force(file, out);
      }
    }
  }
}
