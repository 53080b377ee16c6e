package dev.groma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.engine.config.BackendBlock;
import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The backends that are built in, and which of them a directory uses.
///
/// 1. Without a `backend` block and without a record of one, states are in files: `local`.
/// 2. Otherwise `groma init` has recorded the block, with what `-backend-config` added to it, and
///    that record counts, as long as the block is still the one that was recorded.
final class Backends {
  static final String LOCAL = "local";

  /// What to use instead of the backends of Terraform that are not built in.
  private static final Map<String, String> INSTEAD =
      Map.of(
          "oss",
          objectStore("Alibaba Cloud"),
          "obs",
          objectStore("Huawei Cloud"),
          "bos",
          objectStore("Baidu AI Cloud"),
          "cos",
          objectStore("Tencent Cloud"),
          "gcs",
          objectStore("Google Cloud"),
          "remote",
          "Groma has no remote runs. A state that is kept there can be fetched with \"terraform"
              + " state pull\"");

  private Backends() {}

  /// What to use instead of the object stores of `cloud`.
  private static String objectStore(String cloud) {
    return "Use \"pg\" or \"http\". The backend \"s3\" can use the object stores of "
        + cloud
        + " only where their S3 protocol observes the conditions of writes, which keep two runs"
        + " apart; it tries that out, and refuses a store that does not"
        + " (docs/state-stores.md). Use one of these";
  }

  /// What is built in.
  static List<BackendFactory> factories() {
    return ServiceLoader.load(BackendFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /// The factory of `type`.
  static Optional<BackendFactory> find(String type) {
    return factories().stream().filter(factory -> factory.type().equals(type)).findFirst();
  }

  /// States in files at the usual places.
  static BackendSettings local() {
    return BackendSettings.of(
        find(LOCAL).orElseThrow(() -> new IllegalStateException("no backend on the class path")));
  }

  /// What is said about a backend that is not built in.
  static Diagnostic unknown(String type) {
    List<String> known = factories().stream().map(BackendFactory::type).sorted().toList();
    String instead = INSTEAD.get(type);
    return Diagnostic.error(
        "config.backend",
        "Unsupported backend type",
        "There is no backend \""
            + type
            + "\" in Groma."
            + Suggestion.didYouMean(type, known)
            + " Built in are: "
            + String.join(", ", known)
            + ". "
            + (instead == null ? "Use one of these" : instead)
            + ", or leave the block out to keep the state in a file.");
  }

  /// What is wrong with the `backend` block of `configuration` by itself.
  static List<Diagnostic> check(Configuration configuration) {
    BackendBlock block = configuration.root().backend();
    if (block == null) {
      return List.of();
    }
    Optional<BackendFactory> factory = find(block.type());
    if (factory.isEmpty()) {
      return List.of(unknown(block.type()).at(block.typeRange()));
    }
    List<Diagnostic> found = new ArrayList<>();
    block.decode(factory.get().schema(), found);
    return found;
  }

  /// The files of `configuration` by name, without the sensitive arguments of its backend: each of
  /// their characters is an X. Messages quote them, and saved plans hold them.
  static SortedMap<String, SourceText> sources(Configuration configuration) {
    BackendBlock block = configuration.root().backend();
    Optional<BackendFactory> factory = block == null ? Optional.empty() : find(block.type());
    if (block == null || factory.isEmpty()) {
      return configuration.sources();
    }
    SortedMap<String, SourceText> all = new TreeMap<>(configuration.sources());
    List<String> sensitive = BackendSettings.of(factory.get()).sensitive();
    for (Node.Member member : block.body().members()) {
      SourceRange range = member.value().range();
      SourceText source = all.get(range.file());
      if (sensitive.contains(member.key()) && source != null) {
        all.put(range.file(), masked(source, range));
      }
    }
    return all;
  }

  private static SourceText masked(SourceText source, SourceRange range) {
    byte[] bytes = source.text().getBytes(UTF_8);
    int from = Math.min(range.start().offset(), bytes.length);
    int to = Math.max(from, Math.min(range.end().offset(), bytes.length));
    String secret = new String(bytes, from, to - from, UTF_8);
    StringBuilder out = new StringBuilder(new String(bytes, 0, from, UTF_8));
    secret.codePoints().forEach(c -> out.append(isKept(c) ? Character.toString(c) : "X"));
    return new SourceText(
        source.fileName(), out.append(new String(bytes, to, bytes.length - to, UTF_8)).toString());
  }

  /// What must stay for the text to be what it is, JSON or YAML, in the same lines.
  private static boolean isKept(int character) {
    return character == '"' || character == '\'' || Character.isWhitespace(character);
  }

  /// The file that records the backend of the directory of `console`.
  static Path recordFile(Console console) {
    return Workspaces.data(console).resolve("terraform.tfstate");
  }

  /// What the directory of `console` uses; nothing after an error, which is reported.
  static Optional<BackendSettings> inUse(Configuration configuration, Console console, View view) {
    Optional<BackendRecord> saved;
    try {
      saved = BackendRecord.load(recordFile(console));
    } catch (IOException e) {
      view.report(unreadable(console, e));
      return Optional.empty();
    }
    BackendBlock block = configuration.root().backend();
    if (block == null) {
      if (saved.isEmpty()) {
        return Optional.of(local());
      }
      view.report(
          initNeeded("Unsetting the previously set backend \"" + saved.get().type() + "\""));
      return Optional.empty();
    }
    List<Diagnostic> wrong = check(configuration);
    if (Diagnostic.hasErrors(wrong)) {
      view.report(wrong);
      return Optional.empty();
    }
    BackendFactory factory = find(block.type()).orElseThrow();
    Value.Obj given = block.decode(factory.schema(), wrong);
    Optional<String> reason =
        saved.isEmpty()
            ? Optional.of("Initial configuration of the requested backend \"" + block.type() + "\"")
            : changed(saved.get(), factory, given);
    if (reason.isPresent()) {
      view.report(initNeeded(reason.get()).at(block.declaration()));
      return Optional.empty();
    }
    return settings(saved.orElseThrow(), factory, given, console, view);
  }

  private static Optional<BackendSettings> settings(
      BackendRecord saved, BackendFactory factory, Value.Obj given, Console console, View view) {
    try {
      BackendSettings settings =
          new BackendSettings(factory, saved.arguments(factory.schema()))
              .withSecrets(given)
              .withSecrets(console);
      Optional<Diagnostic> missing = missing(settings, saved.secrets().keySet());
      missing.ifPresent(view::report);
      return missing.isPresent() ? Optional.empty() : Optional.of(settings);
    } catch (IOException e) {
      view.report(unreadable(console, e));
      return Optional.empty();
    }
  }

  /// Why the block with the arguments `given` is not the recorded one; nothing when it is.
  static Optional<String> changed(BackendRecord saved, BackendFactory factory, Value.Obj given) {
    if (!saved.type().equals(factory.type())) {
      return Optional.of(
          "Backend type changed from \"" + saved.type() + "\" to \"" + factory.type() + "\"");
    }
    boolean same =
        saved.hash() == BackendHash.of(factory.type(), given, factory.schema())
            && BackendSettings.of(factory).sensitive().stream()
                .allMatch(name -> saved.hadInBlock(name, given.require(name)));
    return same ? Optional.empty() : Optional.of("Backend configuration block has changed");
  }

  private static Diagnostic initNeeded(String reason) {
    return Diagnostic.error(
        "backend.init-needed",
        "Backend initialization required, please run \"groma init\"",
        "Reason: "
            + reason
            + "\n\nThe \"backend\" is where Groma keeps the state. It is not the one that this"
            + " directory was initialized with, so states may have to be moved first. Run \"groma"
            + " init\"; where a backend was used before, with \"-migrate-state\" to move its states"
            + " or \"-reconfigure\" to leave them where they are. Nothing was changed.");
  }

  /// What is said when the record cannot be read.
  static Diagnostic unreadable(Console console, IOException cause) {
    return Diagnostic.error(
        "backend.unreadable-record",
        "The record of the backend cannot be read",
        "The file "
            + Console.shown(recordFile(console))
            + " says which backend this directory uses, and cannot be read: "
            + Workspaces.reason(cause)
            + ". Put that right; or, if it is lost, run \"groma init -reconfigure\", which makes it"
            + " anew from the configuration.");
  }

  /// What is said when `settings` lacks sensitive arguments that were given before: without them it
  /// might mean another place. Nothing when it has all of `needed`.
  static Optional<Diagnostic> missing(BackendSettings settings, Collection<String> needed) {
    List<String> lost =
        settings.sensitive().stream()
            .filter(name -> needed.contains(name) && settings.arguments().require(name).isNull())
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "backend.secret-needed",
                "Sensitive arguments of the backend are needed again",
                "\"groma init\" was given "
                    + String.join(", ", lost)
                    + " of the backend \""
                    + settings.type()
                    + "\" from outside its block. Groma writes no secret to disk, so every command"
                    + " needs it again: set "
                    + String.join(", ", lost.stream().map(BackendSettings::variable).toList())
                    + ". To use a variable that the backend itself reads instead, set that one and"
                    + " run \"groma init -reconfigure\" without giving the argument."));
  }

  /// `settings` with the sensitive arguments that the block of `configuration` has.
  static BackendSettings withSecretsOf(Configuration configuration, BackendSettings settings) {
    BackendBlock block = configuration.root().backend();
    return block == null || !block.type().equals(settings.type())
        ? settings
        : settings.withSecrets(block.decode(settings.factory().schema(), new ArrayList<>()));
  }

  /// Opens the backend of `settings`. What is wrong with an argument is told at its place in
  /// `block`.
  ///
  /// @param encryption how states are sealed
  static Backend.Opened open(
      BackendSettings settings,
      @Nullable BackendBlock block,
      Encryption encryption,
      Console console) {
    Path here = Path.of("").toAbsolutePath();
    Path directory = console.directory();
    BackendFactory.Surroundings surroundings =
        new BackendFactory.Surroundings(
            directory.startsWith(here) ? here.relativize(directory) : directory,
            name -> console.variable(name),
            Clock.systemUTC(),
            UUID::randomUUID,
            encryption);
    Backend.Opened opened = settings.factory().open(settings.arguments(), surroundings);
    return new Backend.Opened(
        opened.backend(), opened.diagnostics().stream().map(d -> located(d, block)).toList());
  }

  private static Diagnostic located(Diagnostic found, @Nullable BackendBlock block) {
    dev.groma.schemas.value.Path path = found.path();
    if (block == null || path == null || path.steps().isEmpty() || found.subject() != null) {
      return found;
    }
    return path.steps().getFirst() instanceof dev.groma.schemas.value.Path.Attribute argument
        ? found.at(block.place(argument.name()))
        : found;
  }
}
