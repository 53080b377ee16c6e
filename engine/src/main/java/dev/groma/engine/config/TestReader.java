package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `*.tftest.json`, `*.tftest.yaml` and `*.tftest.yml`.
public final class TestReader {
  private static final List<String> MOCKS = List.of(".tfmock.json", ".tfmock.yaml", ".tfmock.yml");

  private final Path directory;
  private final SortedMap<String, SourceText> sources;
  private final List<Diagnostic> diagnostics;

  private TestReader(
      Path directory, SortedMap<String, SourceText> sources, List<Diagnostic> diagnostics) {
    this.directory = directory;
    this.sources = sources;
    this.diagnostics = diagnostics;
  }

  /// The tests in `source`; incomplete after an error.
  ///
  /// @param directory the directory of the module under test, where files with values are found
  /// @param sources takes the files that were read
  /// @param diagnostics takes what is wrong
  public static TestFile read(
      SourceText source,
      Path directory,
      SortedMap<String, SourceText> sources,
      List<Diagnostic> diagnostics) {
    TestReader reader = new TestReader(directory, sources, diagnostics);
    return reader
        .root(source)
        .map(body -> reader.file(source.fileName(), body))
        .orElseGet(() ->
            new TestFile(
                source.fileName(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>()));
  }

  private Optional<Body> root(SourceText source) {
    sources.put(source.fileName(), source);
    Read read = SourceReader.read(source);
    diagnostics.addAll(read.diagnostics());
    Node root = read.root();
    return root == null || read.hasErrors()
        ? Optional.empty()
        : Optional.of(Body.of(root, Places.opening(root), diagnostics));
  }

  private TestFile file(String name, Body body) {
    SortedMap<String, Expression> variables = variables(body);
    List<TestFile.Mock> mocks = new ArrayList<>();
    SortedMap<String, ProviderBlock> providers = new TreeMap<>();
    Once declared = new Once();
    List<TestFile.Substitute> overrides = new ArrayList<>(overrides(body, false));
    for (Body.Block block : body.blocks("mock_provider", "name")) {
      TestFile.Mock mock = mock(block, overrides);
      mocks.add(mock);
      declared.add(mock.key(), block);
    }
    for (Body.Block block : body.blocks("provider", "name")) {
      ProviderBlock provider = ModuleReader.provider(block, diagnostics);
      providers.put(provider.key(), provider);
      declared.add(provider.key(), block);
    }
    List<TestFile.Run> runs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Body.Block block : body.blocks("run", "name")) {
      TestFile.Run run = run(block);
      runs.add(run);
      if (!names.add(run.name())) {
        diagnostics.add(
            Diagnostic.error(
                    "test.duplicate-run",
                    "Duplicate \"run\" block names",
                    "There is another run \"" + run.name() + "\" in this file. Rename one of them.")
                .at(block.declaration()));
      }
    }
    body.close();
    runs.forEach(run -> run.providers().values().forEach(declared::require));
    return new TestFile(name, variables, runs, mocks, overrides, providers);
  }

  /// The provider configurations of a file: each of them is there once.
  private final class Once {
    private final Set<String> keys = new HashSet<>();

    private void add(String key, Body.Block block) {
      if (!keys.add(key)) {
        diagnostics.add(
            Diagnostic.error(
                    "test.duplicate-provider",
                    "Duplicate provider block",
                    "A provider for "
                        + key
                        + " is already defined in this file. Remove one of them, or give it an"
                        + " alias.")
                .at(block.declaration()));
      }
    }

    private void require(StringNode key) {
      if (!keys.contains(key.text())) {
        diagnostics.add(
            Diagnostic.error(
                    "test.unknown-provider",
                    "Missing provider definition",
                    "There is no \"provider\" or \"mock_provider\" block for "
                        + key.text()
                        + " in this file. Add one, or name another one."
                        + Suggestion.didYouMean(key.text(), keys))
                .at(key.range()));
      }
    }
  }

  private SortedMap<String, Expression> variables(Body body) {
    SortedMap<String, Expression> variables = new TreeMap<>();
    for (Body.Block block : body.blocks("variables")) {
      for (Member member : Body.of(block, diagnostics).members()) {
        variables.put(member.key(), Body.parse(member.value(), diagnostics));
      }
    }
    return variables;
  }

  private TestFile.Run run(Body.Block block) {
    Names.check(block.name(), "run", diagnostics);
    Body body = Body.of(block, diagnostics);
    String command = body.text("command");
    if (command != null && !command.equals("plan") && !command.equals("apply")) {
      diagnostics.add(
          Diagnostic.error(
                  "test.command",
                  "Invalid \"command\" keyword",
                  "The \"command\" argument must be one of \"plan\" or \"apply\".")
              .at(block.declaration()));
    }
    SortedMap<String, Expression> variables = variables(body);
    List<CheckRule> asserts = new ArrayList<>();
    for (Body.Block rule : body.blocks("assert")) {
      asserts.add(CheckRules.read(rule, "assert", diagnostics));
    }
    List<TestFile.Expected> expected = new ArrayList<>();
    for (StringNode address : texts(body.argument("expect_failures"))) {
      expected.add(new TestFile.Expected(address.text(), address.range()));
    }
    String module = module(body);
    TestFile.Options options = options(body);
    List<TestFile.Substitute> overrides = overrides(body, false);
    String stateKey = body.text("state_key");
    SortedMap<String, StringNode> providers = providers(body.argument("providers"));
    body.close();
    return new TestFile.Run(
        block.name().text(),
        command == null || command.equals("apply"),
        options,
        variables,
        asserts,
        expected,
        module,
        stateKey,
        overrides,
        providers,
        block.declaration());
  }

  private SortedMap<String, StringNode> providers(@Nullable Member member) {
    SortedMap<String, StringNode> all = new TreeMap<>();
    if (member != null && member.value() instanceof Node.ObjectNode object) {
      for (Member entry : object.members()) {
        if (entry.value() instanceof StringNode text) {
          all.put(entry.key(), text);
        } else {
          diagnostics.add(notProviders(entry.value()));
        }
      }
    } else if (member != null) {
      diagnostics.add(notProviders(member.value()));
    }
    return all;
  }

  private static Diagnostic notProviders(Node node) {
    return Diagnostic.error(
            "test.providers",
            "Invalid \"providers\" argument",
            "It says for each provider configuration of the module which one of this file is used"
                + " instead, such as {alicloud: alicloud.mocked}.")
        .at(node.range());
  }

  private @Nullable String module(Body body) {
    String source = null;
    for (Body.Block block : body.blocks("module")) {
      Body inner = Body.of(block, diagnostics);
      Member member = inner.required("source");
      source = inner.text("source");
      inner.close();
      boolean local = source == null || source.startsWith("./") || source.startsWith("../");
      if (!local && member != null) {
        diagnostics.add(
            unsupported("modules from elsewhere in runs", "Write a path that begins with ./ or ../")
                .at(member.value().range()));
      }
    }
    return source;
  }

  private TestFile.Options options(Body body) {
    boolean refreshOnly = false;
    boolean refresh = true;
    List<String> replace = new ArrayList<>();
    List<AddressPattern> targets = new ArrayList<>();
    for (Body.Block block : body.blocks("plan_options")) {
      Body inner = Body.of(block, diagnostics);
      String mode = inner.text("mode");
      refreshOnly = "refresh-only".equals(mode);
      if (mode != null && !refreshOnly && !mode.equals("normal")) {
        diagnostics.add(
            Diagnostic.error(
                    "test.mode",
                    "Invalid \"mode\" keyword",
                    "The \"mode\" argument must be one of \"normal\" or \"refresh-only\".")
                .at(block.declaration()));
      }
      refresh = inner.flag("refresh", true);
      texts(inner.argument("replace")).forEach(address -> replace.add(address.text()));
      texts(inner.argument("target")).forEach(address -> target(address, targets));
      inner.close();
    }
    return new TestFile.Options(refreshOnly, refresh, replace, targets);
  }

  private void target(StringNode address, List<AddressPattern> targets) {
    AddressPattern.parse(address.text())
        .ifPresentOrElse(
            targets::add,
            () ->
                diagnostics.add(
                    Diagnostic.error(
                            "test.address",
                            "Invalid target",
                            "\""
                                + address.text()
                                + "\" is not an address, such as terraform_data.web or"
                                + " module.net.")
                        .at(address.range())));
  }

  private List<StringNode> texts(@Nullable Member member) {
    List<StringNode> texts = new ArrayList<>();
    if (member == null) {
      return texts;
    }
    List<Node> elements =
        member.value() instanceof Node.ListNode list ? list.elements() : List.of(member.value());
    for (Node element : elements) {
      if (element instanceof StringNode text && !text.text().contains("${")) {
        texts.add(text);
      } else {
        diagnostics.add(
            Diagnostic.error(
                    "test.reference",
                    "Invalid expression",
                    "A single static variable reference is required, such as \"var.size\" or"
                        + " \"check.health\", without \"${\".")
                .at(element.range()));
      }
    }
    return texts;
  }

  private TestFile.Mock mock(Body.Block block, List<TestFile.Substitute> overrides) {
    Body body = Body.of(block, diagnostics);
    String alias = body.text("alias");
    SortedMap<String, TestFile.Given> resources = new TreeMap<>();
    SortedMap<String, TestFile.Given> data = new TreeMap<>();
    boolean whilePlanning = whilePlanning(body, false);
    Member source = body.argument("source");
    if (source != null && source.value() instanceof StringNode folder) {
      for (Body file : mockFiles(folder)) {
        mocked(file, whilePlanning, resources, data, overrides);
      }
    }
    mocked(body, whilePlanning, resources, data, overrides);
    return new TestFile.Mock(block.name().text(), alias, resources, data);
  }

  /// Reads what a mock answers, from its block or a file; what is read later counts.
  private void mocked(
      Body body,
      boolean whilePlanning,
      SortedMap<String, TestFile.Given> resources,
      SortedMap<String, TestFile.Given> data,
      List<TestFile.Substitute> overrides) {
    overrides.addAll(overrides(body, whilePlanning));
    resources.putAll(defaults(body, "mock_resource", whilePlanning));
    data.putAll(defaults(body, "mock_data", whilePlanning));
    body.close();
  }

  /// The files with values in `folder`, seen from the module under test.
  private List<Body> mockFiles(StringNode folder) {
    List<Body> all = new ArrayList<>();
    Path path = directory.resolve(folder.text()).normalize();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (MOCKS.stream().anyMatch(name::endsWith)) {
          SourceText source =
              ConfigLoader.text(
                  file, directory.relativize(file).toString().replace('\\', '/'), diagnostics);
          Optional.ofNullable(source).flatMap(this::root).ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
                  "test.mock-source",
                  "Failed to read mock data",
                  "The folder "
                      + folder.text()
                      + " could not be read: "
                      + ConfigLoader.reason(e)
                      + ". It is seen from the directory of the module under test, and holds files"
                      + " that end in .tfmock.json, .tfmock.yaml or .tfmock.yml.")
              .at(folder.range()));
    }
    return all;
  }

  private SortedMap<String, TestFile.Given> defaults(
      Body body, String type, boolean whilePlanning) {
    SortedMap<String, TestFile.Given> all = new TreeMap<>();
    for (Body.Block block : body.blocks(type, "type")) {
      Body inner = Body.of(block, diagnostics);
      all.put(
          block.name().text(),
          new TestFile.Given(object(inner, "defaults"), whilePlanning(inner, whilePlanning)));
      inner.close();
    }
    return all;
  }

  /// Whether computed values are known while planning, as `override_during` says.
  private boolean whilePlanning(Body body, boolean otherwise) {
    Member member = body.argument("override_during");
    if (member == null) {
      return otherwise;
    }
    String during = member.value() instanceof StringNode text ? text.text() : "";
    if (!during.equals("apply") && !during.equals("plan")) {
      diagnostics.add(
          Diagnostic.error(
                  "test.during",
                  "Invalid \"override_during\" value",
                  "The \"override_during\" argument must be one of \"plan\" or \"apply\".")
              .at(member.value().range()));
    }
    return during.equals("plan");
  }

  private Value.Obj object(Body body, String name) {
    Member member = body.argument(name);
    if (member == null) {
      return Value.Obj.EMPTY;
    }
    if (Literals.value(member.value(), diagnostics::add) instanceof Value.Obj object) {
      return object;
    }
    diagnostics.add(
        Diagnostic.error(
                "test.values",
                "Invalid values",
                "The argument \"" + name + "\" must be an object of values.")
            .at(member.value().range()));
    return Value.Obj.EMPTY;
  }

  private List<TestFile.Substitute> overrides(Body body, boolean whilePlanning) {
    List<TestFile.Substitute> all = new ArrayList<>();
    for (TestFile.Substitute.Kind kind : TestFile.Substitute.Kind.values()) {
      String type = "override_" + kind.name().toLowerCase(Locale.ROOT);
      for (Body.Block block : body.blocks(type)) {
        Body inner = Body.of(block, diagnostics);
        Member target = inner.required("target");
        Value.Obj values =
            object(inner, kind == TestFile.Substitute.Kind.MODULE ? "outputs" : "values");
        TestFile.Given given = new TestFile.Given(values, whilePlanning(inner, whilePlanning));
        inner.close();
        for (StringNode address : texts(target)) {
          all.add(override(kind, address, given));
        }
      }
    }
    return all;
  }

  private TestFile.Substitute override(
      TestFile.Substitute.Kind kind, StringNode address, TestFile.Given given) {
    boolean keyed = address.text().contains("[") && kind == TestFile.Substitute.Kind.MODULE;
    if (keyed) {
      diagnostics.add(
          unsupported("overriding one instance of a module", "Leave the key out")
              .at(address.range()));
    }
    return new TestFile.Substitute(kind, address.text(), given, address.range());
  }

  private static Diagnostic unsupported(String what, String instead) {
    return Diagnostic.error(
        "test.unsupported",
        "Not supported in tests",
        "Groma does not support " + what + ". " + instead + ".");
  }
}
