package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogue; {@link BadRequestTest} has what it refuses. */
class MaelstromNodeTest {
  private static final String INIT =
      """
      {"src":"c0","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1"]}}\
      """;

  private final ManualTime time = new ManualTime(1000);
  private final List<String> log = new ArrayList<>();
  @TempDir private Path directory;
  private Member primary;
  private Member backup;
  private FailoverService service;
  private MaelstromNode node;

  @BeforeEach
  void makeNode() {
    primary = time.member(directory);
    backup = time.member(directory);
    service = time.service(primary, backup, log::add);
    node = new MaelstromNode(service, ManualTime.MARGIN, log::add);
  }

  @AfterEach
  void endMembers() {
    primary.close();
    backup.close();
  }

  @Test
  void shouldHoldTheDialogue() {
    assertReply(
        """
        {"src": "n1", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}\
        """,
        INIT);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2}\
        """);
    assertBody(
        """
        {"type": "oracle_fail_primary_ok", "in_reply_to": 3, "new_oracle": "backup", \
        "safety_margin_ms": 100}\
        """,
        """
        {"type":"oracle_fail_primary","msg_id":3}\
        """);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 4, "pt": 1100, "c": 0, "oracle": "backup"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":4}\
        """);
    assertBody(
        """
        {"type": "oracle_status_ok", "in_reply_to": 5, "primary_alive": false, \
        "active_oracle": "backup", "timestamps_issued": 2}\
        """,
        """
        {"type":"oracle_status","msg_id":5}\
        """);
    assertBody(
        """
        {"type": "error", "in_reply_to": 6, "code": 22, "text": "the primary has failed already"}\
        """,
        """
        {"type":"oracle_fail_primary","msg_id":6}\
        """);
  }

  @Test
  void shouldSayThatThePrimaryServes() {
    node.answer(INIT);
    assertBody(
        """
        {"type": "oracle_status_ok", "in_reply_to": -9223372036854775808, "primary_alive": true, \
        "active_oracle": "primary", "timestamps_issued": 0}\
        """,
        """
        { "msg_id" : -9223372036854775808,  "type" : "oracle_status", "more" : [ {} ] }\
        """);
  }

  @Test
  void shouldAnswerWithoutNumberARequestWithoutNumber() {
    node.answer(INIT);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "pt": 1000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time"}\
        """);
  }

  @Test
  void shouldTakeAReplyToNothingForARequest() {
    node.answer(INIT);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, \
        "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2,"in_reply_to":null}\
        """);
  }

  @Test
  void shouldTakeAnyNames() {
    assertReply(
        """
        {"src": "n\\"\\u00E9\\uD83D\\uDE00", "dest": "\\\\c\\n", "body": \
        {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}\
        """,
        """
        {"src":"\\\\c\\n","dest":"","body":{"type":"init","msg_id":1,\
        "node_id":"n\\"é😀","node_ids":["n\\"\\u00e9\\ud83d\\ude00"]}}\
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oracle_get_time", "oracle_fail_primary", "oracle_status"})
  void shouldNotServeBeforeInit(String type) {
    assertBody(
        """
        {"type": "error", "in_reply_to": 1, "code": 11, "text": "init comes first"}\
        """,
        "{\"type\":\"" + type + "\",\"msg_id\":1}");
  }

  @Test
  void shouldTakeAnInitAfterABadOne() {
    assertBody(
        """
        {"type": "error", "in_reply_to": 1, "code": 12, \
        "text": "node_id is not among node_ids: \\"n2\\""}\
        """,
        """
        {"type":"init","msg_id":1,"node_id":"n2","node_ids":["n1"]}\
        """);
    assertReply(
        """
        {"src": "n1", "dest": "c0", "body": {"type": "init_ok", "in_reply_to": 1, "msg_id": 0}}\
        """,
        INIT);
  }

  @Test
  void shouldStayWhatItIsAfterASecondInit() {
    node.answer(INIT);
    for (String second :
        List.of("\"n1\",\"node_ids\":[\"n1\"]", "\"n2\",\"node_ids\":[\"n0\",\"n2\"]")) {
      assertBody(
          """
          {"type": "error", "in_reply_to": 7, "code": 22, "text": "this node is \\"n1\\" already"}\
          """,
          "{\"type\":\"init\",\"msg_id\":7,\"node_id\":" + second + "}");
    }
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2}\
        """);
  }

  @Test
  void shouldServeTimesIfItIsTheFirstNode() {
    node.answer(INIT.replace("[\"n1\"]", "[\"n1\",\"n0\",\"n2\"]"));
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2}\
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oracle_get_time", "oracle_fail_primary", "oracle_status"})
  void shouldNotServeTimesBesideTheFirstNode(String type) throws RefusedException {
    node.answer(INIT.replace("[\"n1\"]", "[\"n3\",\"n1\",\"n2\"]"));
    assertBody(
        """
        {"type": "error", "in_reply_to": 2, "code": 11, \
        "text": "this node is \\"n1\\"; times are served by \\"n3\\""}\
        """,
        "{\"type\":\"" + type + "\",\"msg_id\":2}");
    assertEquals(new FailoverService.Status(true, "primary", 0), service.status());
    assertFalse(Files.exists(directory.resolve("oracle.mark")), "it takes no mark");
  }

  @Test
  void shouldNotServeForAnotherNode() {
    node.answer(INIT);
    assertReply(
        """
        {"src": "n1", "dest": "c1", "body": {"type": "error", "in_reply_to": 2, "code": 1, \
        "text": "this node is \\"n1\\", not \\"n2\\""}}\
        """,
        """
        {"src":"c1","dest":"n2","body":{"type":"oracle_get_time","msg_id":2}}\
        """);
  }

  @Test
  void shouldAnswerWithAnErrorIfTheClockIsOutsideTheFormatFromTheStart() {
    time.setWallMillis(-1);
    node.answer(INIT);
    assertBody(
        """
        {"type": "error", "in_reply_to": 2, "code": 13, \
        "text": "the time is outside 1970..2106: millis=-1"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2}\
        """);
    time.setWallMillis(1000);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 2, "pt": 1000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":2}\
        """);
    assertEquals(List.of("the time is outside 1970..2106: millis=-1"), log);
  }

  @Test
  void shouldAnswerWithAnErrorWhileTheClockIsOutsideTheFormat() {
    node.answer(INIT);
    for (long millis : new long[] {-1, 4_294_967_296_000L}) {
      time.setWallMillis(millis);
      assertBody(
          """
          {"type": "error", "in_reply_to": 2, "code": 13, \
          "text": "the time is outside 1970..2106: millis=%d"}\
          """
              .formatted(millis),
          """
          {"type":"oracle_get_time","msg_id":2}\
          """);
    }
    time.setWallMillis(61_000);
    assertBody(
        """
        {"type": "oracle_get_time_ok", "in_reply_to": 3, "pt": 61000, "c": 0, "oracle": "primary"}\
        """,
        """
        {"type":"oracle_get_time","msg_id":3}\
        """);
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
