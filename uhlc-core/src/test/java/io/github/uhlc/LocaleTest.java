package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** That the second run of all tests is what it says: in another locale, zone and charset. */
@EnabledIfSystemProperty(
    named = "uhlc.locale",
    matches = ".+",
    disabledReason = "the defaults of this JVM are asserted only where the build has set them")
class LocaleTest {
  @Test
  void shouldRunInTheLocaleZoneAndCharsetOfTheBuild() {
    assertEquals(System.getProperty("uhlc.locale"), Locale.getDefault().toLanguageTag());
    assertEquals(System.getProperty("uhlc.zone"), ZoneId.systemDefault().getId());
    assertEquals(System.getProperty("uhlc.charset"), Charset.defaultCharset().name());
  }

  @Test
  @SuppressWarnings("StringCaseLocaleUsage") // The default locale is what is looked at.
  void shouldChangeCaseAsInTurkish() {
    assertEquals("\u0131", "I".toLowerCase());
    assertEquals("\u0130", "i".toUpperCase());
  }

  @Test
  @SuppressWarnings("AnnotateFormatMethod") // The default locale is what is looked at.
  void shouldFormatNumbersWithDigitsOfTheirOwn() {
    assertEquals("\u0661\u0662\u0663", String.format("%d", 123));
  }
}
