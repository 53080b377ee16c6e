package dev.groma.state.format;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.state.CheckResult;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.MismatchException;
import dev.groma.state.json.TypeJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads states in the format version 4.
///
/// 1. Members that are not known are passed over, at every level.
/// 2. Older and newer formats are refused.
/// 3. Nothing is thrown for any text: what is wrong is a diagnostic with its place.
public final class StateReader {
  private final Tokens tokens;
  private final Map<String, ResourceAddress> resources = new HashMap<>();
  private final SortedMap<InstanceAddress, Instance> instances = new TreeMap<>();
  private final SortedMap<String, OutputValue> outputs = new TreeMap<>();
  private final List<CheckResult> checks = new ArrayList<>();
  private String lineage = "";
  private long serial;
  private boolean versionSeen;
  private String fieldHeader = "";
  private String wholeHeader = "";
  private @Nullable String sealed;

  StateReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /// The outcome of [#read].
  ///
  /// @param state the state, or null when the diagnostics hold an error
  /// @param stale true when the file is not encrypted the way that it would be written now
  /// @param diagnostics what the user should know
  public record Result(@Nullable State state, boolean stale, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }

    /// There is no state, for these reasons.
    static Result refused(List<Diagnostic> reasons) {
      return new Result(null, false, reasons);
    }
  }

  /// Reads a state file that is not encrypted.
  ///
  /// @param bytes its content
  /// @param file its name, for messages
  public static Result read(byte[] bytes, String file) {
    return new StateCodec(Encryption.NONE).read(bytes, file);
  }

  /// What a state file says.
  sealed interface Text {
    /// A state; its sensitive values are sealed under `header`, unless that is empty.
    record Open(State state, String header) implements Text {}

    /// A state that is sealed as a whole under `header`.
    record Sealed(String header, String lineage, long serial, String data) implements Text {}
  }

  /// What the file `bytes` says; ends in a [Refusal] when it is no state file.
  static Text text(byte[] bytes, String file) {
    return Tokens.over(bytes, file, t -> new StateReader(t).text());
  }

  private Text text() {
    tokens.object(this::topLevel);
    if (sealed != null) {
      return new Text.Sealed(wholeHeader, lineage, serial, sealed);
    }
    if (!versionSeen) {
      throw tokens.refuse(
          "The file has no \"version\", so it is not a state file or a part of it is lost.");
    }
    return new Text.Open(
        new State(lineage, serial, outputs, instances, checks, List.of()), fieldHeader);
  }

  private void topLevel(String name) {
    switch (name) {
      case "version" -> version();
      case "serial" -> serial = tokens.wholeNumber("\"serial\"", Long.MAX_VALUE);
      case "lineage" -> lineage = tokens.text("\"lineage\"");
      case StateCodec.FIELDS -> fieldHeader = tokens.text("\"" + StateCodec.FIELDS + "\"");
      case StateCodec.WHOLE -> wholeHeader = tokens.text("\"" + StateCodec.WHOLE + "\"");
      case StateCodec.DATA -> sealed = tokens.text("\"" + StateCodec.DATA + "\"");
      case "outputs" -> tokens.object(this::output);
      case "resources" -> tokens.array(this::resource);
      case "check_results" -> {
        if (!tokens.isNull()) {
          tokens.array(this::check);
        }
      }
      default -> tokens.skip();
    }
  }

  private void version() {
    long version = tokens.wholeNumber("\"version\"", Long.MAX_VALUE);
    if (version > 4) {
      throw tokens.refuse(
          "state.newer-version",
          "State of a newer version",
          "The state has the format version "
              + version
              + "; this version of Groma reads version 4. Use the version of Groma that wrote it,"
              + " or a newer one.");
    }
    if (version < 4) {
      throw tokens.refuse(
          "state.older-version",
          "State of an older version",
          "The state has the format version "
              + version
              + ", which Terraform wrote before 0.12; Groma reads version 4. Let Terraform 1.11"
              + " rewrite it first: `terraform refresh`, or `terraform state pull` and `terraform"
              + " state push`.");
    }
    versionSeen = true;
  }

  /// The outputs read so far.
  SortedMap<String, OutputValue> outputs() {
    return outputs;
  }

  /// Reads the output `name`, at its value.
  void output(String name) {
    JsonText[] parts = {JsonText.NULL, new JsonText("\"dynamic\"")};
    boolean[] sensitive = {false};
    Tokens.Place start = tokens.place();
    tokens.object(member -> {
      switch (member) {
        case "value" -> parts[0] = tokens.copy();
        case "type" -> parts[1] = tokens.copy();
        case "sensitive" -> sensitive[0] = tokens.isTrue();
        default -> tokens.skip();
      }
    });
    try {
      outputs.put(name, new OutputValue(parts[0].decode(TypeJson.read(parts[1])), sensitive[0]));
    } catch (MismatchException e) {
      throw tokens.refuse(
          start,
          "The value of the output \""
              + name
              + "\" does not have the type that stands beside it: "
              + e.reason()
              + ".");
    }
  }

  private static final class ResourceParts {
    private ModuleAddress module = ModuleAddress.ROOT;
    private ResourceMode mode = ResourceMode.MANAGED;
    private String type = "";
    private String name = "";
    private @Nullable ProviderConfigAddress provider;
    private final List<ObjectParts> objects = new ArrayList<>();
  }

  /// One element of `instances`.
  record ObjectParts(InstanceKey key, String deposed, StateObject object, Tokens.Place at) {}

  private void resource() {
    ResourceParts parts = new ResourceParts();
    Tokens.Place start = tokens.place();
    tokens.object(member -> resourceMember(member, parts));
    if (parts.type.isEmpty() || parts.name.isEmpty() || parts.provider == null) {
      throw tokens.refuse(start, "An entry of \"resources\" lacks its type, name or provider.");
    }
    ProviderConfigAddress provider = parts.provider;
    ResourceAddress resource =
        new ResourceAddress(parts.module, parts.mode, parts.type, parts.name);
    for (ObjectParts part : parts.objects) {
      InstanceAddress address = resource.instance(part.key);
      Instance before = instances.get(address);
      Instance instance =
          before == null ? new Instance(provider, null, Collections.emptySortedMap()) : before;
      boolean taken =
          part.deposed.isEmpty()
              ? instance.current() != null
              : instance.deposed().containsKey(part.deposed);
      if (taken) {
        throw tokens.refuse(part.at, address + " is recorded twice.");
      }
      instances.put(
          address,
          part.deposed.isEmpty()
              ? instance.withCurrent(part.object)
              : instance.withDeposed(part.deposed, part.object));
    }
  }

  private void resourceMember(String member, ResourceParts parts) {
    switch (member) {
      case "module" -> {
        String text = tokens.text("\"module\"");
        parts.module =
            AddressParser.module(text)
                .orElseThrow(() -> tokens.refuse("\"" + text + "\" is not a module address."));
      }
      case "mode" -> {
        parts.mode =
            switch (tokens.text("\"mode\"")) {
              case "managed" -> ResourceMode.MANAGED;
              case "data" -> ResourceMode.DATA;
              default -> throw tokens.refuse("\"mode\" must be \"managed\" or \"data\".");
            };
      }
      case "type" -> parts.type = tokens.text("\"type\"");
      case "name" -> parts.name = tokens.text("\"name\"");
      case "provider" -> {
        String text = tokens.text("\"provider\"");
        parts.provider =
            AddressParser.providerConfig(text)
                .orElseThrow(() ->
                    tokens.refuse(
                        "\""
                            + text
                            + "\" is not a provider address such as"
                            + " provider[\"registry.terraform.io/hashicorp/aws\"]."));
      }
      case "instances" -> tokens.array(() -> parts.objects.add(object()));
      default -> tokens.skip();
    }
  }

  private static final class ObjectMembers {
    private InstanceKey key = InstanceKey.none();
    private StateObject.Status status = StateObject.Status.READY;
    private String deposed = "";
    private int schemaVersion;
    private @Nullable JsonText attributes;
    private SortedSet<Path> sensitive = Collections.emptySortedSet();
    private String priv = "";
    private final List<ResourceAddress> dependencies = new ArrayList<>();
    private boolean createBeforeDestroy;
    private boolean skipDestroy;
  }

  /// Reads an element of `instances`.
  ObjectParts object() {
    Tokens.Place start = tokens.place();
    ObjectMembers members = new ObjectMembers();
    tokens.object(member -> objectMember(member, members));
    if (members.attributes == null) {
      throw tokens.refuse(start, "An instance has no \"attributes\".");
    }
    return new ObjectParts(
        members.key,
        members.deposed,
        new StateObject(
            members.status,
            members.schemaVersion,
            members.attributes,
            members.priv,
            members.dependencies,
            members.createBeforeDestroy,
            members.sensitive,
            members.skipDestroy),
        start);
  }

  private void objectMember(String member, ObjectMembers members) {
    switch (member) {
      case "index_key" -> members.key = tokens.isNull() ? InstanceKey.none() : tokens.instanceKey();
      case "status" -> {
        String word = tokens.text("\"status\"");
        members.status =
            switch (word) {
              case "" -> StateObject.Status.READY;
              case "tainted" -> StateObject.Status.TAINTED;
              default ->
                  throw tokens.refuse(
                      "\"status\" must be absent or \"tainted\", not " + word + ".");
            };
      }
      case "deposed" -> members.deposed = tokens.text("\"deposed\"");
      case "schema_version" ->
          members.schemaVersion = (int) tokens.wholeNumber("\"schema_version\"", Integer.MAX_VALUE);
      case "attributes" -> {
        if (!tokens.isObject()) {
          throw tokens.refuse("\"attributes\" must be an object.");
        }
        members.attributes = tokens.copy();
      }
      case "attributes_flat" ->
          throw tokens.refuse(
              "The instance has \"attributes_flat\", a form that Terraform wrote before 0.12. Let"
                  + " Terraform rewrite the state first: `terraform refresh`.");
      case "sensitive_attributes" -> {
        if (!tokens.isNull()) {
          members.sensitive = new TreeSet<>();
          tokens.array(() -> members.sensitive.add(path()));
        }
      }
      case "private" -> members.priv = tokens.isNull() ? "" : tokens.text("\"private\"");
      case "dependencies" -> {
        if (!tokens.isNull()) {
          tokens.array(() -> members.dependencies.add(dependency()));
        }
      }
      case "create_before_destroy" -> members.createBeforeDestroy = tokens.isTrue();
      case "skip_destroy" -> members.skipDestroy = tokens.isTrue();
      default -> tokens.skip();
    }
  }

  private ResourceAddress dependency() {
    String text = tokens.text("a dependency");
    ResourceAddress known = resources.get(text);
    if (known == null) {
      known =
          AddressParser.instance(text)
              .orElseThrow(() -> tokens.refuse("\"" + text + "\" is not a resource address."))
              .resource();
      resources.put(text, known);
    }
    return known;
  }

  private Path path() {
    List<Path.Step> steps = new ArrayList<>();
    tokens.array(() -> {
      String[] type = {""};
      Path.@Nullable Step[] step = {null};
      tokens.object(member -> {
        switch (member) {
          case "type" -> type[0] = tokens.text("\"type\"");
          case "value" ->
              step[0] =
                  tokens.isObject()
                      ? indexStep()
                      : new Path.Attribute(tokens.text("the name of an attribute"));
          default -> tokens.skip();
        }
      });
      if (step[0] == null || type[0].equals("get_attr") != step[0] instanceof Path.Attribute) {
        throw tokens.refuse("A step of \"sensitive_attributes\" has no known type or no value.");
      }
      steps.add(step[0]);
    });
    return new Path(steps);
  }

  private Path.Step indexStep() {
    Path.@Nullable Step[] step = {null};
    tokens.object(member -> {
      if (member.equals("value")) {
        step[0] =
            switch (tokens.instanceKey()) {
              case InstanceKey.Index i -> new Path.Index(i.position());
              case InstanceKey.Name n -> new Path.Key(n.name());
              case InstanceKey.None _ -> null;
            };
      } else {
        tokens.skip();
      }
    });
    if (step[0] == null) {
      throw tokens.refuse("An index of \"sensitive_attributes\" has no value.");
    }
    return step[0];
  }

  private void check() {
    String[] texts = {"", ""};
    CheckResult.Status[] status = {CheckResult.Status.UNKNOWN};
    List<CheckResult.OfInstance> objects = new ArrayList<>();
    tokens.object(member -> {
      switch (member) {
        case "object_kind" -> texts[0] = tokens.text("\"object_kind\"");
        case "config_addr" -> texts[1] = tokens.text("\"config_addr\"");
        case "status" -> status[0] = status();
        case "objects" -> {
          if (!tokens.isNull()) {
            tokens.array(() -> objects.add(checkedObject()));
          }
        }
        default -> tokens.skip();
      }
    });
    checks.add(new CheckResult(texts[0], texts[1], status[0], objects));
  }

  private CheckResult.OfInstance checkedObject() {
    String[] address = {""};
    CheckResult.Status[] status = {CheckResult.Status.UNKNOWN};
    List<String> failures = new ArrayList<>();
    tokens.object(member -> {
      switch (member) {
        case "object_addr" -> address[0] = tokens.text("\"object_addr\"");
        case "status" -> status[0] = status();
        case "failure_messages" -> {
          if (!tokens.isNull()) {
            tokens.array(() -> failures.add(tokens.text("a failure message")));
          }
        }
        default -> tokens.skip();
      }
    });
    return new CheckResult.OfInstance(address[0], status[0], failures);
  }

  private CheckResult.Status status() {
    String word = tokens.text("\"status\"");
    for (CheckResult.Status status : CheckResult.Status.values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw tokens.refuse("\"" + word + "\" is no status of a check.");
  }
}
