package dev.groma.state.store;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.LockInfo;
import dev.groma.state.crypto.Opened;
import dev.groma.state.format.SealTrouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the user is told when the file store fails.
final class Trouble {
  private Trouble() {}

  static Diagnostic unreadable(Path file, IOException cause) {
    return problem("state.unreadable", "Cannot read the state", "read", file, cause);
  }

  static Diagnostic unwritable(Path file, IOException cause) {
    return problem("state.unwritable", "Cannot write the state", "written", file, cause);
  }

  private static Diagnostic problem(
      String code, String summary, String verb, Path file, IOException cause) {
    return Diagnostic.error(
        code, summary, "The file " + file + " cannot be " + verb + ": " + reason(file, cause));
  }

  private static String reason(Path file, IOException cause) {
    Path folder = file.toAbsolutePath().getParent();
    String text = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
    if (cause instanceof NoSuchFileException && folder != null && !Files.isDirectory(folder)) {
      return "the directory " + folder + " does not exist. Create it, or correct the path.";
    }
    if (cause instanceof NoSuchFileException) {
      return "the directory takes no new files. Name another place for the state.";
    }
    if (cause instanceof FileAlreadyExistsException || lower.contains("not a directory")) {
      return folder + " is not a directory. Name another place for the state.";
    }
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return "permission is denied. Give this user the right to read and write the file and its"
          + " directory, or name another place for the state.";
    }
    if (lower.contains("read-only")) {
      return "the file system is read-only. Work in a copy of the directory, or name another place"
          + " for the state.";
    }
    if (lower.contains("no space") || lower.contains("quota")) {
      return "there is no space left on the device. Free some and run the same command again; what"
          + " was done so far is recorded.";
    }
    if (lower.contains("too large")) {
      return "it would be larger than the file system or a limit of this process (ulimit -f) lets"
          + " it be. Raise that and run the same command again; what was done so far is"
          + " recorded.";
    }
    if (lower.contains("is a directory")) {
      return "it is a directory. Name a file for the state.";
    }
    return (text == null ? cause.getClass().getSimpleName() : text) + ".";
  }

  static Diagnostic held(Path file, @Nullable LockInfo holder) {
    return Locks.held(
        file.toString(), holder, "", "The lock goes away with the process that holds it.");
  }

  static Diagnostic othersLock(Path file, @Nullable LockInfo holder) {
    return Diagnostic.error(
        "state.local-lock",
        "Local state cannot be unlocked by another process",
        "The lock of the state in the file "
            + file
            + " belongs to the process that holds it and ends with it, also when that process is"
            + " killed."
            + (holder == null ? "" : " It is held by " + holder.who() + holderProcess(holder) + ".")
            + " Look for a run that is still at work, and wait for it or stop it.");
  }

  private static String holderProcess(LockInfo holder) {
    return holder.info().isEmpty() ? "" : " (" + holder.info() + ")";
  }

  static Diagnostic noVersion(Path file, String id) {
    return Diagnostic.error(
        "state.no-version",
        "There is no such version",
        "No version \"" + id + "\" of " + file + " is kept. \"groma state history\" lists them.");
  }

  static Diagnostic emptyArgument(String name) {
    return Diagnostic.error(
            "backend.empty-argument",
            name.equals("path")
                ? "Invalid local state file path"
                : "Invalid local workspace directory path",
            "The \""
                + name
                + "\" attribute value must not be empty. Name a "
                + (name.equals("path") ? "file" : "directory")
                + ", or leave the argument out.")
        .at(dev.groma.schemas.value.Path.of(name));
  }

  static Diagnostic wrongLimit(String variable, String value) {
    return Diagnostic.error(
        "backend.history",
        "Wrong number of versions",
        variable
            + " is \""
            + value
            + "\". It says how many versions of a state are kept: give a whole number from 0 to"
            + " 10000, or unset it.");
  }

  static Diagnostic undeletable(Path folder, IOException cause) {
    return problem("state.undeletable", "Cannot delete the workspace", "deleted", folder, cause);
  }

  static Diagnostic unlisted(Path folder, IOException cause) {
    return problem("state.unlisted", "Cannot list the workspaces", "read", folder, cause);
  }

  static Diagnostic closedJournal() {
    return Diagnostic.error(
            "state.closed-journal",
            "The journal is closed",
            "Something was to be recorded after the end of the run. This is a bug in Groma.")
        .in(Category.INTERNAL);
  }

  static Diagnostic conflict(Object file, long base, long found) {
    return Diagnostic.error(
        "state.conflict",
        "The state was changed by another run",
        "This run is based on serial "
            + base
            + " of "
            + file
            + ", which has serial "
            + found
            + " now, or another lineage. Nothing was overwritten. Run the same command again, so"
            + " that it starts from the state as it is now.");
  }

  static Diagnostic staleJournal(Object journal, String lineage, long serial, long found) {
    return Diagnostic.error(
            "state.stale-journal",
            "The journal does not belong to the state",
            "A run that did not end left the journal "
                + journal
                + ", begun for serial "
                + serial
                + (lineage.isEmpty() ? " of a new state" : " of the lineage " + lineage)
                + "; the state has serial "
                + found
                + ". The state was replaced or changed by another program since, so the objects"
                + " that the run made may be missing from it. Put back the state that the journal"
                + " was begun for; or, when you are sure that nothing is missing, move the journal"
                + " away.")
        .at(SourceRange.of(journal.toString()));
  }

  static Diagnostic unreadableJournal(Object journal, Opened problem, boolean configured) {
    if (!(problem instanceof Opened.Unknown)) {
      return SealTrouble.of("The journal " + journal, problem, configured)
          .at(SourceRange.of(journal.toString()));
    }
    return Diagnostic.error(
            "state.unreadable-journal",
            "The journal cannot be read",
            "The journal "
                + journal
                + " was written by a newer version of Groma, or changed by hand. Use the version"
                + " that wrote it to finish its run.")
        .at(SourceRange.of(journal.toString()));
  }

  static Diagnostic recovered(Object journal, int records, int pending) {
    return Diagnostic.warning(
        "state.recovered",
        "A run has not ended",
        "What it has done so far, "
            + records
            + " recorded steps, was taken from "
            + journal
            + "."
            + (pending == 0
                ? ""
                : " How "
                    + pending
                    + " of its operations ended is not known; the next plan or apply finds that out"
                    + " first."));
  }

  static Diagnostic emptyFile(Path file, Path backup) {
    return Diagnostic.error(
            "state.corrupt",
            "Corrupt state file",
            "The state file "
                + file
                + " is empty, yet the backup "
                + backup
                + " shows that there was a state. Copy the backup over it, then plan with"
                + " -refresh-only to see what it lacks.")
        .at(SourceRange.of(file.toString()));
  }
}
