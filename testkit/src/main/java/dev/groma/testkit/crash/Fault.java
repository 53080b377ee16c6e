package dev.groma.testkit.crash;

import java.util.random.RandomGenerator;

/// What goes wrong with what a run keeps on disk.
///
/// @param kind what goes wrong
/// @param at the record of the journal that it happens at, from 1; without meaning for kinds that
///   are not about records
public record Fault(Kind kind, int at) {
  /// Nothing goes wrong.
  public static final Fault NONE = new Fault(Kind.NONE, 0);

  /// What can go wrong.
  public enum Kind {
    /// Nothing.
    NONE,
    /// Killed before a record is written.
    BEFORE_RECORD,
    /// Killed when a record was written.
    AFTER_RECORD,
    /// Killed while a record is written: a part of it is on disk.
    TORN_RECORD,
    /// Killed before the state is replaced.
    BEFORE_COMMIT,
    /// Killed when the state is about to be replaced and the journal says so.
    ANNOUNCED_COMMIT,
    /// Killed when the state was replaced and the journal is still there.
    INSIDE_COMMIT,
    /// Killed when the state was replaced.
    AFTER_COMMIT,
    /// From a record on nothing can be written any more, the state neither.
    DISK_FULL,
    /// A record is written, but that it is safe cannot be found out.
    SYNC_FAILED,
    /// The journal cannot be opened.
    READ_ONLY;

    /// True when the run is killed.
    public boolean kills() {
      return switch (this) {
        case BEFORE_RECORD,
            AFTER_RECORD,
            TORN_RECORD,
            BEFORE_COMMIT,
            ANNOUNCED_COMMIT,
            INSIDE_COMMIT,
            AFTER_COMMIT ->
            true;
        case NONE, DISK_FULL, SYNC_FAILED, READ_ONLY -> false;
      };
    }
  }

  /// A fault at one of the first `records` records, or around them. Three of four are at records:
  /// there are many of them.
  public static Fault random(RandomGenerator random, int records) {
    Kind[] atRecords = {Kind.BEFORE_RECORD, Kind.AFTER_RECORD, Kind.TORN_RECORD};
    Kind[] others = {
      Kind.BEFORE_COMMIT,
      Kind.ANNOUNCED_COMMIT,
      Kind.INSIDE_COMMIT,
      Kind.AFTER_COMMIT,
      Kind.DISK_FULL,
      Kind.SYNC_FAILED,
      Kind.READ_ONLY
    };
    Kind[] some = records > 0 && random.nextInt(4) > 0 ? atRecords : others;
    return new Fault(some[random.nextInt(some.length)], 1 + random.nextInt(Math.max(1, records)));
  }

  @Override
  public String toString() {
    return kind + (at == 0 ? "" : " " + at);
  }
}
