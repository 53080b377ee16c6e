package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads `*.tftest.json`, `*.tftest.yaml` and `*.tftest.yml`.
public final class TestReader {
  private final List<Diagnostic> diagnostics;

  private TestReader(List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// The tests in `source`; incomplete after an error.
  ///
  /// @param diagnostics takes what is wrong
  public static TestFile read(SourceText source, List<Diagnostic> diagnostics) {
    Read read = SourceReader.read(source);
    diagnostics.addAll(read.diagnostics());
    Node root = read.root();
    if (root == null || read.hasErrors()) {
      return new TestFile(source.fileName(), new TreeMap<>(), List.of(), List.of(), List.of());
    }
    return new TestReader(diagnostics).file(source.fileName(), root);
  }

  private TestFile file(String name, Node root) {
    Body body = Body.of(root, Places.opening(root), diagnostics);
    SortedMap<String, Expression> variables = variables(body);
    List<TestFile.Mock> mocks = new ArrayList<>();
    List<TestFile.Substitute> overrides = new ArrayList<>(overrides(body));
    for (Body.Block block : body.blocks("mock_provider", "name")) {
      mocks.add(mock(block, overrides));
    }
    for (Body.Block block : body.blocks("provider", "name")) {
      diagnostics.add(
          unsupported(
                  "provider blocks in test files",
                  "Write the block into the configuration, or use mock_provider")
              .at(block.declaration()));
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
    return new TestFile(name, variables, runs, mocks, overrides);
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
    List<TestFile.Substitute> overrides = overrides(body);
    String stateKey = body.text("state_key");
    Member providers = body.argument("providers");
    if (providers != null) {
      diagnostics.add(
          unsupported("\"providers\" in runs", "Leave it out: runs use those of the configuration")
              .at(providers.keyNode().range()));
    }
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
        block.declaration());
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
    for (Body.Block block : body.blocks("plan_options")) {
      Body inner = Body.of(block, diagnostics);
      refreshOnly = "refresh-only".equals(inner.text("mode"));
      refresh = inner.flag("refresh", true);
      texts(inner.argument("replace")).forEach(address -> replace.add(address.text()));
      Member target = inner.argument("target");
      if (target != null) {
        diagnostics.add(
            unsupported("\"target\" in plan_options", "Leave it out").at(target.keyNode().range()));
      }
      inner.close();
    }
    return new TestFile.Options(refreshOnly, refresh, replace);
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
    for (String name : List.of("alias", "source")) {
      Member member = body.argument(name);
      if (member != null) {
        diagnostics.add(
            unsupported(
                    "\"" + name + "\" in mock_provider",
                    "A mock stands for all configurations of the provider; write its values here")
                .at(member.keyNode().range()));
      }
    }
    overrides.addAll(overrides(body));
    SortedMap<String, Value> resources = defaults(body, "mock_resource");
    SortedMap<String, Value> data = defaults(body, "mock_data");
    during(body);
    body.close();
    return new TestFile.Mock(block.name().text(), resources, data);
  }

  private SortedMap<String, Value> defaults(Body body, String type) {
    SortedMap<String, Value> all = new TreeMap<>();
    for (Body.Block block : body.blocks(type, "type")) {
      Body inner = Body.of(block, diagnostics);
      all.put(block.name().text(), object(inner, "defaults"));
      during(inner);
      inner.close();
    }
    return all;
  }

  private void during(Body body) {
    Member member = body.argument("override_during");
    if (member == null) {
      return;
    }
    if (!(member.value() instanceof StringNode text) || !text.text().equals("apply")) {
      diagnostics.add(
          unsupported(
                  "\"override_during\" other than apply",
                  "Computed values are known when a run applies")
              .at(member.value().range()));
    }
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

  private List<TestFile.Substitute> overrides(Body body) {
    List<TestFile.Substitute> all = new ArrayList<>();
    for (TestFile.Substitute.Kind kind : TestFile.Substitute.Kind.values()) {
      String type = "override_" + kind.name().toLowerCase(Locale.ROOT);
      for (Body.Block block : body.blocks(type)) {
        Body inner = Body.of(block, diagnostics);
        Member target = inner.required("target");
        Value.Obj values =
            object(inner, kind == TestFile.Substitute.Kind.MODULE ? "outputs" : "values");
        during(inner);
        inner.close();
        for (StringNode address : texts(target)) {
          all.add(override(kind, address, values));
        }
      }
    }
    return all;
  }

  private TestFile.Substitute override(
      TestFile.Substitute.Kind kind, StringNode address, Value.Obj values) {
    boolean keyed = address.text().contains("[") && kind == TestFile.Substitute.Kind.MODULE;
    if (keyed) {
      diagnostics.add(
          unsupported("overriding one instance of a module", "Leave the key out")
              .at(address.range()));
    }
    return new TestFile.Substitute(kind, address.text(), values, address.range());
  }

  private static Diagnostic unsupported(String what, String instead) {
    return Diagnostic.error(
        "test.unsupported",
        "Not supported in tests",
        "Groma does not support " + what + ". " + instead + ".");
  }
}
