package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {
  private static final Results RESULTS =
      Fixture.results(
          Fixture.benchmark("Peers.floorNanoTimeAndCas", 25, 0),
          Fixture.benchmark("Peers.tsid", 400, 24),
          Fixture.benchmark("Peers.uhlcNewTimestamp", 30.04, 24),
          Fixture.benchmark("Peers.randomUuid", 52, 24),
          Fixture.benchmark("Issue.newTimestampThreads2", 50, 24),
          Fixture.benchmark("Issue.textbookThreads2", 150, 24));

  @Test
  void shouldDrawOneBarForEachMeasurementTheFastestFirst() throws Exception {
    Document svg = parse(new Chart(RESULTS).svg());

    List<String> styles = new ArrayList<>();
    List<Double> widths = new ArrayList<>();
    for (Element bar : elements(svg, "rect").subList(1, 6)) {
      styles.add(bar.getAttribute("class"));
      widths.add(Double.valueOf(bar.getAttribute("width")));
    }
    assertEquals(List.of("first", "other", "other", "first", "other"), styles);
    assertEquals(400.0 / 52, widths.get(2) / widths.get(1), 0.02);
  }

  @Test
  void shouldLabelBarsFloorAndUnit() throws Exception {
    List<String> texts =
        elements(parse(new Chart(RESULTS).svg()), "text").stream()
            .map(Element::getTextContent)
            .toList();

    assertTrue(texts.contains("uhlc newTimestamp"), texts::toString);
    assertTrue(texts.contains("30.0"), texts::toString);
    assertTrue(texts.contains("400"), texts::toString);
    assertTrue(
        texts.contains("floor: one nanoTime and one compare-and-set, 25.0 ns"), texts::toString);
  }

  @Test
  void shouldShowWhatAllThreadsTogetherIssueInASecond() throws Exception {
    Document svg = parse(new Chart(RESULTS).svg());
    List<Element> bars = elements(svg, "rect").subList(4, 6);
    List<String> texts = elements(svg, "text").stream().map(Element::getTextContent).toList();
    int uhlc = texts.indexOf("uhlc, 2 threads");

    // Two operations in 50 ns and in 150 ns.
    assertEquals("40.0", texts.get(uhlc + 1));
    assertEquals(List.of("with a lock, 2 threads", "13.3"), texts.subList(uhlc + 2, uhlc + 4));
    assertEquals(3, width(bars.get(0)) / width(bars.get(1)), 0.02);
    assertTrue(
        texts.contains("millions of timestamps a second, of all threads together; more is better"));
  }

  @Test
  void shouldEndInsideTheAxis() throws Exception {
    Document svg = parse(new Chart(RESULTS).svg());
    double end =
        elements(svg, "line").stream()
            .mapToDouble(line -> Double.parseDouble(line.getAttribute("x1")))
            .max()
            .orElseThrow();

    assertTrue(end < Double.parseDouble(svg.getDocumentElement().getAttribute("width")));
    for (Element bar : elements(svg, "rect").subList(1, 6)) {
      assertTrue(Double.parseDouble(bar.getAttribute("x")) + width(bar) <= end + 0.1);
    }
  }

  @Test
  void shouldBeWellFormedWithoutMeasurementsOfItsGroups() throws Exception {
    Results results = Fixture.results(Fixture.benchmark("Text.parse", 1, 1));

    assertEquals(1, elements(parse(new Chart(results).svg()), "rect").size());
  }

  private static double width(Element bar) {
    return Double.parseDouble(bar.getAttribute("width"));
  }

  private static Document parse(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
