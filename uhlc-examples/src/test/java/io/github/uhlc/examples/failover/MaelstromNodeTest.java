package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaelstromNodeTest {
  private static final String INIT =
      """
      {"src":"c0","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1"]}}""";

  private final ManualTime time = new ManualTime(1000);
  private final List<String> log = new ArrayList<>();
  private final FailoverService service =
      new FailoverService(time.primary(), time.backup(), log::add);
  private final MaelstromNode node = new MaelstromNode(service, ManualTime.MARGIN, log::add);

  @Test
  void shouldHoldTheDialogue() {
    service.heartbeat();
    assertReply(
        """
        {"src": "n1", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}""",
        INIT);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, "oracle": "primary"}""",
        """
        {"type":"oracle_get_time","msg_id":2}""");
    assertBody(
        """
        {"type": "oracle_fail_primary_ok", "in_reply_to": 3, "new_oracle": "backup", \
        "safety_margin_ms": 100}""",
        """
        {"type":"oracle_fail_primary","msg_id":3}""");
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 4, "pt": 1100, "c": 0, "oracle": "backup"}""",
        """
        {"type":"oracle_get_time","msg_id":4}""");
    assertBody(
        """
        {"type": "oracle_status_ok", "in_reply_to": 5, "primary_alive": false, \
        "active_oracle": "backup", "timestamps_issued": 2}""",
        """
        {"type":"oracle_status","msg_id":5}""");
    assertBody(
        """
        {"type": "error", "in_reply_to": 6, "code": 22, "text": "the primary has failed already"}""",
        """
        {"type":"oracle_fail_primary","msg_id":6}""");
  }

  @Test
  void shouldSayThatThePrimaryServes() {
    service.heartbeat();
    init();
    assertBody(
        """
        {"type": "oracle_status_ok", "in_reply_to": -9223372036854775808, "primary_alive": true, \
        "active_oracle": "primary", "timestamps_issued": 0}""",
        """
         { "msg_id" : -9223372036854775808,  "type" : "oracle_status", "more" : [ {} ] }""");
  }

  @Test
  void shouldAnswerWithoutNumberARequestWithoutNumber() {
    service.heartbeat();
    init();
    assertBody(
        """
        {"type": "oracle_get_time_ok", "pt": 1000, "c": 0, "oracle": "primary"}""",
        """
        {"type":"oracle_get_time"}""");
  }

  @Test
  void shouldTakeAReplyToNothingForARequest() {
    service.heartbeat();
    init();
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, \
        "oracle": "primary"}""",
        """
        {"type":"oracle_get_time","msg_id":2,"in_reply_to":null}""");
  }

  @Test
  void shouldTakeAnyNames() {
    assertReply(
        """
        {"src": "n\\"\\u00E9\\uD83D\\uDE00", "dest": "\\\\c\\n\\uD800", "body": \
        {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}""",
        """
        {"src":"\\\\c\\n\\ud800","dest":"","body":{"type":"init","msg_id":1,\
        "node_id":"n\\"é😀","node_ids":[]}}""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oracle_get_time", "oracle_fail_primary", "oracle_status"})
  void shouldNotServeBeforeInit(String type) {
    assertBody(
        """
        {"type": "error", "in_reply_to": 1, "code": 11, "text": "init comes first"}""",
        "{\"type\":\"" + type + "\",\"msg_id\":1}");
  }

  @Test
  void shouldBeInitialisedOnce() {
    init();
    assertReply(
        """
        {"src": "n1", "dest": "c0", "body": {"type": "error", "in_reply_to": 1, "code": 22, \
        "text": "this node is \\"n1\\" already"}}""",
        INIT);
  }

  @Test
  void shouldNotServeForAnotherNode() {
    init();
    assertReply(
        """
        {"src": "n1", "dest": "c1", "body": {"type": "error", "in_reply_to": 2, "code": 1, \
        "text": "this node is \\"n1\\", not \\"n2\\""}}""",
        """
        {"src":"c1","dest":"n2","body":{"type":"oracle_get_time","msg_id":2}}""");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'type':'gettime','msg_id':2}           | 2 | 10 | there is no such request: \\\"gettime\\\"",
        "{'type':5,'msg_id':2}                   | 2 | 12 | a field is a string: type",
        "{'msg_id':2}                            | 2 | 12 | a field is a string: type",
        "{'type':'oracle_status','msg_id':'2'}   |   | 12 | msg_id is an integer of 64 bits",
        "{'type':'oracle_status','msg_id':null}  |   | 12 | msg_id is an integer of 64 bits",
        "{'type':'oracle_status','msg_id':2.0}   |   | 12 | msg_id is an integer of 64 bits",
        "{'type':'oracle_status','msg_id':1e999} |   | 12 | msg_id is an integer of 64 bits",
        "{'msg_id':9223372036854775808}          |   | 12 | msg_id is an integer of 64 bits",
        "{'type':'init','msg_id':2}              | 2 | 12 | a field is a string: node_id",
        "{'type':'init','node_id':'n1'}          |   | 12 | a field is an array of strings: node_ids",
        "{'type':'init','node_id':'n','node_ids':[1]} | | 12 | a field is an array of strings: node_ids",
        "[]                                      |   | 12 | a message has an object: body",
        "null                                    |   | 12 | a message has an object: body",
      })
  void shouldAnswerABadRequestWithAnError(String body, String msgId, int code, String text) {
    service.heartbeat();
    String inReplyTo = msgId == null ? "" : "\"in_reply_to\": " + msgId + ", ";
    assertBody(
        "{\"type\": \"error\", "
            + inReplyTo
            + "\"code\": "
            + code
            + ", \"text\": \""
            + text
            + "\"}",
        body.replace('\'', '"'));
    assertEquals(List.of(), log);
  }

  @Test
  void shouldBoundWhatItQuotes() {
    assertBody(
        "{\"type\": \"error\", \"code\": 10, \"text\": \"there is no such request: \\\""
            + "x".repeat(40)
            + "...\\\"\"}",
        "{\"type\":\"" + "x".repeat(10_000) + "\"}");
  }

  @Test
  void shouldAnswerWithoutBodyOrDestination() {
    assertReply(
        """
        {"src": "", "dest": "c1", "body": {"type": "error", "code": 12, \
        "text": "a field is a string: dest"}}""",
        """
        {"src":"c1"}""");
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
        "{\"src\":null,\"dest\":\"n1\",\"body\":{\"type\":\"oracle_status\"}}",
        "{\"src\":\"c1\"} {}",
        "{\"src\":\"c1\",\"src\":\"c2\"}",
        "{\"src\":\"c1\",\"body\":{\"msg_id\":NaN}}",
        "{\"src\":\"c1\",\"body\":{\"type\":\"a\u0000\"}}",
        "{\"src\":\"c1\",\"body\":{\"type\":\"error\",\"in_reply_to\":1}}",
      })
  void shouldLogWhatItCannotAnswerAndLiveOn(String line) {
    assertEquals(Optional.empty(), node.answer(line));
    assertEquals(1, log.size(), log::toString);
    init();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"src\":", "{\"a\":"})
  void shouldRefuseDeepNesting(String opening) {
    shouldLogWhatItCannotAnswerAndLiveOn(opening.repeat(6_000));
  }

  @Test
  void shouldRefuseAHugeNumber() {
    shouldLogWhatItCannotAnswerAndLiveOn("{\"src\":\"c1\",\"n\":" + "9".repeat(60_000) + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r", "\t"})
  void shouldPassOverABlankLine(String line) {
    assertEquals(Optional.empty(), node.answer(line));
    assertEquals(List.of(), log);
  }

  @Test
  void shouldAnswerWithAnErrorWhileTheClockIsOutsideTheFormat() {
    service.heartbeat();
    init();
    time.setWallMillis(-1);
    assertBody(
        """
        {"type": "error", "in_reply_to": 2, "code": 13, \
        "text": "a time is in 1970..2106: millis=-1"}""",
        """
        {"type":"oracle_get_time","msg_id":2}""");
  }

  private void init() {
    assertEquals(1, node.answer(INIT).stream().count());
  }

  private void assertBody(String reply, String body) {
    assertReply(
        "{\"src\": \"n1\", \"dest\": \"c1\", \"body\": " + reply + "}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":" + body + "}");
  }

  private void assertReply(String reply, String request) {
    assertEquals(Optional.of(reply), node.answer(request));
  }
}
