package dev.groma.cli;

import dev.groma.engine.config.ConfigurationFiles;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma convert`: turns JSON into YAML, and YAML into JSON.
final class ConvertCommand implements Command {
  @Override
  public String name() {
    return "convert";
  }

  @Override
  public String description() {
    return "Turn the files of a configuration from JSON into YAML or back.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(
        Options.parameters(
            "FILE|DIR|-", "What to convert; the directory by default, - is standard input."));
    spec.addOption(
        Options.value(
            "-to", "json|yaml", "The notation to write; by default the other one of each file."));
    spec.addOption(
        Options.flag(
            "-write", "Write the files instead of printing them, and remove the old ones."));
    spec.addOption(Options.flag("-recursive", "Look into the directories inside, too."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  /// A file, what it becomes and where that goes.
  private record Conversion(ConfigurationFile file, String text, @Nullable Path target) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    String to = Options.find(arguments, "-to");
    if (to != null && !to.equals("json") && !to.equals("yaml")) {
      view.report(
          Diagnostic.error(
              "cli.notation",
              "Unknown notation",
              "The value of -to must be json or yaml, not \"" + to + "\"."));
      return 1;
    }
    Optional<List<Conversion>> found =
        ConfigurationFile.find(
                Options.parameters(arguments), Options.isOn(arguments, "-recursive"), console, view)
            .flatMap(files ->
                conversions(
                    files, to == null ? null : Syntax.valueOf(to.toUpperCase(Locale.ROOT)), view));
    if (found.isEmpty()) {
      return 1;
    }
    if (Options.isOn(arguments, "-write")) {
      return write(found.get(), console, view) ? 0 : 1;
    }
    boolean several = found.get().size() > 1;
    for (Conversion conversion : found.get()) {
      if (several && conversion.target() != null) {
        console.err().println(conversion.target().getFileName() + ":");
      }
      console.out().print(conversion.text());
      console.flush();
    }
    return 0;
  }

  /// What the files become; nothing after an error, which is reported.
  private static Optional<List<Conversion>> conversions(
      List<ConfigurationFile> files, @Nullable Syntax wanted, View view) {
    List<Conversion> all = new ArrayList<>();
    boolean failed = false;
    for (ConfigurationFile file : files) {
      Syntax to = wanted != null ? wanted : other(file.syntax());
      if (to == file.syntax() && file.path() != null) {
        continue;
      }
      Optional<String> text = file.printed(to, view);
      Path target = file.path() == null ? null : target(file.path(), to);
      failed |= text.isEmpty();
      if (target != null && Files.exists(target)) {
        failed = true;
        view.report(
            Diagnostic.error(
                "cli.target-exists",
                "The file exists already",
                Console.shown(target)
                    + " would be overwritten by what "
                    + file.name()
                    + " becomes. Move one of the two away."));
      }
      text.ifPresent(t -> all.add(new Conversion(file, t, target)));
    }
    return failed ? Optional.empty() : Optional.of(all);
  }

  private static Syntax other(Syntax syntax) {
    return syntax == Syntax.JSON ? Syntax.YAML : Syntax.JSON;
  }

  private static Path target(Path path, Syntax to) {
    String stem = ConfigurationFiles.stem(String.valueOf(path.getFileName()));
    return path.resolveSibling(stem + (to == Syntax.JSON ? ".json" : ".yaml"));
  }

  /// Writes every new file before any old one goes: what is interrupted can be seen and done again.
  private static boolean write(List<Conversion> conversions, Console console, View view) {
    for (Conversion conversion : conversions) {
      if (conversion.target() == null) {
        console.out().print(conversion.text());
      } else if (!ConfigurationFile.write(conversion.target(), conversion.text(), view)) {
        return false;
      }
    }
    for (Conversion conversion : conversions) {
      Path old = conversion.file().path();
      if (old != null && conversion.target() != null) {
        try {
          Files.delete(old);
        } catch (IOException e) {
          view.report(
              Diagnostic.error(
                  "cli.undeleted",
                  "The old file is still there",
                  conversion.file().name()
                      + " cannot be removed ("
                      + e.getClass().getSimpleName()
                      + "). Remove it, since "
                      + conversion.target().getFileName()
                      + " declares the same."));
          return false;
        }
        console
            .out()
            .println(conversion.file().name() + " -> " + conversion.target().getFileName());
      }
    }
    return true;
  }
}
