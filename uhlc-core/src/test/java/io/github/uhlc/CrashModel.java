package io.github.uhlc;

import io.github.uhlc.RecordingDisk.Delete;
import io.github.uhlc.RecordingDisk.Force;
import io.github.uhlc.RecordingDisk.ForceDirectory;
import io.github.uhlc.RecordingDisk.Link;
import io.github.uhlc.RecordingDisk.Promise;
import io.github.uhlc.RecordingDisk.Step;
import io.github.uhlc.RecordingDisk.Write;
import io.github.uhlc.fixture.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that can be on a disk if the machine crashes before, between or after some steps. A write
 * that was not forced may have happened, or not, or in part, whatever its order; a link that was
 * not forced may have happened or not. What a failed force was to write stays as uncertain as it
 * was, also when a later force succeeds, until it is written again. A process that is killed
 * between two steps leaves to the next one what it has written, forced or not.
 */
final class CrashModel {
  /** A possible content of the mark, null for no file, and the bound that it has to keep. */
  record Crash(Bytes content, NTP64 promised) {}

  /** Contents that differ only in what damaged slots hold, or in openers, have one outcome. */
  record Kind(List<NTP64> bounds, int length) {
    static Kind of(Bytes content) {
      byte[] bytes = content == null ? new byte[0] : content.toArray();
      List<NTP64> bounds = Arrays.asList(bound(bytes, 0), bound(bytes, 1));
      return new Kind(bounds, content == null ? -1 : bytes.length);
    }

    private static NTP64 bound(byte[] bytes, int index) {
      MarkSlot slot = MarkSlot.decodeOrNull(bytes, index);
      return slot == null ? null : NTP64.ofBits(slot.boundNtp());
    }
  }

  /** A file, whatever its name. */
  private static final class Inode {
    private Set<Bytes> durable = new LinkedHashSet<>();
    private final List<Write> unforced = new ArrayList<>();
    private Bytes visible;

    Inode(Bytes content) {
      durable.add(content);
      visible = content;
    }

    void write(Write write) {
      unforced.add(write);
      visible = visible.with(write.offset(), write.bytes(), 0, write.bytes().length());
    }

    void force() {
      for (Write write : unforced) {
        Set<Bytes> after = new LinkedHashSet<>();
        durable.forEach(
            before ->
                after.add(before.with(write.offset(), write.bytes(), 0, write.bytes().length())));
        durable = after;
      }
      unforced.clear();
    }

    void failToForce() {
      Set<Kind> seen = new HashSet<>();
      durable = contents();
      durable.removeIf(content -> !seen.add(Kind.of(content)));
      unforced.clear();
    }

    Set<Bytes> contents() {
      Set<Bytes> contents = durable;
      for (Write write : unforced) {
        Set<Bytes> after = new LinkedHashSet<>();
        contents.forEach(before -> tear(before, write, after));
        contents = after;
      }
      return contents;
    }
  }

  private final Path mark;
  private final Map<Path, Inode> names = new HashMap<>();
  private final Set<Inode> durableMarks = new LinkedHashSet<>();
  private final Set<Crash> crashes = new LinkedHashSet<>();
  private NTP64 promised;

  private CrashModel(Path mark, Crash start) {
    this.mark = mark;
    Inode file = start.content() == null ? null : new Inode(start.content());
    names.put(mark, file);
    durableMarks.add(file);
    promised = start.promised();
  }

  /** The crashes at any time during some steps, which start with a content and a promise. */
  static Set<Crash> crashes(Path mark, Crash start, List<Step> steps) {
    CrashModel model = new CrashModel(mark, start);
    model.crash();
    for (Step step : steps) {
      model.apply(step);
      model.crash();
    }
    return model.crashes;
  }

  /** What the next process sees if one is killed after some steps. */
  static Crash afterKill(Path mark, Crash start, List<Step> steps) {
    CrashModel model = new CrashModel(mark, start);
    steps.forEach(model::apply);
    Inode file = model.names.get(mark);
    return new Crash(file == null ? null : file.visible, model.promised);
  }

  private void crash() {
    for (Inode file : durableMarks) {
      if (file == null) {
        crashes.add(new Crash(null, promised));
      } else {
        file.contents().forEach(content -> crashes.add(new Crash(content, promised)));
      }
    }
  }

  private void apply(Step step) {
    if (step instanceof Write write) {
      names.computeIfAbsent(write.file(), name -> new Inode(new Bytes(new byte[0]))).write(write);
    } else if (step instanceof Force force && force.succeeded()) {
      names.get(force.file()).force();
    } else if (step instanceof Force force) {
      names.get(force.file()).failToForce();
    } else if (step instanceof Link link) {
      names.put(link.name(), names.get(link.file()));
      durableMarks.add(names.get(mark));
    } else if (step instanceof Delete delete) {
      names.remove(delete.file());
    } else if (step instanceof ForceDirectory force) {
      durableMarks.removeIf(
          file -> force.directory().equals(mark.getParent()) && file != names.get(mark));
    } else if (step instanceof Promise promise) {
      promised = promise.bound();
    }
  }

  /** Not at all, up to any byte or sector, from any byte or sector on, or whole. */
  private static void tear(Bytes before, Write write, Set<Bytes> after) {
    int length = write.bytes().length();
    for (int cut = 0; cut <= length; cut += cut < 40 ? 1 : 512 - cut % 512) {
      int end = Math.min(cut, length);
      after.add(before.with(write.offset(), write.bytes(), 0, end));
      after.add(before.with(write.offset(), write.bytes(), end, length));
    }
    after.add(before.with(write.offset(), write.bytes(), 0, length));
  }
}
