package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line that names a sender is answered, each other one is logged, and the node lives on. */
class BadRequestTest {
  private static final String EMOJI = "\\uD83D\\uDE00";

  private final ManualTime time = new ManualTime(1000);
  private final List<String> log = new ArrayList<>();
  @TempDir private Path directory;
  private MaelstromNode node;

  @BeforeEach
  void makeNode() {
    Member primary = time.member(directory);
    FailoverService service = time.service(primary, time.member(directory), log::add);
    node = new MaelstromNode(service, ManualTime.MARGIN, log::add);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'type':'gettime','msg_id':2}           | 2 | 10 | there is no such request: 'gettime'",
        "{'type':5,'msg_id':2}                   | 2 | 12 | type is not a string of Unicode",
        "{'type':'\\udc00','msg_id':2}           | 2 | 12 | type is not a string of Unicode",
        "{'msg_id':2}                            | 2 | 12 | type is not a string of Unicode",
        "{'type':'oracle_status','msg_id':'2'}   |   | 12 | msg_id is not an integer of 64 bits",
        "{'type':'oracle_status','msg_id':null}  |   | 12 | msg_id is not an integer of 64 bits",
        "{'type':'oracle_status','msg_id':2.0}   |   | 12 | msg_id is not an integer of 64 bits",
        "{'type':'oracle_status','msg_id':1e999} |   | 12 | msg_id is not an integer of 64 bits",
        "{'msg_id':9223372036854775808}          |   | 12 | msg_id is not an integer of 64 bits",
        "{'type':'init','msg_id':2}              | 2 | 12 | node_id is not a string of Unicode",
        "{'type':'init','node_id':'\\ud800'}     |   | 12 | node_id is not a string of Unicode",
        "{'type':'init','node_id':'n'}           |   | 12 | node_id is not among node_ids: 'n'",
        "{'type':'init','node_id':'n','node_ids':[]}    | | 12 | node_id is not among node_ids: 'n'",
        "{'type':'init','node_id':'n','node_ids':'n'}   | | 12 | node_id is not among node_ids: 'n'",
        "{'type':'init','node_id':'n','node_ids':['N']} | | 12 | node_id is not among node_ids: 'n'",
        "{'type':'init','node_id':'n','node_ids':['n',1]}   | | 12 "
            + "| node_ids is not an array of strings of Unicode",
        "{'type':'init','node_id':'n','node_ids':{'n':'n'}} | | 12 "
            + "| node_ids is not an array of strings of Unicode",
        "[]                                      |   | 12 | body is not an object",
        "null                                    |   | 12 | body is not an object",
      })
  void shouldAnswerABadRequestWithAnError(String body, String msgId, int code, String text) {
    assertError(msgId, code, text.replace("'", "\\\""), body.replace('\'', '"'));
    assertEquals(List.of(), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-"})
  void shouldAnswerANumberOfManyDigits(String sign) {
    for (int digits : new int[] {1_001, 60_000}) {
      assertError(
          null,
          12,
          "msg_id is not an integer of 64 bits",
          "{\"type\":\"oracle_status\",\"msg_id\":" + sign + "9".repeat(digits) + "}");
    }
  }

  @ParameterizedTest
  @CsvSource({"[, ]", "'{\"a\":[', ]}"})
  void shouldAnswerHoweverDeepAFieldIsNested(String opening, String closing) {
    for (int depth : new int[] {1_001, 10_000}) {
      assertAnswered("\"x\":" + opening.repeat(depth) + closing.repeat(depth));
    }
  }

  @Test
  void shouldAnswerHoweverLongAKeyIs() {
    assertAnswered("\"" + "k".repeat(60_000) + "\":1");
  }

  @ParameterizedTest
  @CsvSource({"Aa, BB", "Aa, B@"}) // equal in a hash by 31, as of String, and by 33, as in Jackson
  void shouldAnswerHoweverManyKeysHaveOneHash(String zero, String one) {
    StringBuilder keys = new StringBuilder("\"a\":1");
    for (int i = 0; i < 1 << 10; i++) {
      keys.append(",\"");
      for (int bit = 0; bit < 10; bit++) {
        keys.append((i >> bit & 1) == 0 ? zero : one);
      }
      keys.append("\":1");
    }
    assertAnswered(keys.toString());
  }

  @Test
  void shouldAnswerALineOfTheGreatestLength() throws IOException {
    String line =
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"oracle_status\",\"x\":\"\"}}";
    String greatest = line.replace("\"\"", '"' + "x".repeat(65_536 - line.length()) + '"');
    String lines = greatest + '\n' + greatest + " \n" + greatest;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    node.run(
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)),
        new PrintStream(out, true, StandardCharsets.US_ASCII));

    assertEquals(2, out.toString(StandardCharsets.US_ASCII).lines().count());
    assertEquals(
        List.of("a line is skipped: too long, it must have at most 65536 bytes: bytes=65537"), log);
  }

  @Test
  void shouldBoundWhatItQuotes() {
    assertUnknown("x".repeat(40), "x".repeat(40));
    assertUnknown("x".repeat(10_000), "x".repeat(40) + "...");
  }

  @Test
  void shouldNotCutASurrogatePair() {
    assertUnknown("x".repeat(39) + "😀😀", "x".repeat(39) + EMOJI + "...");
    assertUnknown("😀".repeat(40), EMOJI.repeat(40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"dest\":5", ",\"dest\":\"\\ud83d\",\"body\":{}"})
  void shouldAnswerWithoutDestination(String rest) {
    assertEquals(
        Optional.of(
            """
            {"src": "", "dest": "c1", "body": {"type": "error", "code": 12, \
            "text": "dest is not a string of Unicode"}}"""),
        node.answer("{\"src\":\"c1\"" + rest + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{",
        "[]",
        "5",
        "null",
        "{}",
        "{\"src\":5}",
        "{\"src\":\"c\\ud800\"}",
        "{\"src\":null,\"dest\":\"n1\",\"body\":{\"type\":\"oracle_status\"}}",
        "{\"src\":\"c1\"} {}",
        "{\"src\":\"c1\",\"\\ud800\":1}",
        "{\"src\":\"c1\",\"src\":\"c2\"}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"type\":\"init\"}}",
        "{\"src\":\"c1\",\"body\":{\"msg_id\":NaN}}",
        "{\"src\":\"c1\",\"body\":{\"type\":\"a\u0000\"}}",
        "{\"src\":\"c1\",\"body\":{\"type\":\"error\",\"in_reply_to\":1}}",
      })
  void shouldLogWhatItCannotAnswerAndLiveOn(String line) {
    assertEquals(Optional.empty(), node.answer(line));
    assertEquals(1, log.size(), log::toString);
    assertAnswered("\"x\":1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"src\":", "{\"a\":"})
  void shouldLogNestingWithoutEnd(String opening) {
    shouldLogWhatItCannotAnswerAndLiveOn(opening.repeat(6_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r", "\t"})
  void shouldPassOverABlankLine(String line) {
    assertEquals(Optional.empty(), node.answer(line));
    assertEquals(List.of(), log);
  }

  /** A request that is fine but for what is in this field, which it does not look at. */
  private void assertAnswered(String field) {
    assertError(
        "2", 11, "init comes first", "{\"type\":\"oracle_status\",\"msg_id\":2," + field + "}");
  }

  private void assertUnknown(String type, String quoted) {
    assertError(
        null,
        10,
        "there is no such request: \\\"" + quoted + "\\\"",
        "{\"type\":\"" + type + "\"}");
  }

  private void assertError(String msgId, int code, String text, String body) {
    String inReplyTo = msgId == null ? "" : "\"in_reply_to\": " + msgId + ", ";
    assertEquals(
        Optional.of(
            ("{\"src\": \"n1\", \"dest\": \"c1\", \"body\": {\"type\": \"error\", %s\"code\": %d, "
                    + "\"text\": \"%s\"}}")
                .formatted(inReplyTo, code, text)),
        node.answer("{\"src\":\"c1\",\"dest\":\"n1\",\"body\":" + body + "}"));
  }
}
