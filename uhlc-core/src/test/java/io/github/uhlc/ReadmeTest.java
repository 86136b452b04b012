package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path classes;

  @Test
  void shouldShowExamplesThatCompile() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    List<String> blocks =
        JAVA_BLOCK.matcher(readme).results().map((MatchResult block) -> block.group(1)).toList();
    assertTrue(!blocks.isEmpty(), "README.md has no example");
    for (String block : blocks) {
      assertEquals("", compile(block), block);
    }
  }

  /** The README and the documentation of the package make the same promises, word for word. */
  @Test
  void shouldPromiseWhatTheDocumentationPromises() throws IOException {
    Path documentation = Path.of("src/main/java/io/github/uhlc/package-info.java");
    String html =
        Files.readString(documentation)
            .replace("\n *", " ")
            .replaceAll("\\{@link\\s+(\\w+)}", "`$1`")
            .replaceAll("<sup>(.*?)</sup>", "^$1")
            .replaceAll("\\s+", " ");
    List<String> documented = promises("<dt>(P\\d) <dd>(.*?) (?=<dt>|</dl>)", html);
    String readme = Files.readString(Path.of("..", "README.md"));
    assertEquals(8, documented.size());
    assertEquals(documented, promises("\\| (P\\d) \\| (.*) \\|", readme));
  }

  private static List<String> promises(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1) + ": " + found.group(2))
        .toList();
  }

  /** Returns what the compiler says of a block as the body of a method. */
  private String compile(String block) {
    String source =
        "import io.github.uhlc.*;\nimport io.github.uhlc.bounded.*;\nimport io.github.uhlc.oracle.*;\nimport java.nio.file.*;\nimport java.time.*;\nimport java.util.*;\n"
            + "class Example { void run() throws Exception {\n"
            + block
            + "}}";
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///Example.java"), SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    compiler.getTask(said, null, null, options, null, List.of(file)).call();
    return said.toString();
  }
}
