package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HLCBuilderTest {
  private static HLC.Builder withVariable(String value) {
    return new HLC.Builder(name -> name.equals("UHLC_MAX_DELTA_MS") ? value : null);
  }

  @Test
  void shouldHaveDefaults() {
    HLC.Builder builder = withVariable(null);
    HLC first = builder.build();
    HLC second = builder.build();
    assertEquals(Duration.ofMillis(500), first.maxDelta());
    assertNotEquals(first.id(), second.id());
    assertNotEquals(first.clock(), second.clock());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "0500,500", "999999999999999999,999999999999999999"})
  void shouldTakeTheDefaultMaxDeltaFromTheEnvironment(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), withVariable(text).build().maxDelta());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "500ms",
        "1e3",
        "9999999999999999999",
        "\u0661",
        "5\n"
      })
  void shouldRefuseAnUnusableEnvironment(String text) {
    HLC.Builder builder = withVariable(text);
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(refusal.getMessage().contains("UHLC_MAX_DELTA_MS=\""), refusal.getMessage());
    assertEquals(Duration.ZERO, builder.withMaxDelta(Duration.ZERO).build().maxDelta());
  }

  @Test
  void shouldReadTheRealEnvironment() throws Exception {
    assertEquals("PT1.25S", maxDeltaOfAChildWith("1250"));
    assertTrue(maxDeltaOfAChildWith("soon").contains("UHLC_MAX_DELTA_MS=\"soon\""));
  }

  private static String maxDeltaOfAChildWith(String value)
      throws IOException, InterruptedException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder child =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), PrintMaxDelta.class.getName());
    child.environment().put("UHLC_MAX_DELTA_MS", value);
    Process process = child.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** What the child runs. */
  static final class PrintMaxDelta {
    private PrintMaxDelta() {}

    public static void main(String[] args) {
      System.out.print(HLC.create().maxDelta());
    }
  }

  @Test
  void shouldRefuseANegativeMaxDelta() {
    HLC.Builder builder = HLC.builder();
    assertEquals(
        "max-delta is zero or more: maxDelta=PT-0.000000001S",
        assertThrows(
                IllegalArgumentException.class, () -> builder.withMaxDelta(Duration.ofNanos(-1)))
            .getMessage());
    assertEquals(
        Duration.ofSeconds(Long.MAX_VALUE),
        builder.withMaxDelta(Duration.ofSeconds(Long.MAX_VALUE)).build().maxDelta());
  }
}
