package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map in CONTRIBUTING.md names every class of the library once, and no test that is gone. */
class ContributingTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (`[A-Z]\\w*`(?:, `[A-Z]\\w*`)*) \\| (.*) \\|$", Pattern.MULTILINE);

  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)`");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Properties))`");

  @Test
  void shouldMapEachClassToTestsThatExist() throws IOException {
    String text = Files.readString(Path.of("..", "CONTRIBUTING.md"));
    Set<String> classes = types(Path.of("src", "main"));
    Set<String> tests = types(Path.of("src", "test"));
    tests.addAll(types(Path.of("src", "jcstress")));
    tests.addAll(types(Path.of("..", "uhlc-examples", "src", "test")));

    assertEquals("", String.join("\n", faults(text, classes, tests)));
  }

  /** Maps of two classes and one test. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "| `A`, `B` | `ATest` against a model |; ''",
        "| `A` | `ATest` |; no row: class=B",
        "| `A`, `B`, `C` | `ATest` |; no such class: C",
        "| `A`, `B`, `A` | `ATest` |; more than one row: class=A",
        "| `A`, `B` | `ATests` |; no such test: ATests",
        "| `A`, `B` | hope |; no test: classes=`A`, `B`",
        "`BTest` is slow. | `A`, `B` | `ATest` |; no such test: BTest",
      })
  void shouldFindEachFault(String map, String fault) {
    String text = map.replace("slow. ", "slow.\n");

    assertEquals(
        fault, String.join("", faults(text, Set.of("A", "B"), Set.of("ATest"))), () -> text);
  }

  private static List<String> faults(String text, Set<String> classes, Set<String> tests) {
    List<String> faults = new ArrayList<>();
    Set<String> mapped = new HashSet<>();
    Set<String> named = new HashSet<>(names(TEST, text));
    for (MatchResult row : ROW.matcher(text).results().toList()) {
      for (String type : names(TYPE, row.group(1))) {
        if (!classes.contains(type)) {
          faults.add("no such class: " + type);
        } else if (!mapped.add(type)) {
          faults.add("more than one row: class=" + type);
        }
      }
      List<String> attackers = names(TYPE, row.group(2));
      if (attackers.isEmpty()) {
        faults.add("no test: classes=" + row.group(1));
      }
      named.addAll(attackers);
    }
    classes.stream()
        .filter(type -> !mapped.contains(type))
        .forEach(type -> faults.add("no row: class=" + type));
    named.stream()
        .filter(name -> !tests.contains(name))
        .forEach(name -> faults.add("no such test: " + name));
    return faults;
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** The classes in a folder of sources that have a file of their own. */
  private static Set<String> types(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[A-Z]\\w*\\.java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }
}
