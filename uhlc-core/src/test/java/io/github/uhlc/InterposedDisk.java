package io.github.uhlc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/** A disk that lets a test do something before each of its steps. */
abstract class InterposedDisk extends RecordingDisk {
  /** Something, before a step on a file. */
  abstract void before(String step, Path file) throws IOException;

  @Override
  FileLock tryLock(Path file, RandomAccessFile open, long position, boolean isShared)
      throws IOException {
    before("lock", file);
    return super.tryLock(file, open, position, isShared);
  }

  @Override
  byte[] read(Path file, RandomAccessFile in, int maxBytes) throws IOException {
    before("read", file);
    return super.read(file, in, maxBytes);
  }

  @Override
  void write(Path file, RandomAccessFile out, long offset, byte[] bytes) throws IOException {
    before("write", file);
    super.write(file, out, offset, bytes);
  }

  @Override
  void force(Path file, RandomAccessFile out) throws IOException {
    before("force", file);
    super.force(file, out);
  }

  @Override
  void link(Path file, Path name) throws IOException {
    before("link", file);
    super.link(file, name);
  }

  @Override
  void delete(Path file) throws IOException {
    before("delete", file);
    super.delete(file);
  }

  @Override
  void forceDirectory(Path directory) throws IOException {
    before("force the directory", directory);
    super.forceDirectory(directory);
  }
}
