package dev.groma.providers.builtin;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.RemoteEncryption;
import dev.groma.state.format.StateCodec;
import dev.groma.state.format.StateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The data source `terraform_remote_state`: the outputs of another state, in a file.
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
                      new Doc("Where the state is kept: local.", "状态的存放位置：local。")),
                  "config",
                  Attribute.of(
                      Type.DYNAMIC,
                      Mode.OPTIONAL,
                      new Doc(
                          "An object with path or workspace_dir.", "包含 path 或 workspace_dir 的对象。")),
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

  private final java.nio.file.Path directory;
  private final RemoteEncryption encryption;

  /// @param directory what relative paths start from
  /// @param encryption how the states may be encrypted
  RemoteState(java.nio.file.Path directory, RemoteEncryption encryption) {
    this.directory = directory;
    this.encryption = encryption;
  }

  private static final Set<String> ARGUMENTS = Set.of("path", "workspace_dir");
  private static final String NO_BACKEND = "builtin.remote-state-backend";
  private static final String INVALID_BACKEND = "Invalid backend configuration";

  @Override
  public Diagnostics validate(Value configuration) {
    if (!(configuration.unmarkDeep() instanceof Value.Obj object)) {
      return Diagnostics.NONE;
    }
    List<Diagnostic> found = new ArrayList<>();
    Value backend = object.require("backend");
    if (backend instanceof Value.Str name && !name.text().equals("local")) {
      found.add(
          Diagnostic.error(
                  NO_BACKEND,
                  INVALID_BACKEND,
                  "There is no backend type named \""
                      + name.text()
                      + "\". States are read from files, with the backend \"local\".")
              .at(Path.of("backend")));
    } else if (backend instanceof Value.Str) {
      checkConfig(object.require("config"), found);
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

  private static void checkConfig(Value config, List<Diagnostic> found) {
    if (!config.isKnown() || config.isNull()) {
      return;
    }
    SortedMap<String, Value> members = members(config);
    if (members == null) {
      found.add(invalidConfig("an object is required"));
      return;
    }
    members.forEach((name, value) -> {
      if (!ARGUMENTS.contains(name)) {
        found.add(invalidConfig("unexpected attribute \"" + name + "\""));
      } else if (Conversion.convert(value, Type.STRING) instanceof Conversion.Failed f) {
        found.add(invalidConfig("attribute \"" + name + "\": " + f.reason()));
      }
    });
  }

  private static Diagnostic invalidConfig(String reason) {
    return Diagnostic.error(
            NO_BACKEND,
            INVALID_BACKEND,
            "The given configuration is not valid for backend \"local\": "
                + reason
                + ". It takes \"path\" and \"workspace_dir\".")
        .at(Path.of("config"));
  }

  private static @Nullable SortedMap<String, Value> members(Value value) {
    return switch (value) {
      case Value.Obj o -> o.attributes();
      case Value.MapOf m -> m.entries();
      default -> null;
    };
  }

  @Override
  public ReadResult read(Value configuration, CallContext context) {
    Diagnostics invalid = validate(configuration);
    if (invalid.hasErrors() || !(configuration.unmarkDeep() instanceof Value.Obj object)) {
      return new ReadResult(null, invalid);
    }
    String file = file(object);
    try {
      byte[] bytes = Files.readAllBytes(directory.resolve(file));
      if (bytes.length == 0) {
        return absent(file);
      }
      List<Diagnostic> found = new ArrayList<>();
      return encryption
          .of(context.address(), found::add)
          .map(sealed -> sealed.in(workspace(object)))
          .map(sealed -> outputs(object, new StateCodec(sealed).read(bytes, file)))
          .orElseGet(() -> new ReadResult(null, new Diagnostics(found)));
    } catch (NoSuchFileException _) {
      return absent(file);
    } catch (IOException | InvalidPathException e) {
      return failed(
          Diagnostic.error(
              "builtin.remote-state-unreadable",
              "Cannot read the remote state",
              "The file " + file + " cannot be read: " + e.getMessage() + "."));
    }
  }

  private static String workspace(Value.Obj object) {
    return text(object.require("workspace"), "default");
  }

  private static String file(Value.Obj object) {
    String workspace = workspace(object);
    SortedMap<String, Value> config = members(object.require("config"));
    Map<String, Value> settings = config == null ? Map.of() : config;
    return workspace.equals("default")
        ? text(settings.get("path"), "terraform.tfstate")
        : text(settings.get("workspace_dir"), "terraform.tfstate.d")
            + "/"
            + workspace
            + "/terraform.tfstate";
  }

  private static String text(@Nullable Value value, String otherwise) {
    return value != null
            && Conversion.convert(value, Type.STRING) instanceof Conversion.Converted c
            && c.value() instanceof Value.Str s
            && !s.text().isEmpty()
        ? s.text()
        : otherwise;
  }

  private static ReadResult outputs(Value.Obj object, StateReader.Result read) {
    if (read.state() == null) {
      return new ReadResult(null, new Diagnostics(read.diagnostics()));
    }
    SortedMap<String, Value> defaults = members(object.require("defaults"));
    SortedMap<String, Value> outputs = new TreeMap<>(defaults == null ? Map.of() : defaults);
    read.state().outputs().forEach((name, output) -> outputs.put(name, output.value()));
    return new ReadResult(object.with("outputs", Value.object(outputs)), Diagnostics.NONE);
  }

  private static ReadResult absent(String file) {
    return failed(
        Diagnostic.error(
            "builtin.remote-state-absent",
            "Unable to find remote state",
            "No stored state was found for the given workspace in the given backend. The file "
                + file
                + " does not exist or is empty: apply the configuration that it belongs to first,"
                + " or correct \"path\"."));
  }

  private static ReadResult failed(Diagnostic diagnostic) {
    return new ReadResult(null, Diagnostics.of(diagnostic.at(Path.of("config"))));
  }
}
