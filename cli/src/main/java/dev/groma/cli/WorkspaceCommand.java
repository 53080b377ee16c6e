package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.store.Backend;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma workspace`: several states for one configuration.
final class WorkspaceCommand implements Command {
  @Override
  public String name() {
    return "workspace";
  }

  @Override
  public String description() {
    return "Keep several states for one configuration.";
  }

  @Override
  public List<Command> parts() {
    return List.of(
        new Part(Kind.LIST),
        new Part(Kind.SHOW),
        new Part(Kind.NEW),
        new Part(Kind.SELECT),
        new Part(Kind.DELETE));
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    throw new IllegalStateException("only its parts are run");
  }

  private enum Kind {
    LIST("list", "List the workspaces; the one in use has an asterisk."),
    SHOW("show", "Print the name of the workspace in use."),
    NEW("new", "Make a workspace and use it from now on."),
    SELECT("select", "Use another workspace from now on."),
    DELETE("delete", "Delete a workspace and its state.");

    private final String word;
    private final String purpose;

    Kind(String word, String purpose) {
      this.word = word;
      this.purpose = purpose;
    }
  }

  /// One of the subcommands.
  private record Part(Kind kind) implements Command {
    @Override
    public String name() {
      return kind.word;
    }

    @Override
    public String description() {
      return kind.purpose;
    }

    @Override
    public void declare(CommandSpec spec) {
      if (kind != Kind.SHOW) {
        Options.declareVariables(spec);
      }
      switch (kind) {
        case LIST, SHOW -> {}
        case NEW -> {
          spec.addPositional(Options.parameter("NAME", "Its name."));
          spec.addOption(Options.value(Options.STATE, "FILE", "A state to begin with."));
          declareLock(spec);
        }
        case SELECT -> {
          spec.addPositional(Options.parameter("NAME", "Its name."));
          spec.addOption(Options.flag("-or-create", "Make it when it does not exist."));
        }
        case DELETE -> {
          spec.addPositional(Options.parameter("NAME", "Its name."));
          spec.addOption(
              Options.flag(
                  "-force", "Delete it although objects are recorded, which are then forgotten."));
          declareLock(spec);
        }
      }
    }

    private static void declareLock(CommandSpec spec) {
      spec.addOption(Options.flagOn("-lock", "Lock the state while it is used; the default."));
      spec.addOption(
          Options.value(
              "-lock-timeout", "DURATION", "How long to wait for the lock, such as 30s."));
    }

    @Override
    public int run(ParseResult arguments, Console console) {
      TextView view = TextView.of(arguments, console);
      Workspaces workspaces = Workspaces.of(console);
      Optional<Diagnostic> unusable =
          kind == Kind.SHOW || kind == Kind.LIST
              ? Workspaces.refusal(workspaces.current())
              : Optional.empty();
      if (unusable.isPresent()) {
        view.report(unusable.get());
        return 1;
      }
      if (kind == Kind.SHOW) {
        console.out().println(workspaces.current());
        return 0;
      }
      String name = Options.parameter(arguments);
      if (kind != Kind.LIST && name == null) {
        return refuse(view, "Expected a single argument: NAME.", "");
      }
      if (name != null && !Workspaces.isName(name)) {
        return refuse(
            view,
            "The workspace name \"" + name + "\" is not allowed.",
            "The name must contain only URL safe characters, and no path separators.");
      }
      Optional<StatePlace> opened =
          Sealing.configuration(console, view)
              .flatMap(configuration ->
                  Backends.inUse(configuration, console, view)
                      .flatMap(settings ->
                          StatePlace.open(
                              Options.variables(arguments),
                              settings,
                              name == null ? "" : name,
                              configuration,
                              console,
                              view)));
      if (opened.isEmpty()) {
        return 1;
      }
      try (StatePlace place = opened.get()) {
        return run(new Work(place, workspaces, arguments, console, view));
      } catch (StorageException e) {
        view.report(e.diagnostic());
        return 1;
      } catch (IOException e) {
        return refuse(
            view,
            "The workspaces cannot be changed",
            "The file "
                + Console.shown(workspaces.selection())
                + " cannot be written: "
                + Workspaces.reason(e)
                + ". Work in a directory that you can write to.");
      }
    }

    /// What a subcommand has to do with.
    ///
    /// @param place the workspace that it names
    private record Work(
        StatePlace place,
        Workspaces workspaces,
        ParseResult arguments,
        Console console,
        TextView view) {
      String name() {
        return place.workspace();
      }
    }

    private int run(Work work) throws IOException {
      SortedSet<String> all = work.place.backend().workspaces();
      if (all == null) {
        return refuse(
            work.view,
            "workspaces not supported",
            "The backend \""
                + work.place.settings().type()
                + "\" keeps one state only. Use a backend of another kind, or give each"
                + " environment a directory or address of its own.");
      }
      if (kind != Kind.LIST) {
        return change(work, all.contains(work.name()));
      }
      for (String name : all) {
        work.console.out().println((name.equals(work.workspaces.current()) ? "* " : "  ") + name);
      }
      work.console.out().println();
      if (work.workspaces.override() != null) {
        work.view.note(
            """

            The active workspace is being overridden using the TF_WORKSPACE environment
            variable.
            """);
      }
      return 0;
    }

    private int change(Work work, boolean exists) throws IOException {
      if (kind == Kind.DELETE) {
        return exists ? delete(work) : missing(work.name(), work.view);
      }
      if (work.workspaces.override() != null) {
        return refuse(
            work.view,
            "The workspace is overridden by TF_WORKSPACE",
            "TF_WORKSPACE says \""
                + work.workspaces.override()
                + "\", which goes before any selection. Unset the variable or change its value,"
                + " then run this command again.");
      }
      if (kind == Kind.NEW && exists) {
        return refuse(
            work.view,
            "Workspace \"" + work.name() + "\" already exists",
            "Use it with \"groma workspace select " + work.name() + "\".");
      }
      boolean make = !exists && (kind == Kind.NEW || Options.isOn(work.arguments, "-or-create"));
      if (!exists && !make) {
        return missing(work.name(), work.view);
      }
      if (make) {
        return create(work);
      }
      if (!work.workspaces.current().equals(work.name())) {
        work.workspaces.select(work.name());
        work.view.note("Switched to workspace \"" + work.name() + "\".");
      }
      return 0;
    }

    private static int create(Work work) throws IOException {
      String given = Options.find(work.arguments, Options.STATE);
      State beginning = State.EMPTY;
      if (given != null) {
        Path file = work.console.directory().resolve(given);
        if (!Files.exists(file)) {
          return refuse(work.view, "There is no file " + given, "Name a state file with -state.");
        }
        Optional<State> read = StateSession.read(work.arguments, work.console, file, work.view);
        if (read.isEmpty()) {
          return 1;
        }
        beginning = read.get();
      }
      if (!begin(work, beginning)) {
        return 1;
      }
      work.workspaces.select(work.name());
      work.view.note(
          """
          Created and switched to workspace "%s"!

          You're now on a new, empty workspace. Workspaces isolate their state,
          so if you run "groma plan" Groma will not see any existing state
          for this configuration.\
          """
              .formatted(work.name()));
      return 0;
    }

    /// Writes the first version of a state, by which every backend knows that there is a workspace.
    private static boolean begin(Work work, State beginning) {
      Optional<Locking.Taken> taken =
          Locking.of(work.arguments, work.console, work.view)
              .flatMap(locking -> locking.take(work.place, "WorkspaceNew", work.view));
      if (taken.isEmpty()) {
        return false;
      }
      try (Locking.Taken _ = taken.get()) {
        Diagnostic problem =
            switch (work.place.store().commit(State.EMPTY, beginning)) {
              case StateStore.Committed _ -> null;
              case StateStore.Conflict c -> c.diagnostic();
              case StateStore.OutcomeUnknown o -> o.diagnostic();
              case StateStore.Failed f -> f.diagnostic();
            };
        if (problem != null) {
          work.view.report(problem);
        }
        return problem == null;
      }
    }

    private static int delete(Work work) {
      String name = work.name();
      if (name.equals(work.workspaces.current())) {
        return refuse(
            work.view,
            "Workspace \"" + name + "\" is your active workspace.",
            "You cannot delete the currently active workspace. Please switch to another workspace"
                + " and try again.");
      }
      if (name.equals(Backend.DEFAULT)) {
        return refuse(
            work.view,
            "Cannot delete the workspace \"default\"",
            "It is always there. Use another.");
      }
      Optional<Locking.Taken> taken =
          Locking.of(work.arguments, work.console, work.view)
              .flatMap(locking -> locking.take(work.place, "WorkspaceDelete", work.view));
      if (taken.isEmpty()) {
        return 1;
      }
      boolean empty;
      try (Locking.Taken _ = taken.get()) {
        boolean force = Options.isOn(work.arguments, "-force");
        Optional<State> state = work.place.read(work.view);
        if (state.isEmpty()) {
          return 1;
        }
        empty = state.get().instances().isEmpty();
        if (!empty && !force) {
          return refuse(work.view, "Workspace is not empty", notEmpty(name, state.get()));
        }
      }
      work.place.backend().delete(name);
      work.view.note("Deleted workspace \"" + name + "\"!");
      if (!empty) {
        work.view.report(
            Diagnostic.warning(
                "workspace.forgotten",
                "\"" + name + "\" was non-empty",
                "The resources managed by the deleted workspace may still exist, but are no longer"
                    + " manageable by Groma since the state has been deleted."));
      }
      return 0;
    }

    private static String notEmpty(String name, State state) {
      return state.instances().keySet().stream()
          .map(address -> "\n  - " + address)
          .collect(
              Collectors.joining(
                  "",
                  "Workspace \""
                      + name
                      + "\" is currently tracking the following resource instances:",
                  """

                  Deleting this workspace would cause Groma to lose track of any associated remote \
                  objects, which would then require you to delete them manually outside of Groma. \
                  You should destroy these objects with Groma before deleting the workspace.
                  If you want to delete this workspace anyway, and have Groma forget about these \
                  managed objects, use the -force option to disable this safety check.\
                  """));
    }

    private static int missing(String name, View view) {
      return refuse(
          view,
          "Workspace \"" + name + "\" doesn't exist.",
          "You can create this workspace with the \"new\" subcommand or include the \"-or-create\""
              + " flag with the \"select\" subcommand.");
    }

    private static int refuse(View view, String summary, String detail) {
      view.report(Diagnostic.error("workspace.refused", summary, detail));
      return 1;
    }
  }
}
