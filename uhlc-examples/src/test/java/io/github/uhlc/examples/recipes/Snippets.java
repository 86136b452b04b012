package io.github.uhlc.examples.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Compares the code blocks of a README with the marked regions of the classes it links to. */
final class Snippets {
  private static final Pattern BLOCK =
      Pattern.compile("\\(src/test/java/\\S*/(\\w+)\\.java\\)|```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(
          "^ *// recipe\n(.*?)\n *// end of recipe$", Pattern.DOTALL | Pattern.MULTILINE);

  private Snippets() {}

  /**
   * Returns what is wrong: a block that is not the region of the class whose link precedes it, or a
   * class with a region that no block shows.
   *
   * @param readme the text of the README
   * @param sources the texts of classes, by name
   */
  static List<String> complaints(String readme, Map<String, String> sources) {
    Map<String, String> regions = new TreeMap<>();
    sources.forEach(
        (name, source) ->
            REGION.matcher(source).results().forEach(found -> regions.put(name, region(found))));
    List<String> complaints = new ArrayList<>();
    String name = "no link";
    for (MatchResult match : BLOCK.matcher(readme).results().toList()) {
      if (match.group(1) != null) {
        name = match.group(1);
      } else if (!match.group(2).equals(regions.remove(name))) {
        complaints.add("the block is not the region of " + name + ":\n" + match.group(2));
      }
    }
    regions.keySet().forEach(unused -> complaints.add("no block shows " + unused));
    return complaints;
  }

  private static String region(MatchResult found) {
    return found.group(1).stripTrailing().stripIndent() + "\n";
  }
}
