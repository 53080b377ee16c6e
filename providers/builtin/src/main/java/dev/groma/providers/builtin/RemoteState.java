package dev.groma.providers.builtin;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The data source `terraform_remote_state`: the outputs of another state, in any backend that is
/// built in.
///
/// Outputs that are sensitive there are not marked here, as in Terraform.
final class RemoteState implements DataSourceHandler {
  static final String TYPE = "terraform_remote_state";

  static final Schema SCHEMA =
      new Schema(
          0,
          Block.of(
              Map.of(
                  "backend",
                  Attribute.of(
                      Type.STRING,
                      Mode.REQUIRED,
                      new Doc(
                          "The kind of backend that keeps the state: local, http, pg or s3.",
                          "存放状态的后端类型：local、http、pg 或 s3。")),
                  "config",
                  Attribute.of(
                      Type.DYNAMIC,
                      Mode.OPTIONAL,
                      new Doc(
                          "An object with arguments of the backend.", "由后端参数组成的对象。")),
                  "defaults",
                  Attribute.of(
                      Type.DYNAMIC,
                      Mode.OPTIONAL,
                      new Doc("Values of outputs that the state lacks.", "状态中缺少的输出的默认值。")),
                  "outputs",
                  Attribute.of(
                      Type.DYNAMIC,
                      Mode.COMPUTED,
                      new Doc("An object with every output of the state.", "包含状态所有输出的对象。")),
                  "workspace",
                  Attribute.of(
                      Type.STRING,
                      Mode.OPTIONAL,
                      new Doc("The workspace whose state to read.", "要读取其状态的工作区。"))),
              Map.of()));

  private static final String NO_BACKEND = "builtin.remote-state-backend";
  private static final String INVALID_BACKEND = "Invalid backend configuration";

  private final ProviderContext context;

  /// @param context what backends may use of the world
  RemoteState(ProviderContext context) {
    this.context = context;
  }

  private static List<BackendFactory> factories() {
    return ServiceLoader.load(BackendFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static Optional<BackendFactory> find(String type) {
    return factories().stream().filter(factory -> factory.type().equals(type)).findFirst();
  }

  @Override
  public Diagnostics validate(Value configuration) {
    if (!(configuration.unmarkDeep() instanceof Value.Obj object)) {
      return Diagnostics.NONE;
    }
    List<Diagnostic> found = new ArrayList<>();
    if (object.require("backend") instanceof Value.Str type) {
      Optional<BackendFactory> factory = find(type.text());
      if (factory.isPresent()) {
        arguments(factory.get(), object.require("config"), found);
      } else {
        found.add(unknown(type.text()));
      }
    }
    Value defaults = object.require("defaults");
    if (defaults.isKnown() && !defaults.isNull() && members(defaults) == null) {
      found.add(
          Diagnostic.error(
                  "builtin.remote-state-defaults",
                  "Invalid default values",
                  "Defaults must be given in an object value.")
              .at(Path.of("defaults")));
    }
    return new Diagnostics(found);
  }

  private static Diagnostic unknown(String type) {
    List<String> known = factories().stream().map(BackendFactory::type).sorted().toList();
    return Diagnostic.error(
            NO_BACKEND,
            INVALID_BACKEND,
            "There is no backend type named \""
                + type
                + "\"."
                + Suggestion.didYouMean(type, known)
                + " Built in are: "
                + String.join(", ", known)
                + ".")
        .at(Path.of("backend"));
  }

  /// What `config` gives to the backend, null for the rest; what is wrong with it goes to `found`.
  private static Value.Obj arguments(
      BackendFactory factory, Value config, List<Diagnostic> found) {
    SortedMap<String, Value> values = new TreeMap<>();
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> values.put(name, Value.nullOf(attribute.type())));
    SortedMap<String, Value> given = members(config);
    if (config.isKnown() && !config.isNull() && given == null) {
      found.add(invalidConfig(factory, "an object is required", Path.of("config")));
    }
    if (given != null) {
      given.forEach((name, value) -> {
        Path place = Path.of("config").attribute(name);
        @Nullable Attribute attribute = factory.schema().attributes().get(name);
        if (attribute == null) {
          found.add(invalidConfig(factory, "unexpected attribute \"" + name + "\"", place));
          return;
        }
        switch (Conversion.convert(value, attribute.type())) {
          case Conversion.Converted c -> values.put(name, c.value());
          case Conversion.Failed f ->
              found.add(
                  invalidConfig(factory, "attribute \"" + name + "\": " + f.reason(), place));
        }
      });
    }
    return Value.object(values);
  }

  private static Diagnostic invalidConfig(BackendFactory factory, String reason, Path place) {
    return Diagnostic.error(
            NO_BACKEND,
            INVALID_BACKEND,
            "The given configuration is not valid for backend \""
                + factory.type()
                + "\": "
                + reason
                + ". It takes "
                + String.join(", ", factory.schema().attributes().keySet())
                + ".")
        .at(place);
  }

  private static @Nullable SortedMap<String, Value> members(Value value) {
    return switch (value) {
      case Value.Obj o -> o.attributes();
      case Value.MapOf m -> m.entries();
      default -> null;
    };
  }

  @Override
  public ReadResult read(Value configuration, CallContext call) {
    Diagnostics invalid = validate(configuration);
    if (invalid.hasErrors()
        || !(configuration.unmarkDeep() instanceof Value.Obj object)
        || !(object.require("backend") instanceof Value.Str type)) {
      return new ReadResult(null, invalid);
    }
    BackendFactory factory = find(type.text()).orElseThrow();
    Value.Obj arguments = arguments(factory, object.require("config"), new ArrayList<>());
    Backend.Opened opened = factory.open(arguments, surroundings());
    try (Backend backend = opened.backend()) {
      return backend == null
          ? failed(opened.diagnostics())
          : read(object, backend, workspace(object));
    } catch (StorageException e) {
      return failed(List.of(e.diagnostic()));
    } catch (InvalidPathException e) {
      return failed(
          List.of(
              Diagnostic.error(
                  "builtin.remote-state-unreadable",
                  "Cannot read the remote state",
                  "Its file has an impossible name: " + e.getReason() + ".")));
    }
  }

  private BackendFactory.Surroundings surroundings() {
    return new BackendFactory.Surroundings(
        context.workingDirectory(),
        name -> context.environment().apply(name),
        context.clock(),
        () -> new UUID(context.random().nextLong(), context.random().nextLong()),
        Encryption.NONE);
  }

  private static String workspace(Value.Obj object) {
    return object.require("workspace") instanceof Value.Str name && !name.text().isEmpty()
        ? name.text()
        : Backend.DEFAULT;
  }

  private static ReadResult read(Value.Obj object, Backend backend, String workspace) {
    if (!workspace.equals(Backend.DEFAULT) && backend.workspaces() == null) {
      return new ReadResult(
          null,
          Diagnostics.of(
              Diagnostic.error(
                      "builtin.remote-state-workspace",
                      "No workspaces in this backend",
                      "The backend keeps one state only, so there is no workspace \""
                          + workspace
                          + "\". Leave \"workspace\" out.")
                  .at(Path.of("workspace"))));
    }
    StateStore.ReadResult read = backend.store(workspace).read();
    State state = read.state();
    if (state == null) {
      return failed(read.diagnostics());
    }
    if (state.lineage().isEmpty()) {
      return failed(List.of(absent(backend.place(workspace))));
    }
    SortedMap<String, Value> defaults = members(object.require("defaults"));
    SortedMap<String, Value> outputs = new TreeMap<>(defaults == null ? Map.of() : defaults);
    state.outputs().forEach((name, output) -> outputs.put(name, output.value()));
    return new ReadResult(object.with("outputs", Value.object(outputs)), Diagnostics.NONE);
  }

  private static Diagnostic absent(String place) {
    return Diagnostic.error(
        "builtin.remote-state-absent",
        "Unable to find remote state",
        "No stored state was found for the given workspace in the given backend. There is none at "
            + place
            + ": apply the configuration that it belongs to first, or correct \"config\" and"
            + " \"workspace\".");
  }

  /// The errors among `problems`, those about an argument at its place in `config`.
  private static ReadResult failed(List<Diagnostic> problems) {
    List<Diagnostic> placed = new ArrayList<>();
    for (Diagnostic problem : problems) {
      List<Path.Step> steps = new ArrayList<>(Path.of("config").steps());
      if (problem.path() != null) {
        steps.addAll(problem.path().steps());
      }
      if (problem.isError()) {
        placed.add(problem.at(new Path(steps)));
      }
    }
    return new ReadResult(null, new Diagnostics(placed));
  }
}
