package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a report goes to.
 *
 * @param path where it is
 * @param mayExist whether a file that is there may be overwritten
 */
record OutputFile(Path path, boolean mayExist) {
  /**
   * Checks that it can be written, as far as that shows before.
   *
   * @throws BadOptionException if not, with a message for people
   */
  void check() {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BadOptionException("there is no such directory: " + parent);
    }
    if (Files.isDirectory(path)) {
      throw new BadOptionException("this is a directory: " + path);
    }
    if (!mayExist && Files.exists(path)) {
      throw new BadOptionException(
          "the file exists, and is replaced with --overwrite only: " + path);
    }
  }

  /** Returns where it is, the same for any way to say so but symbolic links. */
  Path place() {
    return path.toAbsolutePath().normalize();
  }

  void write(String content) throws IOException {
    if (mayExist) {
      Files.writeString(path, content);
    } else {
      Files.writeString(path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }
}
