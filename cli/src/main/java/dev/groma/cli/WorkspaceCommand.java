package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.format.StateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
      View view = TextView.of(arguments, console);
      Workspaces workspaces =
          Workspaces.of(console, ConfigLoader.load(console.directory()).configuration());
      String name = Options.parameter(arguments);
      try {
        if (kind == Kind.LIST || kind == Kind.SHOW) {
          return look(workspaces, console);
        }
        if (name == null) {
          return refuse(view, "Expected a single argument: NAME.", "");
        }
        if (!Workspaces.isName(name)) {
          return refuse(
              view,
              "The workspace name \"" + name + "\" is not allowed.",
              "The name must contain only URL safe characters, and no path separators.");
        }
        return change(name, workspaces, arguments, console, view);
      } catch (IOException e) {
        return refuse(
            view,
            "The workspaces cannot be changed",
            "A file cannot be read or written: "
                + e
                + ". Work in a directory that you can write to.");
      }
    }

    private int look(Workspaces workspaces, Console console) throws IOException {
      String current = workspaces.current();
      if (kind == Kind.SHOW) {
        console.out().println(current);
        return 0;
      }
      for (String name : workspaces.all()) {
        console.out().println((name.equals(current) ? "* " : "  ") + name);
      }
      console.out().println();
      return 0;
    }

    private int change(
        String name, Workspaces workspaces, ParseResult arguments, Console console, View view)
        throws IOException {
      boolean exists = workspaces.all().contains(name);
      if (kind == Kind.DELETE) {
        return exists ? delete(name, workspaces, arguments, console, view) : missing(name, view);
      }
      if (workspaces.override() != null) {
        return refuse(
            view,
            "The workspace is overridden by TF_WORKSPACE",
            "TF_WORKSPACE says \""
                + workspaces.override()
                + "\", which goes before any selection. Unset the variable or change its value,"
                + " then run this command again.");
      }
      if (kind == Kind.NEW && exists) {
        return refuse(
            view,
            "Workspace \"" + name + "\" already exists",
            "Use it with \"groma workspace select " + name + "\".");
      }
      boolean make = !exists && (kind == Kind.NEW || Options.isOn(arguments, "-or-create"));
      if (!exists && !make) {
        return missing(name, view);
      }
      if (!make) {
        if (!workspaces.current().equals(name)) {
          workspaces.select(name);
          view.note("Switched to workspace \"" + name + "\".");
        }
        return 0;
      }
      return create(name, workspaces, arguments, console, view);
    }

    private int create(
        String name, Workspaces workspaces, ParseResult arguments, Console console, View view)
        throws IOException {
      String given = Options.find(arguments, Options.STATE);
      @Nullable State beginning = null;
      if (given != null) {
        Path file = console.directory().resolve(given);
        if (!Files.exists(file)) {
          return refuse(view, "There is no file " + given, "Name a state file with -state.");
        }
        StateReader.Result read = StateReader.read(Files.readAllBytes(file), given);
        view.report(read.diagnostics());
        beginning = read.state();
        if (beginning == null) {
          return 1;
        }
      }
      workspaces.create(name);
      if (beginning != null && !begin(name, beginning, workspaces, arguments, console, view)) {
        return 1;
      }
      workspaces.select(name);
      view.note(
          """
          Created and switched to workspace "%s"!

          You're now on a new, empty workspace. Workspaces isolate their state,
          so if you run "groma plan" Groma will not see any existing state
          for this configuration.\
          """
              .formatted(name));
      return 0;
    }

    private static boolean begin(
        String name,
        State beginning,
        Workspaces workspaces,
        ParseResult arguments,
        Console console,
        View view) {
      Optional<StateSession> opened =
          StateSession.open(arguments, console, workspaces.stateFile(name), "WorkspaceNew", view);
      if (opened.isEmpty()) {
        return false;
      }
      try (StateSession session = opened.get()) {
        return session.commit(beginning);
      }
    }

    private static int delete(
        String name, Workspaces workspaces, ParseResult arguments, Console console, View view)
        throws IOException {
      if (name.equals(workspaces.current())) {
        return refuse(
            view,
            "Workspace \"" + name + "\" is your active workspace.",
            "You cannot delete the currently active workspace. Please switch to another workspace"
                + " and try again.");
      }
      if (name.equals(Workspaces.DEFAULT)) {
        return refuse(
            view, "Cannot delete the workspace \"default\"", "It is always there. Use another.");
      }
      boolean force = Options.isOn(arguments, "-force");
      Optional<StateSession> opened =
          StateSession.open(
              arguments, console, workspaces.stateFile(name), "WorkspaceDelete", view);
      if (opened.isEmpty()) {
        return 1;
      }
      boolean empty;
      try (StateSession session = opened.get()) {
        empty = session.state().instances().isEmpty();
        if (!empty && !force) {
          return refuse(view, "Workspace is not empty", notEmpty(name, session.state()));
        }
      }
      workspaces.delete(name);
      view.note("Deleted workspace \"" + name + "\"!");
      if (!empty) {
        view.report(
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
