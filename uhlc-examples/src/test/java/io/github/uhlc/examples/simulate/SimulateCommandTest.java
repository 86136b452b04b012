package io.github.uhlc.examples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.drawing.Axis;
import io.github.uhlc.examples.drawing.Svg;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import picocli.CommandLine;

class SimulateCommandTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes=0 | 1 to 32",
        "--nodes=33 | 1 to 32",
        "--epsilon=-1 | from 0 to 1000000",
        "--epsilon=1e3 | from 0 to 1000000",
        "--skews=1,x | from -1000000 to 1000000",
        "--skews=1,2,3,4,5 | --skews has more values than there are nodes: values=5, nodes=4",
        "--skews=1 --epsilon=2 | do not go together",
        "--paper --nodes=2 | of its own",
        "--drifts=100001 | from -100000 to 100000",
        "--rates=0 | from 0.001 to 1000000",
        "--rates=100000 --seconds=100 | more than 5,000,000 events",
        "--steps=1 | no step of the form <node>@<seconds>:<ms>",
        "--steps=1@x:1 | from 0.001 to 100000",
        "--steps=1@1:x | from -1000000 to 1000000",
        "--steps=0@1:1 | not one of 1 to 4: node=0",
        "--delay=0.0000001 | from 0 to 1000000",
        "--resolution=0 | from 0.001 to 1000000",
        "--seconds=0 | from 0.001 to 100000",
        "--seed=-1 | from 0 to 999999999",
        "--svg=/none/a.svg | there is no such directory: /none",
        "--svg=/ | directory",
        "--svg=a --html=a | the same file",
        "--svg=a --html=./a | the same file",
      })
  void shouldRefuseABadOption(String options, String reason) {
    BadOptionException refusal =
        assertThrows(BadOptionException.class, () -> run(options.split(" ", -1)));

    assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
  }

  @Test
  void shouldNotReplaceAFileUnlessTold() throws IOException {
    Path file = Files.writeString(directory.resolve("a.svg"), "precious");

    assertThrows(BadOptionException.class, () -> run("--seconds=0.1", "--svg=" + file));
    assertEquals("precious", Files.readString(file));
    run("--seconds=0.1", "--overwrite", "--svg=" + file);
    assertTrue(Files.readString(file).startsWith("<svg"));
  }

  @Test
  void shouldGiveTheSameBytesForTheSameSeedOnly() throws IOException {
    String first = reports("--seed=5");

    assertEquals(first, reports("--seed=5"));
    assertFalse(first.equals(reports("--seed=6")));
  }

  @Test
  void shouldShowTheSettingsOfThePaper() {
    List<String> lines = run("--paper", "--seconds=1").lines().toList();

    assertEquals(7, lines.size());
    assertEquals(
        List.of("4 nodes, 5 ms", "8 nodes, 9 ms", "8 nodes, 3 ms", "16 nodes, 16 ms"),
        lines.stream().skip(3).map(line -> line.substring(7, 23).strip()).toList());
    for (String line : lines.subList(3, 7)) {
      String[] cells = line.substring(23).strip().split(" +", -1);
      assertTrue(Double.parseDouble(cells[3]) < Double.parseDouble(cells[2]), line);
      assertTrue(Double.parseDouble(cells[3]) > Double.parseDouble(cells[2]) / 2, line);
    }
  }

  @Test
  void shouldShowTheFiguresOfTheReadme() throws IOException {
    List<List<String>> inReadme =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(row -> row.matches("\\| [0-9]+ nodes, [0-9]+ ms \\|.*"))
            .map(SimulateCommandTest::numbers)
            .toList();
    List<List<String>> printed =
        run("--paper").lines().skip(3).map(SimulateCommandTest::numbers).toList();
    // The README leaves out how many were refused, and epsilon again.
    printed.forEach(row -> row.subList(3, 5).clear());

    assertEquals(4, inReadme.size());
    assertEquals(printed, inReadme);
  }

  @Test
  void shouldSayEachOptionExactly() {
    String line =
        run("--seconds=1", "--delay=0.0001", "--max-delta=0.000001").lines().toList().get(0);

    assertTrue(line.contains("take 0.0001 ms on average and 0.00005 ms at least"), line);
    assertTrue(line.contains("max-delta is 0.000001 ms"), line);
  }

  @Test
  void shouldDrawWellFormedPicturesOfAllNodes()
      throws IOException, ParserConfigurationException, SAXException {
    Path file = directory.resolve("a.svg");
    run(
        "--nodes=32",
        "--seconds=0.5",
        "--steps=3@0.2:5,4@0.3:-1",
        "--drifts=9,-0.4",
        "--svg=" + file);

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(file))));
    String text = svg.getDocumentElement().getTextContent();
    assertTrue(text.contains("node 1, +9 ppm\n") && text.contains("node 32, -0.4 ppm\n"), text);
    assertTrue(text.contains("step of the clock"), text);
  }

  @Test
  void shouldRunWithOneNodeAndWithoutEvents() {
    assertTrue(run("--nodes=1").contains("1 node "));
    assertTrue(run("--rates=0.001", "--seconds=0.001").contains("0.00 %"));
  }

  @Test
  void shouldEscapeMarkup() {
    assertEquals("&lt;a b=&quot;&#39;&amp;&quot;&gt;", Svg.escape("<a b=\"'&\">"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.001", "0.0021, 0.004", "4.498, 5", "5, 5", "7, 10", "11, 20", "44.757, 50"})
  void shouldEndAnAxisAtARoundNumber(double largest, String end) {
    assertEquals(end, Axis.label(Axis.of(largest, 2).end()));
  }

  private static List<String> numbers(String row) {
    return Pattern.compile("[0-9][0-9,.]*")
        .matcher(row)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private String reports(String seed) throws IOException {
    Path svg = directory.resolve("r.svg");
    Path html = directory.resolve("r.html");
    String out =
        run("--paper", "--seconds=1", seed, "--overwrite", "--svg=" + svg, "--html=" + html);
    return out + Files.readString(svg) + Files.readString(html);
  }

  /** Runs the command and returns what it prints. */
  private static String run(String... options) {
    StringWriter out = new StringWriter();
    SimulateCommand command = new SimulateCommand();
    CommandLine commandLine = new CommandLine(command).setOut(new PrintWriter(out));
    commandLine.parseArgs(options);
    assertEquals(0, command.call());
    return out.toString();
  }
}
