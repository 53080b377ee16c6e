package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.format.StateCodec;
import dev.groma.state.store.Backend;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Copies the states of one backend into another one.
///
/// 1. The source is only read.
/// 2. Nothing is copied that the target has already, and nothing over a newer version unless a
///    person says so. What is overwritten is saved in `.groma/replaced` first.
/// 3. Both states are locked while one is copied, and what was written is read back.
///
/// @param source where the states are
/// @param target where they go
/// @param locking how both are locked
/// @param prompt asks
/// @param console the run
/// @param view tells
record Migration(
    StatePlace source,
    StatePlace target,
    Locking locking,
    Prompt prompt,
    Console console,
    View view) {
  /// Copies what the user wants copied. False after an error, which is reported.
  boolean run() {
    if (isOnePlace()) {
      return true;
    }
    try {
      SortedSet<String> there = source.backend().workspaces();
      boolean several = there != null && !there.equals(Set.of(Backend.DEFAULT));
      if (there == null || !several) {
        return copy(Backend.DEFAULT, Backend.DEFAULT, true);
      }
      return target.backend().workspaces() == null ? one() : all(there);
    } catch (StorageException e) {
      view.report(e.diagnostic());
      view.report(
          Diagnostic.error(
              "backend.not-inspected",
              "Error inspecting states",
              "Prior to changing backends, Groma inspects the states of both. That failed, see"
                  + " above. Neither was changed. Put that right and run the same command again."));
      return false;
    }
  }

  /// True when both are the same files, so that there is nothing to ask about.
  private boolean isOnePlace() {
    String other = "other";
    return source.settings().type().equals(Backends.LOCAL)
        && target.settings().type().equals(Backends.LOCAL)
        && source.shown().equals(target.shown())
        && source.in(other).shown().equals(target.in(other).shown());
  }

  private String types() {
    return "\"" + source.settings().type() + "\" backend to the\nnewly configured \""
        + target.settings().type()
        + "\" backend";
  }

  private boolean all(SortedSet<String> workspaces) {
    SortedSet<String> taken = new TreeSet<>(workspaces);
    SortedSet<String> others = target.backend().workspaces();
    taken.retainAll(others == null ? Set.of() : others);
    taken.removeIf(name -> !isOverwritten(name));
    Optional<Boolean> answer =
        prompt.confirm(
            "Do you want to migrate all workspaces to \"" + target.settings().type() + "\"?",
            """
            Both the existing "%s" backend and the newly configured "%s" backend
            support workspaces. When migrating between backends, Groma will copy
            all workspaces (with the same names). THIS WILL OVERWRITE any conflicting
            states in the destination%s.

            Groma initialization doesn't currently migrate only select workspaces.
            If you want to migrate a select number of workspaces, you must manually
            pull and push those states.

            If you answer "yes", Groma will migrate all states. If you answer
            "no", Groma will abort.
            """
                .formatted(
                    source.settings().type(),
                    target.settings().type(),
                    taken.isEmpty()
                        ? "; there are none"
                        : ", which are those of: " + String.join(", ", taken)));
    if (answer.isEmpty() || !answer.get()) {
      answer.ifPresent(_ -> cancelled());
      return false;
    }
    for (String name : workspaces) {
      if (!copy(name, name, false)) {
        view.report(
            Diagnostic.error(
                "backend.not-migrated",
                "Error migrating the workspace \"" + name + "\"",
                "It could not be copied from the previous "
                    + types().replace('\n', ' ')
                    + ", see above. Workspaces are copied in alphabetical order: those before it"
                    + " have been copied, those after it have not. No workspace of the source was"
                    + " changed. Put that right and run the same command again; it begins anew."));
        return false;
      }
    }
    return true;
  }

  private boolean one() {
    String current = Workspaces.of(console).current();
    Optional<Boolean> answer =
        prompt.confirm(
            "Destination state \""
                + target.settings().type()
                + "\" doesn't support workspaces.\nDo you want to copy only your current"
                + " workspace?",
            """
            The existing "%s" backend supports workspaces and you currently are
            using more than one. The newly configured "%s" backend doesn't support
            workspaces. If you continue, Groma will copy your current workspace "%s"
            to the default workspace in the new backend. Your existing workspaces in the
            source backend won't be modified. If you want to switch workspaces, back them
            up, or cancel altogether, answer "no" and Groma will abort.
            """
                .formatted(source.settings().type(), target.settings().type(), current));
    if (answer.isEmpty() || !answer.get()) {
      answer.ifPresent(_ -> cancelled());
      return false;
    }
    return copy(current, Backend.DEFAULT, true);
  }

  private void cancelled() {
    view.report(
        Diagnostic.error(
            "backend.migration-cancelled",
            "Migration aborted by user",
            "Nothing was changed; the backend that was used before is still the one in use."));
  }

  private boolean isOverwritten(String workspace) {
    State here = source.in(workspace).store().read().state();
    State there = target.in(workspace).store().read().state();
    return there != null && !there.isEmpty() && (here == null || !isThere(here, there));
  }

  /// Copies one state. False after an error, which is reported.
  ///
  /// @param ask the user decides whether; otherwise that was decided already
  private boolean copy(String from, String to, boolean ask) {
    StatePlace old = source.in(from);
    StatePlace fresh = target.in(to);
    Optional<State> first = read(old);
    Optional<State> second = first.flatMap(_ -> read(fresh));
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    // The two may be one and the same, which cannot be locked twice.
    if (isThere(first.get(), second.get())
        || (first.get().isEmpty() && (ask || !second.get().lineage().isEmpty()))) {
      return true;
    }
    Optional<Locking.Taken> held = locking.take(old, "Migration", view);
    if (held.isEmpty()) {
      return false;
    }
    try (Locking.Taken _ = held.get()) {
      Optional<Locking.Taken> others = locking.take(fresh, "Migration", view);
      if (others.isEmpty()) {
        return false;
      }
      try (Locking.Taken _ = others.get()) {
        Optional<State> state = read(old);
        Optional<State> taken = state.flatMap(_ -> read(fresh));
        return state.isPresent()
            && taken.isPresent()
            && transfer(state.get(), taken.get(), old, fresh, ask);
      }
    }
  }

  private Optional<State> read(StatePlace place) {
    return place.read(console, view);
  }

  private static boolean isThere(State state, State other) {
    return state.hasSameContent(other) && state.lineage().equals(other.lineage());
  }

  private boolean transfer(
      State state, State there, StatePlace old, StatePlace fresh, boolean ask) {
    if (!state.pending().isEmpty()) {
      view.report(
          Diagnostic.error(
              "backend.unfinished-source",
              "The state has operations that did not end",
              "A run was stopped, and its journal at "
                  + old.shown()
                  + " knows of operations whose end is not recorded. Finish them where the state is"
                  + " now: put the backend block back as it was and run \"groma plan\" or \"groma"
                  + " apply\"; then migrate. Nothing was changed."));
      return false;
    }
    boolean newer = state.lineage().equals(there.lineage()) && there.serial() > state.serial();
    if (!there.isEmpty() && newer && (prompt.force() || !ask)) {
      view.report(newerThere(state, there, old, fresh));
      return false;
    }
    if (ask) {
      Optional<Boolean> answer =
          there.isEmpty() ? confirmEmpty() : confirmTaken(state, there, old, fresh);
      if (answer.isEmpty() || !answer.get()) {
        return answer.isPresent();
      }
    }
    if (!there.isEmpty() && !save(there, fresh)) {
      return false;
    }
    @Nullable Diagnostic problem = write(state, there, fresh);
    if (problem != null) {
      fresh.report(problem, console, view);
      return false;
    }
    return true;
  }

  private static Diagnostic newerThere(
      State state, State there, StatePlace old, StatePlace fresh) {
    return Diagnostic.error(
        "backend.newer-target",
        "The state in the destination is newer",
        "Both are versions of one state, "
            + state.lineage()
            + ": the one at "
            + fresh.shown()
            + " has serial "
            + there.serial()
            + ", the one at "
            + old.shown()
            + " serial "
            + state.serial()
            + ". Copying would lose what was recorded since; nothing was changed. To use the newer"
            + " one, run \"groma init -reconfigure\". To overwrite it all the same, run \"groma init"
            + " -migrate-state\" for this workspace alone where somebody can answer.");
  }

  private Optional<Boolean> confirmEmpty() {
    return prompt.confirm(
        "Do you want to copy existing state to the new backend?",
        """
        Pre-existing state was found while migrating the previous %s. No existing state was found in the newly
        configured "%2$s" backend. Do you want to copy this state to the new "%2$s"
        backend? Enter "yes" to copy and "no" to start with an empty state.
        """
            .formatted(types(), target.settings().type()));
  }

  private Optional<Boolean> confirmTaken(
      State state, State there, StatePlace old, StatePlace fresh) {
    String relation =
        !state.lineage().equals(there.lineage())
            ? "They are states of different lineages: objects that only the new one records would be"
                + "\nforgotten by Groma."
            : there.serial() > state.serial()
                ? "Both are versions of one state, and the one in the new backend is NEWER."
                : "Both are versions of one state, and the previous one is the newer.";
    return prompt.confirm(
        "Do you want to copy existing state to the new backend?",
        """
        Pre-existing state was found while migrating the previous %s. An existing non-empty state already exists in
        the new backend.

        Previous (type "%s"): %s
        New      (type "%s"): %s

        %s

        Do you want to overwrite the state in the new backend with the previous state?
        Enter "yes" to copy and "no" to start with the existing state in the newly
        configured "%4$s" backend.
        """
            .formatted(
                types(),
                source.settings().type(),
                described(state, old),
                target.settings().type(),
                described(there, fresh),
                relation));
  }

  private static String described(State state, StatePlace place) {
    return place.shown()
        + ", serial "
        + state.serial()
        + ", "
        + state.instances().size()
        + " objects, lineage "
        + state.lineage();
  }

  /// Saves `state`, which is about to be overwritten.
  private boolean save(State state, StatePlace place) {
    Path folder = Clouds.dataDirectory(console).resolve("replaced");
    String family = state.lineage().substring(0, Math.min(8, state.lineage().length()));
    Path file =
        folder.resolve(
            place.settings().type()
                + "-"
                + place.workspace()
                + "-"
                + family
                + "-"
                + state.serial()
                + ".tfstate");
    try {
      Files.createDirectories(folder);
      byte[] bytes = new StateCodec(Backends.encryption()).write(state);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.deleteIfExists(file);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "backend.not-saved",
              "The state in the destination could not be saved",
              "What would be overwritten is first written to "
                  + Console.shown(file)
                  + ", which failed: "
                  + Workspaces.reason(e)
                  + ". Nothing was changed."));
      return false;
    }
    view.note(
        "The state that is overwritten was saved in " + Console.shown(file) + ".");
    return true;
  }

  private static @Nullable Diagnostic write(State state, State there, StatePlace fresh) {
    StateStore.CommitResult result = fresh.store().commit(there, state);
    return switch (result) {
      case StateStore.Conflict c -> c.diagnostic();
      case StateStore.Failed f -> f.diagnostic();
      case StateStore.OutcomeUnknown o -> arrived(state, fresh) ? null : o.diagnostic();
      case StateStore.Committed _ ->
          arrived(state, fresh)
              ? null
              : Diagnostic.error(
                  "backend.not-read-back",
                  "The state did not arrive",
                  "What was written to "
                      + fresh.shown()
                      + " and read back is not what was copied. The source is as it was; use it"
                      + " further, and look into the destination.");
    };
  }

  private static boolean arrived(State state, StatePlace fresh) {
    State back = fresh.store().read().state();
    return back != null && back.hasSameContent(state);
  }
}
