package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnippetsTest {
  private static final Path FOLDER =
      Path.of("src", "test", "java", "io", "github", "uhlc", "examples", "recipes");

  private static final String SOURCE =
      "class A {\n  // recipe\n  int a;\n\n  // end of recipe\n}\n";
  private static final String README = "[A](src/test/java/x/A.java)\n```java\nint a;\n```\n";

  @Test
  void shouldShowInTheReadmeWhatTheTestsRun() throws IOException {
    Map<String, String> sources = sources();

    assertFalse(sources.isEmpty());
    assertEquals(List.of(), Snippets.complaints(Files.readString(Path.of("README.md")), sources));
  }

  @Test
  void shouldAcceptABlockThatIsTheRegion() {
    assertEquals(List.of(), Snippets.complaints(README, Map.of("A", SOURCE)));
  }

  @Test
  void shouldComplainOfABlockThatDiffersHasNoLinkOrIsMissing() {
    assertEquals(
        List.of("the block is not the region of A:\nint b;\n"),
        Snippets.complaints(README.replace("int a", "int b"), Map.of("A", SOURCE)));
    assertEquals(
        List.of("the block is not the region of no link:\nint a;\n", "no block shows A"),
        Snippets.complaints(README.replace("[A]", "").replace("src", ""), Map.of("A", SOURCE)));
    assertEquals(List.of("no block shows A"), Snippets.complaints("", Map.of("A", SOURCE)));
    assertEquals(
        List.of("the block is not the region of A:\nint a;\n"),
        Snippets.complaints(README, Map.of("A", "class A {}")));
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> !path.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
