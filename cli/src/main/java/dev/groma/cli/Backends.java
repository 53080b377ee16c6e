package dev.groma.cli;

import dev.groma.engine.config.BackendBlock;
import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
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
          "Object stores of Alibaba Cloud speak the protocol of S3: use the backend \"s3\" with"
              + " their address in \"endpoints\"",
          "cos",
          "Object stores of Tencent Cloud speak the protocol of S3: use the backend \"s3\" with"
              + " their address in \"endpoints\"",
          "gcs",
          "Google's object stores speak the protocol of S3 with HMAC keys: use the backend \"s3\""
              + " with their address in \"endpoints\"",
          "remote",
          "Groma has no remote runs. A state that is kept there can be fetched with \"terraform"
              + " state pull\"");

  private Backends() {}

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

  /// The file that records the backend of the directory of `console`.
  static Path recordFile(Console console) {
    return Workspaces.data(console).resolve("terraform.tfstate");
  }

  /// What the directory of `console` uses; nothing after an error, which is reported.
  static Optional<BackendSettings> inUse(
      Configuration configuration, Console console, View view) {
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
      return Optional.of(
          new BackendSettings(factory, saved.arguments(factory.schema()))
              .withSecrets(given)
              .withSecrets(console));
    } catch (IOException e) {
      view.report(unreadable(console, e));
      return Optional.empty();
    }
  }

  /// Why the block with the arguments `given` is not the recorded one; nothing when it is.
  static Optional<String> changed(
      BackendRecord saved, BackendFactory factory, Value.Obj given) {
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

  /// `settings` with the sensitive arguments that the block of `configuration` has.
  static BackendSettings withSecretsOf(Configuration configuration, BackendSettings settings) {
    BackendBlock block = configuration.root().backend();
    return block == null || !block.type().equals(settings.type())
        ? settings
        : settings.withSecrets(block.decode(settings.factory().schema(), new ArrayList<>()));
  }

  /// Opens the backend of `settings`. What is wrong with an argument is told at its place in
  /// `block`.
  static Backend.Opened open(
      BackendSettings settings, @Nullable BackendBlock block, Console console) {
    Path here = Path.of("").toAbsolutePath();
    Path directory = console.directory();
    BackendFactory.Surroundings surroundings =
        new BackendFactory.Surroundings(
            directory.startsWith(here) ? here.relativize(directory) : directory,
            name -> console.variable(name),
            Clock.systemUTC(),
            UUID::randomUUID,
            encryption());
    Backend.Opened opened = settings.factory().open(settings.arguments(), surroundings);
    return new Backend.Opened(
        opened.backend(), opened.diagnostics().stream().map(d -> located(d, block)).toList());
  }

  private static Diagnostic located(Diagnostic found, @Nullable BackendBlock block) {
    boolean named =
        block != null
            && found.subject() == null
            && found.path() != null
            && !found.path().steps().isEmpty();
    return named
            && found.path().steps().getFirst()
                instanceof dev.groma.schemas.value.Path.Attribute attribute
        ? found.at(block.place(attribute.name()))
        : found;
  }

  /// How states are sealed.
  static Encryption encryption() {
    return Encryption.NONE;
  }
}
