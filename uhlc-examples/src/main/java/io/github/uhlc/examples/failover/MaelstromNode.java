package io.github.uhlc.examples.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.uhlc.examples.LineReader;
import io.github.uhlc.examples.LineReader.BadLineException;
import io.github.uhlc.examples.failover.FailoverService.Issued;
import io.github.uhlc.examples.failover.FailoverService.Status;
import io.github.uhlc.examples.failover.RefusedException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node as Maelstrom talks to: a JSON object on each line of its input, and one on a line of its
 * output for each request. A request without {@code msg_id} is answered without {@code
 * in_reply_to}; a reply is never answered, nor a line from which no sender can be read.
 */
final class MaelstromNode {
  private static final int MAX_QUOTED = 40;

  private final FailoverService service;
  private final Duration safetyMargin;
  private final Consumer<String> log;
  private Optional<Names> names = Optional.empty();

  /**
   * What init says: the first of all nodes serves times, as those of two could be equal.
   *
   * @param own this node
   * @param serving the node that serves times
   */
  private record Names(String own, String serving) {}

  /**
   * Makes a node.
   *
   * @param service what it serves
   * @param safetyMargin that of the service's oracles
   * @param log takes a line about what cannot be answered
   */
  MaelstromNode(FailoverService service, Duration safetyMargin, Consumer<String> log) {
    this.service = service;
    this.safetyMargin = safetyMargin;
    this.log = log;
  }

  /** Answers until the input ends or the output is closed. */
  void run(InputStream in, PrintStream out) throws IOException {
    LineReader lines = new LineReader(in, Json.MAX_LINE_BYTES);
    while (!out.checkError()) {
      try {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          return;
        }
        answer(line.get()).ifPresent(reply -> out.print(reply + '\n'));
      } catch (BadLineException e) {
        log.accept("a line is skipped: " + e.getMessage());
      }
    }
  }

  /** Returns the reply to a line, without line feed, or nothing if there is none. */
  Optional<String> answer(String line) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    JsonNode message;
    try {
      message = Json.parse(line);
    } catch (JsonProcessingException e) {
      log.accept("a line is not JSON: " + e.getOriginalMessage());
      return Optional.empty();
    }
    JsonNode src = message.path("src");
    JsonNode dest = message.path("dest");
    JsonNode body = message.path("body");
    if (!Json.isText(src)) {
      log.accept("a message does not name its sender: src is not a string of Unicode");
      return Optional.empty();
    }
    if (body.hasNonNull("in_reply_to")) {
      log.accept("a reply was not asked for: " + quote(body.path("type").asText()));
      return Optional.empty();
    }
    ObjectNode answer = answer(message, body);
    ObjectNode reply = Json.object();
    reply.put("src", names.map(Names::own).orElse(Json.isText(dest) ? dest.textValue() : ""));
    reply.put("dest", src.textValue());
    reply.set("body", answer);
    return Optional.of(Json.write(reply));
  }

  private ObjectNode answer(JsonNode message, JsonNode body) {
    Optional<JsonNode> msgId =
        Optional.of(body.path("msg_id"))
            .filter(JsonNode::canConvertToLong)
            .filter(JsonNode::isIntegralNumber);
    try {
      check(message, body);
      if (body.has("msg_id") && msgId.isEmpty()) {
        throw malformed("msg_id is not an integer of 64 bits");
      }
      return serve(body, msgId);
    } catch (RefusedException e) {
      return error(msgId, e.code(), e.getMessage());
    }
  }

  private void check(JsonNode message, JsonNode body) throws RefusedException {
    String dest = string(message, "dest");
    if (!body.isObject()) {
      throw malformed("body is not an object");
    }
    if (names.isPresent() && !names.get().own().equals(dest)) {
      throw new RefusedException(
          Code.NODE_NOT_FOUND, "this node is " + quote(names.get().own()) + ", not " + quote(dest));
    }
  }

  private ObjectNode serve(JsonNode body, Optional<JsonNode> msgId) throws RefusedException {
    String type = string(body, "type");
    return switch (type) {
      case "init" -> init(body, msgId);
      case "oracle_get_time" -> getTime(msgId);
      case "oracle_fail_primary" -> failPrimary(msgId);
      case "oracle_status" -> status(msgId);
      default ->
          throw new RefusedException(
              Code.NOT_SUPPORTED, "there is no such request: " + quote(type));
    };
  }

  private ObjectNode init(JsonNode body, Optional<JsonNode> msgId) throws RefusedException {
    String own = string(body, "node_id");
    List<String> all = strings(body, "node_ids");
    if (!all.contains(own)) {
      throw malformed("node_id is not among node_ids: " + quote(own));
    }
    if (names.isPresent()) {
      throw new RefusedException(
          Code.PRECONDITION_FAILED, "this node is " + quote(names.get().own()) + " already");
    }
    names = Optional.of(new Names(own, all.get(0)));
    if (own.equals(all.get(0))) {
      service.start();
    }
    return reply("init_ok", msgId).put("msg_id", 0);
  }

  private ObjectNode getTime(Optional<JsonNode> msgId) throws RefusedException {
    requireServing();
    Issued issued = service.getTime();
    return reply("oracle_get_time_ok", msgId)
        .put("pt", issued.time().physicalMillis())
        .put("c", issued.time().logical())
        .put("oracle", issued.oracle());
  }

  private ObjectNode failPrimary(Optional<JsonNode> msgId) throws RefusedException {
    requireServing();
    service.failPrimary();
    return reply("oracle_fail_primary_ok", msgId)
        .put("new_oracle", "backup")
        .put("safety_margin_ms", safetyMargin.toMillis());
  }

  private ObjectNode status(Optional<JsonNode> msgId) throws RefusedException {
    requireServing();
    Status status = service.status();
    return reply("oracle_status_ok", msgId)
        .put("primary_alive", status.primaryAlive())
        .put("active_oracle", status.activeOracle())
        .put("timestamps_issued", status.issuedCount());
  }

  private void requireServing() throws RefusedException {
    if (names.isEmpty()) {
      throw new RefusedException(Code.TEMPORARILY_UNAVAILABLE, "init comes first");
    }
    String own = names.get().own();
    String serving = names.get().serving();
    if (!own.equals(serving)) {
      throw new RefusedException(
          Code.TEMPORARILY_UNAVAILABLE,
          "this node is " + quote(own) + "; times are served by " + quote(serving));
    }
  }

  private static ObjectNode error(Optional<JsonNode> msgId, Code code, String text) {
    return reply("error", msgId).put("code", code.number()).put("text", text);
  }

  private static ObjectNode reply(String type, Optional<JsonNode> msgId) {
    ObjectNode body = Json.object().put("type", type);
    msgId.ifPresent(id -> body.set("in_reply_to", id));
    return body;
  }

  private static String string(JsonNode object, String key) throws RefusedException {
    JsonNode value = object.path(key);
    if (!Json.isText(value)) {
      throw malformed(key + " is not a string of Unicode");
    }
    return value.textValue();
  }

  private static List<String> strings(JsonNode object, String key) throws RefusedException {
    JsonNode array = object.path(key);
    List<String> strings = new ArrayList<>();
    for (JsonNode value : array) {
      if (!array.isArray() || !Json.isText(value)) {
        throw malformed(key + " is not an array of strings of Unicode");
      }
      strings.add(value.textValue());
    }
    return strings;
  }

  private static RefusedException malformed(String text) {
    return new RefusedException(Code.MALFORMED_REQUEST, text);
  }

  /** Puts a text in quotes; a longer one is cut, though not within a surrogate pair. */
  private static String quote(String text) {
    boolean isShort = text.codePointCount(0, text.length()) <= MAX_QUOTED;
    return '"'
        + (isShort ? text : text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "...")
        + '"';
  }
}
