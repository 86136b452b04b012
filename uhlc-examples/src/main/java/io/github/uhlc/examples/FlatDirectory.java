package io.github.uhlc.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory with files and nothing else in it. */
public final class FlatDirectory {
  private FlatDirectory() {}

  /**
   * Deletes a directory; other processes may do so as well at the same time.
   *
   * @param directory the directory
   * @throws IOException if it is gone already, or something cannot be deleted
   */
  public static void delete(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
