package io.github.uhlc;

import io.github.uhlc.RecordingDisk.Force;
import io.github.uhlc.RecordingDisk.ForceDirectory;
import io.github.uhlc.RecordingDisk.Promise;
import io.github.uhlc.RecordingDisk.Rename;
import io.github.uhlc.RecordingDisk.Step;
import io.github.uhlc.RecordingDisk.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that can be on a disk if the machine crashes before, between or after some steps. A write
 * that was not forced may have happened, or not, or in part, whatever its order; a rename that was
 * not forced may have happened or not. What a failed force was to write stays as uncertain as it
 * was, also when a later force succeeds.
 */
final class CrashModel {
  /** A possible content of the mark, null for no file, and the bound that it has to keep. */
  record Crash(Bytes content, NTP64 promised) {}

  /** A file, whatever its name. */
  private static final class Inode {
    private Set<Bytes> durable = new LinkedHashSet<>();
    private final List<Write> unforced = new ArrayList<>();

    Inode(Bytes content) {
      durable.add(content);
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
      durable = contents();
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

  private final Map<String, Inode> names = new HashMap<>();
  private final Set<Inode> durableMarks = new LinkedHashSet<>();
  private final Set<Crash> crashes = new LinkedHashSet<>();
  private NTP64 promised;

  private CrashModel(Bytes content, NTP64 promised) {
    Inode mark = content == null ? null : new Inode(content);
    names.put("mark", mark);
    durableMarks.add(mark);
    this.promised = promised;
  }

  /** The crashes at any time during some steps, which start with a content and a promise. */
  static Set<Crash> crashes(Crash start, List<Step> steps) {
    CrashModel model = new CrashModel(start.content(), start.promised());
    model.crash();
    for (Step step : steps) {
      model.apply(step);
      model.crash();
    }
    return model.crashes;
  }

  private void crash() {
    for (Inode mark : durableMarks) {
      if (mark == null) {
        crashes.add(new Crash(null, promised));
      } else {
        mark.contents().forEach(content -> crashes.add(new Crash(content, promised)));
      }
    }
  }

  private void apply(Step step) {
    if (step instanceof Write write) {
      names
          .computeIfAbsent(write.file(), name -> new Inode(new Bytes(new byte[0])))
          .unforced
          .add(write);
    } else if (step instanceof Force force && force.succeeded()) {
      names.get(force.file()).force();
    } else if (step instanceof Force force) {
      names.get(force.file()).failToForce();
    } else if (step instanceof Rename rename) {
      Inode renamed = names.remove(rename.from());
      names.put(rename.to(), renamed);
      durableMarks.add(renamed);
    } else if (step instanceof ForceDirectory) {
      durableMarks.removeIf(mark -> mark != names.get("mark"));
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
