package io.github.uhlc.oracle.cli;

import io.github.uhlc.FileHighWaterMark;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the directory of a server's state, which is its mark. */
final class StateDirectory {
  private static final String MARK = "oracle.mark";

  @Option(
      names = "--state-dir",
      paramLabel = "<dir>",
      defaultValue = "uhlc-oracle-data",
      description = "The directory of the state, made if need be. Default: ${DEFAULT-VALUE}.")
  private String directory;

  /** Opens the mark, which nobody else can have open then. */
  FileHighWaterMark open() throws IOException {
    Path path = path();
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new BadOptionException("--state-dir is a file, it must be a directory: value=" + path);
    } catch (IOException e) {
      throw new IOException("the directory of the state cannot be made: directory=" + path, e);
    }
    return FileHighWaterMark.open(path.resolve(MARK));
  }

  /** Returns the directory. */
  Path path() {
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw new BadOptionException("--state-dir is not a path: value=" + directory);
    }
  }
}
