package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NodeCountsTest {
  private final NodeCounts counts = new NodeCounts(1, 20, 300, 4_000);

  @Test
  void shouldSurviveTheRoundTrip() {
    assertEquals("1 20 300 4000", counts.toString());
    assertEquals(counts, NodeCounts.parse(counts.toString()));
  }

  @Test
  void shouldAddUp() {
    assertEquals(counts, NodeCounts.NONE.plus(counts));
    assertEquals(new NodeCounts(2, 40, 600, 8_000), counts.plus(counts));
  }
}
