package dev.groma.state;

import java.time.Instant;

/// Who holds the lock of a state, as other programs can read it.
///
/// @param id a UUID that names this lock
/// @param operation what the holder does, such as `OperationTypeApply`
/// @param info anything else worth saying; may be empty
/// @param who `user@host`
/// @param version the version of the holding program
/// @param created since when it is held
/// @param path the state, as the holder names it
public record LockInfo(
    String id,
    String operation,
    String info,
    String who,
    String version,
    Instant created,
    String path) {}
