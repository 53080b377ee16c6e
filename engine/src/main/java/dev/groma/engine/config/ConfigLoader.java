package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads the configuration of a directory.
///
/// All files whose names end in `.tf.json`, `.tf.yaml` or `.tf.yml` make up one module, whatever
/// their names and order. Names that begin with a dot, end in `~` or stand between two `#` are left
/// alone, as editors use them. Files named `override` or `*_override` change what the others
/// declare, see [Blocks].
public final class ConfigLoader {
  private static final List<String> ENDINGS = List.of(".tf.json", ".tf.yaml", ".tf.yml");

  /// The version of Terraform whose language is implemented; what `required_version` is about.
  public static final String LANGUAGE_VERSION = "1.11.4";

  /// The code of the errors that `groma init` can put right.
  public static final String NOT_INSTALLED = "config.module-not-installed";

  private static final Path MODULES = Path.of(".terraform", "modules");

  private ConfigLoader() {}

  /// A call of a module that comes from elsewhere.
  ///
  /// @param key what it is installed as, see [InstalledModules]
  /// @param text its source as it is written
  /// @param source the same, taken apart
  /// @param range where it is written
  public record RemoteCall(String key, String text, ModuleSource source, SourceRange range) {}

  /// What loading gave.
  ///
  /// @param configuration what was read; incomplete when there are errors
  /// @param remote the calls of modules that come from elsewhere, installed or not
  /// @param diagnostics what is wrong, in the order to show it
  public record Loaded(
      Configuration configuration, List<RemoteCall> remote, List<Diagnostic> diagnostics) {
    /// Copies the lists.
    public Loaded {
      remote = List.copyOf(remote);
      diagnostics = List.copyOf(diagnostics);
    }

    /// True when the configuration must not be used.
    public boolean hasErrors() {
      return Diagnostic.hasErrors(diagnostics);
    }
  }

  /// Loads the root module in `directory` and all modules that it calls. Messages name its files
  /// without the directory.
  ///
  /// A directory without configuration files gives an empty module and no error.
  ///
  /// Modules from elsewhere are those in `.terraform/modules`.
  public static Loaded load(Path directory) {
    return load(directory, directory.resolve(MODULES));
  }

  /// The same with the modules from elsewhere in the folder `modules`.
  public static Loaded load(Path directory, Path modules) {
    return load(directory, Path.of(""), modules);
  }

  /// The same with one more file in the root module, `more`.
  public static Loaded load(Path directory, Path modules, SourceText more) {
    return load(directory, Path.of(""), modules, List.of(more));
  }

  /// The same where the root module is in `folder`, seen from `directory`.
  public static Loaded load(Path directory, Path folder, Path modules) {
    return load(directory, folder, modules, List.of());
  }

  private static Loaded load(Path directory, Path folder, Path modules, List<SourceText> more) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    TreeLoader loader =
        new TreeLoader(directory, InstalledModules.load(modules), more, diagnostics);
    ModuleTree tree = loader.load(folder.normalize());
    for (Output output : tree.module().outputs().values()) {
      if (output.ephemeral()) {
        diagnostics.add(
            Diagnostic.error(
                    "config.ephemeral-root-output",
                    "Ephemeral output not allowed",
                    "Ephemeral outputs are not allowed in context of a root module.")
                .at(output.declaration()));
      }
    }
    return new Loaded(
        new Configuration(tree, directory, loader.sources()),
        loader.remote(),
        diagnostics.stream().sorted(Diagnostic.DISPLAY_ORDER).toList());
  }

  /// Loads the module in `folder`.
  ///
  /// @param prefix what messages put before the names of its files
  /// @param more files that are not in the folder
  static ModuleConfig module(
      Path folder,
      String prefix,
      List<SourceText> more,
      SortedMap<String, SourceText> sources,
      List<Diagnostic> diagnostics) {
    ModuleReader module = new ModuleReader(diagnostics);
    more.forEach(source -> add(source, false, module, sources, diagnostics));
    for (String file : fileNames(folder, prefix, diagnostics)) {
      String name = prefix + file;
      SourceText source = text(folder.resolve(file), name, diagnostics);
      if (source != null) {
        add(source, isOverride(file), module, sources, diagnostics);
      }
    }
    return module.finish();
  }

  private static void add(
      SourceText source,
      boolean isOverride,
      ModuleReader module,
      SortedMap<String, SourceText> sources,
      List<Diagnostic> diagnostics) {
    sources.put(source.fileName(), source);
    Read read = SourceReader.read(source);
    diagnostics.addAll(read.diagnostics());
    // What follows from a mistake in the notation is not worth a message of its own.
    if (read.root() != null && !read.hasErrors()) {
      module.add(read.root(), isOverride);
    }
  }

  private static List<String> fileNames(
      Path directory, String prefix, List<Diagnostic> diagnostics) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      List<String> all = files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
      for (String name : all) {
        if (name.startsWith(".")
            || name.endsWith("~")
            || (name.startsWith("#") && name.endsWith("#"))) {
          continue;
        }
        if (name.endsWith(".tf")) {
          diagnostics.add(nativeSyntax(prefix + name));
        } else if (isConfiguration(name)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "config.unreadable-directory",
              "Failed to read module directory",
              "The directory " + directory + " could not be read: " + reason(e) + "."));
    }
    // Override files come last.
    names.sort(Comparator.comparing(ConfigLoader::isOverride));
    return names;
  }

  /// True when `file` would be a part of the module in its directory.
  public static boolean isConfiguration(String file) {
    return ENDINGS.stream().anyMatch(file::endsWith);
  }

  private static boolean isOverride(String name) {
    String base = name.substring(0, name.lastIndexOf(".tf."));
    return base.equals("override") || base.endsWith("_override");
  }

  private static Diagnostic nativeSyntax(String name) {
    return Diagnostic.error(
            "config.native-syntax",
            "Native syntax is not supported",
            "The file "
                + name
                + " is written in Terraform's native syntax, which Groma does not read. Write it in"
                + " JSON ("
                + name
                + ".json) or YAML ("
                + name
                + ".yaml).")
        .at(SourceRange.of(name));
  }

  /// The text of `file`, or null after an error.
  static @Nullable SourceText text(Path file, String name, List<Diagnostic> diagnostics) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SourceText(name, text);
    } catch (CharacterCodingException _) {
      diagnostics.add(
          Diagnostic.error(
                  "config.encoding",
                  "File is not UTF-8",
                  "The file " + name + " is not valid UTF-8. Save it in that encoding.")
              .at(SourceRange.of(name)));
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
                  "config.unreadable-file",
                  "Failed to read file",
                  "The file " + name + " could not be read: " + reason(e) + ".")
              .at(SourceRange.of(name)));
    }
    return null;
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a directory";
      default -> String.valueOf(e.getMessage());
    };
  }
}
