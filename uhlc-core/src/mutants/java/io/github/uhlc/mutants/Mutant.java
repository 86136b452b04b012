package io.github.uhlc.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A bug made by hand: a patch of the library's source, with two lines before the diff, one that
 * says what the bug is, and one that names the tests that should notice.
 *
 * @param name the name of its file, without its ending
 * @param patch the file
 * @param tests simple names of test classes
 */
record Mutant(String name, Path patch, List<String> tests) {
  private static final String ENDING = ".patch";
  private static final String TESTS = "Tests: ";

  /** Reads a patch. */
  static Mutant read(Path patch) throws IOException {
    List<String> lines = Files.readAllLines(patch);
    int header = 0;
    while (header < lines.size() && !lines.get(header).startsWith("--- ")) {
      header++;
    }
    if (header != 2 || !lines.get(1).startsWith(TESTS)) {
      throw new IOException(
          "a patch begins with a line on the bug and a line \"Tests: XTest YTest\": " + patch);
    }
    String file = patch.getFileName().toString();
    return new Mutant(
        file.substring(0, file.length() - ENDING.length()),
        patch,
        List.of(lines.get(1).substring(TESTS.length()).trim().split(" +", -1)));
  }

  static boolean isPatch(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }
}
