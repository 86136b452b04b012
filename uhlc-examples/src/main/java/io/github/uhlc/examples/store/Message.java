package io.github.uhlc.examples.store;

import io.github.uhlc.Timestamp;
import java.util.List;
import java.util.Optional;

/** What goes over a connection: a request, then one reply. See {@link Wire} for the bytes. */
sealed interface Message {
  /**
   * Asks for the entry of a key; answered by {@link Entries}, none or one.
   *
   * @param key the key
   */
  record Get(String key) implements Message {}

  /**
   * Writes; answered by the entry in {@link Entries} when it is durable, or by {@link Refusal}.
   *
   * @param key the key
   * @param value the value
   * @param after the greatest timestamp that the client has seen, if any: the write comes after it
   */
  record Put(String key, String value, Optional<Timestamp> after) implements Message {}

  /**
   * Asks for what the replica has stored since; answered by {@link Entries} in the order of {@link
   * Entry#stored}, as many as fit into a message, none if there is nothing new.
   *
   * @param since the last {@link Entry#stored} that is known, if any
   */
  record Pull(Optional<Timestamp> since) implements Message {}

  /**
   * The reply to all that was not refused.
   *
   * @param entries the entries
   */
  record Entries(List<Entry> entries) implements Message {
    /** Makes a reply with a copy of the entries. */
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The reply to what was refused, and has changed nothing.
   *
   * @param reason why
   */
  record Refusal(String reason) implements Message {}
}
