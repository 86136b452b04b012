package io.github.uhlc.oracle.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's example compiles: it is the body of {@link #example()}, but for comments. */
class ReadmeTest {
  @SuppressWarnings("unused")
  static void example() throws InterruptedException {
    // begin
    try (OracleClient client = OracleClient.builder().endpoints("127.0.0.1:50551").build()) {
      long number = client.next();
      TimestampRange range = client.next(1000);
      CompletableFuture<TimestampRange> later = client.nextAsync(10);
    }
    // end
  }

  @Test
  void shouldShowAnExampleThatCompiles() throws IOException {
    String source =
        Files.readString(
            Path.of("src", "test", "java", "io", "github", "uhlc", "oracle", "client")
                .resolve("ReadmeTest.java"));
    String readme = Files.readString(Path.of("README.md"));

    assertEquals(
        text("(?s)// begin\n(.*?)\n *// end", source), text("(?s)```java\n(.*?)```", readme));
  }

  private static String text(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertEquals(true, matcher.find(), pattern);
    return matcher.group(1).replaceAll("//[^\n]*", "").replaceAll("\\s+", " ").strip();
  }
}
