package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardGroupTest {
  @Test
  void shouldRefuseWhatDoesNotHold() {
    assertDoesNotThrow(() -> StandardGroup.claim(true, "rule"));
    Exception e =
        assertThrows(IllegalStateException.class, () -> StandardGroup.claim(false, "rule"));
    assertEquals("the benchmark does not measure what it says: rule", e.getMessage());
  }

  @Test
  void shouldRefuseValuesThatRepeatOrDecrease() {
    assertDoesNotThrow(() -> claimIncreasing(List.of(1, 2, 5)));
    assertThrows(IllegalStateException.class, () -> claimIncreasing(List.of(1, 2, 2)));
    assertThrows(IllegalStateException.class, () -> claimIncreasing(List.of(1, 3, 2)));
  }

  private static void claimIncreasing(List<Integer> values) {
    Iterator<Integer> iterator = values.iterator();
    StandardGroup.claimIncreasing(iterator::next, Comparator.naturalOrder(), values.size());
  }
}
