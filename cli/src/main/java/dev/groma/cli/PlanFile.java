package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleSource;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.Variable;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OperationGraph;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.PlanText;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.Style;
import dev.groma.engine.render.review.Review;
import dev.groma.engine.render.review.ReviewJson;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.TypeJson;
import dev.groma.state.store.Backend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A plan that was saved for a later apply: a zip file that holds no sensitive value, or is
/// encrypted as a whole ([PlanEnvelope]) and holds all.
///
/// 1. `config/` holds the configuration as it was; `plan.json` and `plan.txt` hold the plan as it
///    is shown, `review.json` as reviewers see it, sensitive values left out; `graph.json` holds
///    the order of an apply.
/// 2. `groma.json` says what the plan was made with, and holds a digest of each change. Values of
///    variables are in it unless they are sensitive; of these it holds a digest.
/// 3. An apply plans again from 1 and 2. It goes on only when each change is the same as before;
///    what is carried out is thus what was reviewed. What functions saw of files is in it, too, and
///    must be seen again ([PlannedFiles]).
/// 4. What is encrypted holds the values of sensitive variables, too, and the plan with nothing
///    left out in `plan-sensitive.json`.
/// 5. Of sensitive values there is a digest of all together ([JointDigest]), so that guessing does
///    not pay.
final class PlanFile {
  private static final int FORMAT = 2;
  private static final String SENSITIVE = "sensitive";
  private static final String WITHHELD = "withheld";
  private static final String SECRET_VARIABLES = "secret_variables";
  private static final String CHANGES = "changes";
  private static final String SECRET_CHANGES = "secret_changes";
  private static final String REVEALED = "plan-sensitive.json";
  private static final String META = "groma.json";
  private static final String CONFIG = "config/";
  private static final String MODULES = "modules.json";
  private static final String REVIEW = "review.json";
  private static final String GRAPH = "graph.json";
  private static final String BEFORE = "before";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, byte[]> entries;
  private final JsonNode meta;

  private PlanFile(SortedMap<String, byte[]> entries, JsonNode meta) {
    this.entries = entries;
    this.meta = meta;
  }

  /// Saves what was planned in `target`. Returns what went wrong, or null.
  ///
  /// @param name `target` as the user named it
  /// @param asked what the user asked for
  /// @param review what a reviewer of it sees
  /// @param encryption how it is encrypted
  /// @param backend where the state is
  static @Nullable Diagnostic write(
      Path target,
      String name,
      PlanResult planned,
      PlanOptions asked,
      Review review,
      BackendSettings backend,
      Clouds clouds,
      Encryption encryption) {
    Plan plan = Objects.requireNonNull(planned.plan());
    Schemas schemas = Schemas.of(clouds.registry());
    SortedMap<String, byte[]> entries = new TreeMap<>();
    Backends.sources(plan.configuration())
        .forEach((file, source) -> entries.put(CONFIG + file, bytes(source.text())));
    entries.put(MODULES, bytes(modules(plan.configuration()).toString()));
    String shown = PlanJson.render(plan, schemas, false);
    String revealed = PlanJson.render(plan, schemas, true);
    entries.put("plan.json", bytes(shown));
    entries.put("plan.txt", bytes(PlanText.render(plan, Style.PLAIN)));
    entries.put(REVIEW, bytes(ReviewJson.render(review)));
    entries.put(GRAPH, bytes(graph(OperationGraph.of(plan.graph())).toString()));
    if (encryption.isOn()) {
      entries.put(REVEALED, bytes(revealed));
    }
    ObjectNode meta = meta(plan, asked, review.workspace(), clouds, encryption.isOn());
    meta.set(CHANGES, JSON.valueToTree(digests(changes(plan.mode(), shown), salt(meta))));
    meta.put(SECRET_CHANGES, secrets(changes(plan.mode(), revealed)).of(salt(meta)));
    meta.set("backend", backend(backend));
    meta.set(
        "files",
        new PlannedFiles(plan.configuration().directory(), target, salt(meta))
            .record(planned.files()));
    entries.put(META, bytes(meta.toPrettyString()));
    try {
      WholeFile.write(target, PlanEnvelope.seal(zip(entries), encryption));
      return null;
    } catch (IOException e) {
      return Diagnostic.error(
          "plan-file.unwritable",
          "Failed to write plan file",
          "The plan file "
              + name
              + " could not be written: "
              + reason(e)
              + ". Name a place that you can write to with -out.");
    }
  }

  private static byte[] zip(SortedMap<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  /// Where the modules that come from elsewhere are among the saved files.
  private static ObjectNode modules(Configuration configuration) {
    ObjectNode root = JSON.createObjectNode();
    modules(configuration.tree(), root.putArray("Modules"));
    return root;
  }

  private static void modules(ModuleTree tree, ArrayNode list) {
    tree.children()
        .forEach((name, child) -> {
          ModuleCall call = tree.module().calls().get(name);
          if (call != null && !(ModuleSource.parse(call.source()) instanceof ModuleSource.Local)) {
            list.addObject()
                .put("Key", child.key())
                .put("Source", call.source())
                .put("Dir", child.directory());
          }
          modules(child, list);
        });
  }

  /// The nodes, each with the positions of those before it.
  private static ObjectNode graph(OperationGraph graph) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode nodes = root.putArray("nodes");
    Map<String, Integer> positions = new HashMap<>();
    graph.edges().keySet().forEach(name -> positions.put(name, positions.size()));
    graph
        .edges()
        .forEach((name, before) -> {
          ObjectNode node = nodes.addObject().put("name", name);
          OperationGraph.Label label = graph.labels().get(name);
          if (label != null) {
            node.put("label", label.text()).put("shape", label.shape());
          }
          ArrayNode earlier = node.putArray(BEFORE);
          before.forEach(other -> earlier.add(positions.get(other)));
        });
    return root;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "its directory does not exist";
      default -> Workspaces.reason(e);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode meta(
      Plan plan, PlanOptions asked, String workspace, Clouds clouds, boolean sealed) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    ObjectNode meta = JSON.createObjectNode();
    meta.put("format", FORMAT);
    meta.put("groma_version", VersionCommand.VERSION);
    meta.put("timestamp", plan.timestamp().toString());
    meta.put("mode", plan.mode().name());
    meta.put("errored", plan.errored());
    meta.put("refresh", asked.refresh());
    meta.put("deferral", asked.deferral());
    meta.put("emulator", clouds.emulator() != null);
    meta.put("workspace", workspace);
    meta.put("lineage", plan.previous().lineage());
    meta.put("serial", plan.previous().serial());
    meta.put("salt", HexFormat.of().formatHex(salt));
    var replaced = meta.putArray("replace");
    asked.replace().stream().sorted().forEach(address -> replaced.add(address.toString()));
    var targets = meta.putArray("targets");
    asked.selection().targets().forEach(pattern -> targets.add(pattern.toString()));
    var excluded = meta.putArray("excluded");
    asked.selection().excluded().forEach(pattern -> excluded.add(pattern.toString()));
    var off = meta.putArray("rules_off");
    asked.rules().off().forEach(off::add);
    ObjectNode variables = meta.putObject("variables");
    JointDigest withheld = new JointDigest();
    plan.variables()
        .forEach(
            (name, value) -> variables.set(name, variable(plan, name, value, sealed, withheld)));
    meta.put(SECRET_VARIABLES, withheld.of(salt));
    return meta;
  }

  /// The backend without its sensitive arguments.
  private static ObjectNode backend(BackendSettings settings) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", settings.type());
    node.set(
        "config",
        JSON.readTree(
            JsonText.encode(
                    settings.withoutSecrets().arguments(),
                    settings.factory().schema().impliedType())
                .text()));
    var secrets = node.putArray("secrets");
    settings.sensitive().stream()
        .filter(name -> !settings.arguments().require(name).isNull())
        .forEach(secrets::add);
    return node;
  }

  private static ObjectNode variable(
      Plan plan, String name, Value value, boolean sealed, JointDigest withheld) {
    ObjectNode node = JSON.createObjectNode();
    Variable declared = plan.configuration().root().variables().get(name);
    Set<Mark> marks = value.marksDeep();
    boolean sensitive =
        marks.contains(Mark.SENSITIVE) || (declared != null && declared.sensitive());
    if (marks.contains(Mark.EPHEMERAL) || (declared != null && declared.ephemeral())) {
      node.put("ephemeral", true);
    } else if (sensitive && !sealed) {
      node.put(WITHHELD, true);
      withheld.add(name, text(value.unmarkDeep()));
    } else {
      Value plain = value.unmarkDeep();
      node.put("type", TypeJson.write(plain.type()).text());
      node.put("value", text(plain));
      node.put(SENSITIVE, sensitive);
    }
    return node;
  }

  private static String text(Value value) {
    return JsonText.encode(value, value.type()).text();
  }

  /// A digest of each of `changes`, in which sensitive values are not shown, by its name.
  private static SortedMap<String, String> digests(
      SortedMap<String, JsonNode> changes, byte[] salt) {
    SortedMap<String, String> all = new TreeMap<>();
    changes.forEach((name, change) -> all.put(name, quick(change.toString(), salt)));
    return all;
  }

  /// Those of `changes`, in which nothing is left out, that have sensitive values.
  private static JointDigest secrets(SortedMap<String, JsonNode> changes) {
    JointDigest all = new JointDigest();
    changes.forEach((name, change) -> {
      if (hasTrue(change.findPath("before_sensitive"))
          || hasTrue(change.findPath("after_sensitive"))) {
        all.add(name, change.toString());
      }
    });
    return all;
  }

  private static boolean hasTrue(JsonNode node) {
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    for (JsonNode part : node) {
      if (hasTrue(part)) {
        return true;
      }
    }
    return false;
  }

  /// All that the plan in `text`, a document of [PlanJson], does, by name.
  private static SortedMap<String, JsonNode> changes(Mode mode, String text) {
    JsonNode document = JSON.readTree(text);
    SortedMap<String, JsonNode> all = new TreeMap<>();
    for (JsonNode change : document.path("resource_changes")) {
      if (isChange(change.path("change")) || change.has("previous_address")) {
        all.put(name(change), change);
      }
    }
    for (Map.Entry<String, JsonNode> output : document.path("output_changes").properties()) {
      if (isChange(output.getValue())) {
        all.put("output." + output.getKey(), output.getValue());
      }
    }
    if (mode == Mode.REFRESH_ONLY) {
      for (JsonNode drift : document.path("resource_drift")) {
        all.put(name(drift) + " (drift)", drift);
      }
    }
    return all;
  }

  private static String name(JsonNode change) {
    String deposed = change.path("deposed").asString("");
    return change.path("address").asString()
        + (deposed.isEmpty() ? "" : " (deposed " + deposed + ")");
  }

  private static boolean isChange(JsonNode change) {
    JsonNode actions = change.path("actions");
    return !(actions.size() == 1 && actions.get(0).asString().equals("no-op"));
  }

  static String quick(String text, byte[] salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// True when `file` looks like a saved plan, sound or not.
  static boolean isOne(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(PlanEnvelope.magicLength());
      return PlanEnvelope.isOne(start) || (start.length > 1 && start[0] == 'P' && start[1] == 'K');
    } catch (IOException _) {
      return false;
    }
  }

  /// The saved plan in `file`; nothing after an error, which is reported.
  ///
  /// @param name `file` as the user named it
  /// @param encryption how it may be encrypted
  static Optional<PlanFile> read(Path file, String name, Encryption encryption, View view) {
    String summary = "Failed to load \"" + name + "\" as a plan file";
    if (!Files.exists(file)) {
      view.report(
          Diagnostic.error(
              "plan-file.missing", summary, "Error: stat " + name + ": no such file or directory"));
      return Optional.empty();
    }
    try {
      byte[] stored = Files.readAllBytes(file);
      Optional<byte[]> opened =
          Sealing.reporting(view, found -> PlanEnvelope.open(stored, name, encryption, found));
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      SortedMap<String, byte[]> entries = entries(opened.get());
      byte[] text = entries.get(META);
      JsonNode meta = text == null ? JSON.createObjectNode() : JSON.readTree(text);
      if (meta.path("format").asInt(0) == FORMAT) {
        return Optional.of(new PlanFile(entries, meta));
      }
      view.report(
          Diagnostic.error(
              "plan-file.foreign",
              summary,
              "The file is not a plan that this version of Groma has saved. Save a new one with"
                  + " \"groma plan -out="
                  + name
                  + "\"."));
    } catch (IOException | JacksonException e) {
      view.report(
          Diagnostic.error(
              "plan-file.unreadable",
              summary,
              "The file cannot be read: "
                  + e.getMessage()
                  + ". Save a new one with \"groma plan -out="
                  + name
                  + "\"."));
    }
    return Optional.empty();
  }

  private static SortedMap<String, byte[]> entries(byte[] plan) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(plan))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /// The plan as the document of `show -json`, sensitive values left out.
  String json() {
    return text("plan.json");
  }

  /// The same with nothing left out; nothing when the file is not encrypted.
  Optional<String> revealed() {
    return entries.containsKey(REVEALED) ? Optional.of(text(REVEALED)) : Optional.empty();
  }

  /// The plan as people read it.
  String shown() {
    return text("plan.txt");
  }

  /// The plan as reviewers see it, as JSON; empty in a file that an older version has saved.
  String review() {
    return text(REVIEW);
  }

  /// What an apply does before what; nothing in a file that an older version has saved.
  Optional<OperationGraph> graph() {
    if (!entries.containsKey(GRAPH)) {
      return Optional.empty();
    }
    JsonNode nodes = JSON.readTree(text(GRAPH)).path("nodes");
    SortedMap<String, OperationGraph.Label> labels = new TreeMap<>();
    SortedMap<String, SortedSet<String>> edges = new TreeMap<>();
    for (JsonNode node : nodes) {
      String name = node.path("name").asString();
      SortedSet<String> before = new TreeSet<>();
      node.path(BEFORE).forEach(at -> before.add(nodes.path(at.asInt()).path("name").asString()));
      edges.put(name, before);
      if (node.has("label")) {
        labels.put(
            name,
            new OperationGraph.Label(node.path("label").asString(), node.path("shape").asString()));
      }
    }
    return Optional.of(new OperationGraph(labels, edges).finished());
  }

  private String text(String entry) {
    return new String(entries.getOrDefault(entry, new byte[0]), StandardCharsets.UTF_8);
  }

  /// True when planning failed: what could be planned can be looked at, and not be applied.
  boolean errored() {
    return meta.path("errored").asBoolean(false);
  }

  /// What the plan was asked to be.
  PlanOptions options() {
    Set<InstanceAddress> replace = new HashSet<>();
    for (JsonNode text : meta.path("replace")) {
      AddressParser.instance(text.asString()).ifPresent(replace::add);
    }
    return new PlanOptions(
        Mode.valueOf(meta.path("mode").asString()),
        meta.path("refresh").asBoolean(),
        false,
        replace,
        new Selection(patterns("targets"), patterns("excluded")),
        meta.path("deferral").asBoolean(false),
        new RuleSet(meta.path("rules_off").valueStream().map(JsonNode::asString).toList()));
  }

  private List<AddressPattern> patterns(String name) {
    List<AddressPattern> all = new ArrayList<>();
    for (JsonNode text : meta.path(name)) {
      AddressPattern.parse(text.asString()).ifPresent(all::add);
    }
    return all;
  }

  /// Whether the plan is about emulated clouds.
  boolean emulator() {
    return meta.path("emulator").asBoolean();
  }

  /// The workspace that the plan is for.
  String workspace() {
    return meta.path("workspace").asString(Backend.DEFAULT);
  }

  /// Where the state is that the plan is about, without secrets; nothing when that is not built in.
  Optional<BackendSettings> backend() {
    JsonNode saved = meta.path("backend");
    return Backends.find(saved.path("type").asString(Backends.LOCAL))
        .map(factory ->
            new JsonText(saved.path("config").toString()).decode(factory.schema().impliedType())
                    instanceof Value.Obj arguments
                ? new BackendSettings(factory, arguments)
                : BackendSettings.of(factory));
  }

  /// The sensitive arguments that the backend had.
  List<String> backendSecrets() {
    List<String> names = new ArrayList<>();
    meta.path("backend").path("secrets").forEach(name -> names.add(name.asString()));
    return names;
  }

  /// When the plan was made.
  Instant timestamp() {
    return Instant.parse(meta.path("timestamp").asString());
  }

  private byte[] salt() {
    return salt(meta);
  }

  private static byte[] salt(JsonNode meta) {
    return HexFormat.of().parseHex(meta.path("salt").asString());
  }

  /// Why the plan must not be carried out: the files that it was made from are not what they were;
  /// null when they are.
  ///
  /// @param directory the directory of the root module
  /// @param file the saved plan
  @Nullable Diagnostic changedFiles(Path directory, Path file) {
    List<String> changed = new PlannedFiles(directory, file, salt()).changed(meta.path("files"));
    return changed.isEmpty()
        ? null
        : Diagnostic.error(
            "plan-file.changed-files",
            "Saved plan is stale",
            "The given plan file can no longer be applied because files that the configuration"
                + " reads were changed after the plan was created. Nothing was done. Put back what"
                + " they held, or make a new plan and review it.\n\n  - "
                + String.join("\n  - ", changed));
  }

  /// The configuration as it was.
  Configuration configuration(Path directory) {
    try {
      Path copy = Files.createTempDirectory("groma-plan");
      // Modules may lie outside the directory of the root module.
      Path root = copy.resolve("1/2/3/4/5/6/7/8");
      try {
        Files.createDirectories(root);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          Path file = root.resolve(entry.getKey().replaceFirst("^" + CONFIG, "")).normalize();
          if (entry.getKey().startsWith(CONFIG) && file.startsWith(copy)) {
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
          }
        }
        Path modules = copy.resolve("modules");
        byte[] list = entries.get(MODULES);
        if (list != null) {
          Files.createDirectories(modules);
          Files.write(modules.resolve(MODULES), list);
        }
        Configuration loaded = ConfigLoader.load(root, modules).configuration();
        return new Configuration(loaded.tree(), directory, loaded.sources());
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes `folder` with everything in it.
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// The values of the variables: those that were saved; the sensitive ones as they are given now,
  /// which must be the same. Nothing after an error, which is reported.
  ///
  /// @param given the values as they are given now; unknown where there is none
  /// @param origin how the value of a variable was given now; nothing when it was not
  Optional<SortedMap<String, Value>> variables(
      SortedMap<String, Value> given,
      java.util.function.Function<String, Optional<String>> origin,
      View view) {
    List<Diagnostic> found = new ArrayList<>();
    SortedMap<String, Value> values = new TreeMap<>();
    JointDigest withheld = new JointDigest();
    for (Map.Entry<String, JsonNode> entry : meta.path("variables").properties()) {
      String name = entry.getKey();
      JsonNode saved = entry.getValue();
      Value now = given.getOrDefault(name, Value.unknown(Type.DYNAMIC));
      if (saved.has("value")) {
        Type type = TypeJson.read(new JsonText(saved.path("type").asString()));
        Value plain = new JsonText(saved.path("value").asString()).decode(type);
        boolean sensitive = saved.path(SENSITIVE).asBoolean(false);
        Value value = sensitive ? plain.mark(Mark.SENSITIVE) : plain;
        values.put(name, value);
        origin
            .apply(name)
            .filter(_ -> now.isWhollyKnown() && !now.unmarkDeep().equals(plain))
            .ifPresent(how -> found.add(ignored(name, value, now, how)));
      } else if (!now.isWhollyKnown()) {
        found.add(withheld("the variable " + name + " was not given now", name));
      } else {
        values.put(name, now);
        if (saved.path(WITHHELD).asBoolean(false)) {
          withheld.add(name, text(now.unmarkDeep()));
        }
      }
    }
    if (!Diagnostic.hasErrors(found)
        && !withheld.of(salt()).equals(meta.path(SECRET_VARIABLES).asString(""))) {
      found.add(
          withheld(
              withheld.oneOf("the variable ", "the variables ") + " has another value now",
              "NAME"));
    }
    view.report(found);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(values);
  }

  private static Diagnostic ignored(String name, Value saved, Value now, String how) {
    return Diagnostic.warning(
        "plan-file.ignored-variable",
        "Ignoring variable when applying a saved plan",
        "The variable "
            + name
            + " cannot be overriden when applying a saved plan file, because a saved plan includes"
            + " the variable values that were set when it was created. The saved plan specifies "
            + shown(saved)
            + " as the value whereas during apply the value "
            + shown(now)
            + " was "
            + how
            + ". To declare an ephemeral variable which is not saved in the plan file, use"
            + " ephemeral = true.");
  }

  private static String shown(Value value) {
    return value.marksDeep().isEmpty() ? text(value) : "(sensitive value)";
  }

  private static Diagnostic withheld(String problem, String name) {
    return Diagnostic.error(
        "plan-file.withheld-variable",
        "Sensitive variable needed again",
        "A saved plan holds no sensitive values, so they must be given to the apply as they were"
            + " given to the plan; "
            + problem
            + ". Give them with -var, -var-file or TF_VAR_"
            + name
            + ", or make a new plan.");
  }

  /// Why `plan`, made now, must not be carried out in place of this one; null when it may.
  @Nullable Diagnostic staleness(Plan plan, Schemas schemas) {
    SortedMap<String, String> now =
        digests(changes(plan.mode(), PlanJson.render(plan, schemas, false)), salt());
    SortedMap<String, String> then = new TreeMap<>();
    meta.path(CHANGES)
        .properties()
        .forEach(entry -> then.put(entry.getKey(), entry.getValue().asString()));
    List<String> reasons = new ArrayList<>();
    String lineage = meta.path("lineage").asString("");
    if (!lineage.isEmpty() && !lineage.equals(plan.previous().lineage())) {
      reasons.add("the state is another one, with the lineage " + plan.previous().lineage());
    }
    then.forEach((name, digest) -> {
      if (!now.containsKey(name)) {
        reasons.add(name + ": there is nothing to do any more");
      } else if (!digest.equals(now.get(name))) {
        reasons.add(name + ": something else would be done now");
      }
    });
    now.keySet().stream()
        .filter(name -> !then.containsKey(name))
        .forEach(name -> reasons.add(name + ": it would be changed as well"));
    if (reasons.isEmpty()) {
      JointDigest secrets = secrets(changes(plan.mode(), PlanJson.render(plan, schemas, true)));
      if (!secrets.of(salt()).equals(meta.path(SECRET_CHANGES).asString(""))) {
        reasons.add(secrets.oneOf("", "") + ": a sensitive value would be another one now");
      }
    }
    if (reasons.isEmpty()) {
      return null;
    }
    boolean byState =
        !lineage.equals(plan.previous().lineage())
            || meta.path("serial").asLong() != plan.previous().serial();
    return Diagnostic.error(
        "plan-file.stale",
        "Saved plan is stale",
        (byState
                ? "The given plan file can no longer be applied because the state was changed by"
                    + " another operation after the plan was created."
                : "The given plan file can no longer be applied because what exists was changed by"
                    + " somebody else after the plan was created.")
            + " Nothing was done. Make a new plan and review it.\n\n  - "
            + String.join("\n  - ", reasons));
  }
}
