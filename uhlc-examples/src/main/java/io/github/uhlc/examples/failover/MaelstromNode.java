package io.github.uhlc.examples.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.uhlc.examples.failover.FailoverService.Issued;
import io.github.uhlc.examples.failover.FailoverService.Status;
import io.github.uhlc.examples.failover.LineReader.BadLineException;
import io.github.uhlc.examples.failover.RefusedException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * A node as Maelstrom talks to: a JSON object on each line of its input, and one on a line of its
 * output for each request. A request without {@code msg_id} is answered without {@code
 * in_reply_to}; a reply is never answered, nor a line from which no sender can be read.
 */
final class MaelstromNode {
  /** The longest line; a request has a few hundred bytes. */
  static final int MAX_LINE_BYTES = 1 << 16;

  private static final int MAX_QUOTED = 40;

  private final FailoverService service;
  private final Duration safetyMargin;
  private final Consumer<String> log;
  private Optional<String> nodeId = Optional.empty();

  /**
   * Makes a node.
   *
   * @param service what it serves
   * @param safetyMargin that of the service's backup
   * @param log takes a line about what cannot be answered
   */
  MaelstromNode(FailoverService service, Duration safetyMargin, Consumer<String> log) {
    this.service = service;
    this.safetyMargin = safetyMargin;
    this.log = log;
  }

  /** Answers until the input ends or the output is closed. */
  void run(InputStream in, PrintStream out) throws IOException {
    LineReader lines = new LineReader(in, MAX_LINE_BYTES);
    while (!out.checkError()) {
      try {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          return;
        }
        answer(line.get()).ifPresent(reply -> out.print(reply + '\n'));
      } catch (BadLineException e) {
        log.accept(e.getMessage());
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
      log.accept("a message is a JSON object: " + e.getOriginalMessage());
      return Optional.empty();
    }
    JsonNode src = message.path("src");
    JsonNode body = message.path("body");
    if (!src.isTextual()) {
      log.accept("a message names its sender as a string: src");
      return Optional.empty();
    }
    if (body.hasNonNull("in_reply_to")) {
      log.accept("a reply was not asked for: " + quote(body.path("type").asText()));
      return Optional.empty();
    }
    ObjectNode answer = answer(message, body);
    ObjectNode reply = Json.object();
    reply.put("src", nodeId.orElse(message.path("dest").asText()));
    reply.put("dest", src.asText());
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
        throw malformed("msg_id is an integer of 64 bits");
      }
      return serve(body, msgId);
    } catch (RefusedException e) {
      return error(msgId, e.code(), e.getMessage());
    } catch (IllegalStateException e) {
      log.accept(e.toString());
      return error(msgId, Code.CRASH, e.getMessage());
    }
  }

  private void check(JsonNode message, JsonNode body) throws RefusedException {
    String dest = string(message, "dest");
    if (!body.isObject()) {
      throw malformed("a message has an object: body");
    }
    if (nodeId.isPresent() && !nodeId.get().equals(dest)) {
      throw new RefusedException(
          Code.NODE_NOT_FOUND, "this node is " + quote(nodeId.get()) + ", not " + quote(dest));
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
    String id = string(body, "node_id");
    JsonNode ids = body.path("node_ids");
    boolean strings =
        ids.isArray()
            && StreamSupport.stream(ids.spliterator(), false).allMatch(JsonNode::isTextual);
    if (!strings) {
      throw malformed("a field is an array of strings: node_ids");
    }
    if (nodeId.isPresent()) {
      throw new RefusedException(
          Code.PRECONDITION_FAILED, "this node is " + quote(nodeId.get()) + " already");
    }
    nodeId = Optional.of(id);
    return reply("init_ok", msgId).put("msg_id", 0);
  }

  private ObjectNode getTime(Optional<JsonNode> msgId) throws RefusedException {
    requireInit();
    Issued issued = service.getTime();
    return reply("oracle_get_time_ok", msgId)
        .put("pt", issued.time().pt())
        .put("c", issued.time().c())
        .put("oracle", issued.oracle());
  }

  private ObjectNode failPrimary(Optional<JsonNode> msgId) throws RefusedException {
    requireInit();
    service.failPrimary();
    return reply("oracle_fail_primary_ok", msgId)
        .put("new_oracle", "backup")
        .put("safety_margin_ms", safetyMargin.toMillis());
  }

  private ObjectNode status(Optional<JsonNode> msgId) throws RefusedException {
    requireInit();
    Status status = service.status();
    return reply("oracle_status_ok", msgId)
        .put("primary_alive", status.primaryAlive())
        .put("active_oracle", status.activeOracle())
        .put("timestamps_issued", status.issuedCount());
  }

  private void requireInit() throws RefusedException {
    if (nodeId.isEmpty()) {
      throw new RefusedException(Code.TEMPORARILY_UNAVAILABLE, "init comes first");
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
    if (!value.isTextual()) {
      throw malformed("a field is a string: " + key);
    }
    return value.asText();
  }

  private static RefusedException malformed(String rule) {
    return new RefusedException(Code.MALFORMED_REQUEST, rule);
  }

  private static String quote(String text) {
    return '"' + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...") + '"';
  }
}
