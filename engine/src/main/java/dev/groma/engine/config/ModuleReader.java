package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts the files of one directory together into a module.
final class ModuleReader {
  /// The backends of the language; which of them can be used here is decided where the state is
  /// opened.
  private static final List<String> BACKENDS =
      List.of(
          "azurerm",
          "consul",
          "cos",
          "gcs",
          "http",
          "kubernetes",
          "local",
          "oss",
          "pg",
          "remote",
          "s3");

  private static final List<String> RESERVED_IN_PROVIDER =
      List.of("count", "depends_on", "lifecycle", "locals", "source");

  private final List<Diagnostic> diagnostics;
  private final SortedMap<String, Variable> variables = new TreeMap<>();
  private final SortedMap<String, LocalValue> locals = new TreeMap<>();
  private final SortedMap<String, Output> outputs = new TreeMap<>();
  private final SortedMap<String, ResourceBlock> resources = new TreeMap<>();
  private final SortedMap<String, ModuleCall> calls = new TreeMap<>();
  private final List<Refactoring> refactorings = new ArrayList<>();
  private final Set<String> passedProviders = new HashSet<>();
  private final SortedMap<String, ProviderBlock> providers = new TreeMap<>();
  private final SortedMap<String, RequiredProvider> requiredProviders = new TreeMap<>();
  private final List<RequiredVersion> requiredVersions = new ArrayList<>();
  private final SortedMap<String, CheckBlock> checks = new TreeMap<>();
  private final List<Node> roots = new ArrayList<>();
  private final Blocks blocks;
  private @Nullable BackendBlock backend;
  private @Nullable EncryptionBlock encryption;

  ModuleReader(List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    this.blocks = new Blocks(diagnostics);
  }

  /// Adds what the file with this root declares.
  ///
  /// @param override whether the file overrides what other files, added before, declare
  void add(Node root, boolean override) {
    boolean emptyYaml = root instanceof Node.NullNode && Places.isYaml(root);
    if (emptyYaml) {
      return;
    }
    if (!(root instanceof Node.ObjectNode) && !(root instanceof Node.ListNode)) {
      diagnostics.add(
          Diagnostic.error(
                  "config.root",
                  "Root value must be object",
                  "The root value in a JSON-based configuration must be either a JSON object or a"
                      + " JSON array of objects.")
              .at(root.range()));
      return;
    }
    roots.add(root);
    if (override) {
      blocks.override(root);
    } else {
      blocks.add(root);
    }
  }

  private void read() {
    blocks.of("terraform").forEach(new TerraformReader(this, diagnostics)::read);
    blocks.of("provider").forEach(this::provider);
    blocks.of("variable").forEach(this::variable);
    blocks.of("locals").forEach(this::locals);
    blocks.of("output").forEach(this::output);
    blocks.of("resource").forEach(b -> resource(ResourceMode.MANAGED, b));
    blocks.of("data").forEach(b -> resource(ResourceMode.DATA, b));
    blocks.of("ephemeral").forEach(b -> resource(ResourceMode.EPHEMERAL, b));
    blocks.of("module").forEach(this::call);
    blocks.of("check").forEach(this::check);
    blocks
        .of("moved")
        .forEach(b -> RefactoringReader.moved(b, diagnostics).ifPresent(refactorings::add));
    blocks
        .of("removed")
        .forEach(b -> RefactoringReader.removed(b, diagnostics).ifPresent(refactorings::add));
    blocks
        .of("import")
        .forEach(b -> RefactoringReader.imported(b, diagnostics).ifPresent(refactorings::add));
  }

  /// The module, when all files are added.
  ModuleConfig finish() {
    read();
    requiredVersions.forEach(this::checkVersion);
    resources.values().forEach(this::checkProvider);
    ModuleConfig module =
        new ModuleConfig(
            variables,
            locals,
            outputs,
            resources,
            calls,
            refactorings,
            checks,
            providers,
            requiredProviders,
            requiredVersions,
            backend,
            encryption);
    roots.forEach(root -> ReferenceLint.check(root, module, diagnostics));
    return module;
  }

  private void checkVersion(RequiredVersion required) {
    boolean allowed =
        VersionConstraint.parse(required.constraint())
            .map(constraint -> constraint.allows(ConfigLoader.LANGUAGE_VERSION))
            .orElse(true);
    if (!allowed) {
      diagnostics.add(
          Diagnostic.error(
                  "config.unsupported-version",
                  "Unsupported Terraform Core version",
                  "This configuration does not support Terraform version "
                      + ConfigLoader.LANGUAGE_VERSION
                      + ". To proceed, either choose another supported Terraform version or update"
                      + " this version constraint. Version constraints are normally set for good"
                      + " reason, so updating the constraint may lead to other errors or unexpected"
                      + " behavior.")
              .at(required.range()));
    }
  }

  private void checkProvider(ResourceBlock resource) {
    ProviderRef ref = resource.provider();
    boolean known = providers.containsKey(ref.key()) || passedProviders.contains(ref.key());
    if (ref.alias() != null && !known) {
      diagnostics.add(
          Diagnostic.error(
                  "config.provider-not-declared",
                  "Provider configuration not present",
                  "To work with "
                      + resource.localAddress()
                      + " the provider configuration "
                      + ref.key()
                      + " is required, but there is none."
                      + Suggestion.didYouMean(ref.key(), providers.keySet())
                      + " Add a \"provider\" block for \""
                      + ref.localName()
                      + "\" with the alias \""
                      + ref.alias()
                      + "\".")
              .at(ref.range())
              .about(resource.localAddress()));
    }
    ProviderBlock block = providers.get(ref.key());
    if (block != null && (block.forEach() == null) != (ref.instance() == null)) {
      diagnostics.add(
          ProviderRules.instance(ref, block).at(ref.range()).about(resource.localAddress()));
    }
  }

  private void variable(Body.Block block) {
    Variable variable = VariableReader.read(block, diagnostics);
    declare(
        variables,
        variable.name(),
        variable,
        Variable::declaration,
        "Duplicate variable declaration",
        "A variable named \""
            + variable.name()
            + "\" was already declared at %s. Variable names"
            + " must be unique within a module.");
  }

  private void output(Body.Block block) {
    Output output = OutputReader.read(block, diagnostics);
    declare(
        outputs,
        output.name(),
        output,
        Output::declaration,
        "Duplicate output definition",
        "An output named \""
            + output.name()
            + "\" was already defined at %s. Output names must be"
            + " unique within a module.");
  }

  private void call(Body.Block block) {
    ModuleCall call = CallReader.read(block, diagnostics);
    declare(
        calls,
        call.name(),
        call,
        ModuleCall::declaration,
        "Duplicate module call",
        "A module call named \""
            + call.name()
            + "\" was already defined at %s. Module calls must have unique names within a module.");
  }

  private void check(Body.Block block) {
    CheckBlock check = CheckReader.read(block, diagnostics, this::resource);
    declare(
        checks,
        check.name(),
        check,
        CheckBlock::declaration,
        "Duplicate check \"" + check.name() + "\" configuration",
        "A check block named \""
            + check.name()
            + "\" was already declared at %s. Check block names must be unique within a module.");
  }

  private void resource(ResourceMode mode, Body.Block block) {
    resource(ResourceReader.read(mode, block, diagnostics));
  }

  private void resource(ResourceBlock resource) {
    ResourceMode mode = resource.mode();
    String kind = mode == ResourceMode.MANAGED ? "" : mode.word() + " ";
    declare(
        resources,
        resource.localAddress(),
        resource,
        ResourceBlock::declaration,
        "Duplicate "
            + (mode == ResourceMode.MANAGED ? "resource " : kind)
            + "\""
            + resource.type()
            + "\" configuration",
        "A "
            + resource.type()
            + " "
            + kind
            + "resource named \""
            + resource.name()
            + "\" was already declared at %s. Resource names must be"
            + " unique per type in each module.");
  }

  private void locals(Body.Block block) {
    if (block.body() instanceof Node.ListNode) {
      diagnostics.add(
          Diagnostic.error(
                  "config.value-type",
                  "Incorrect JSON value type",
                  "A JSON object is required here, setting the arguments for this block.")
              .at(block.body().range()));
      return;
    }
    Map<String, Member> here = new HashMap<>();
    for (Member member : Body.of(block, diagnostics).members()) {
      Member first = here.putIfAbsent(member.key(), member);
      if (first != null) {
        diagnostics.add(
            Diagnostic.error(
                    "config.duplicate-argument",
                    "Duplicate attribute definition",
                    "The argument \""
                        + member.key()
                        + "\" was already set at "
                        + Places.inWords(first.range())
                        + ".")
                .at(member.keyNode().range()));
        continue;
      }
      Names.check(member.keyNode(), "local value", diagnostics);
      LocalValue local =
          new LocalValue(member.key(), Body.parse(member.value(), diagnostics), member.range());
      declare(
          locals,
          local.name(),
          local,
          LocalValue::declaration,
          "Duplicate local value definition",
          "A local value named \""
              + local.name()
              + "\" was already defined at %s. Local value"
              + " names must be unique within a module.");
    }
  }

  private void provider(Body.Block block) {
    ProviderBlock provider = provider(block, diagnostics);
    declare(
        providers,
        provider.key(),
        provider,
        ProviderBlock::declaration,
        "Duplicate provider configuration",
        (provider.alias() == null
            ? "A default (non-aliased) provider configuration for \""
                + provider.localName()
                + "\" was already given at %s. If multiple configurations are required, set"
                + " the \"alias\" argument for alternative configurations."
            : "A provider configuration for \""
                + provider.localName()
                + "\" with alias \""
                + provider.alias()
                + "\" was already given at %s. Each configuration for the same provider"
                + " must have a distinct alias."));
  }

  /// Reads a `provider` block.
  static ProviderBlock provider(Body.Block block, List<Diagnostic> diagnostics) {
    Names.check(block.name(), "provider", diagnostics);
    Body body = Body.of(block, diagnostics);
    String alias = body.text("alias");
    if (alias != null && !Names.isIdentifier(alias)) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-name",
                  "Invalid provider configuration alias",
                  "An alias must be a valid name: letters, digits, underscores and dashes, not"
                      + " beginning with a digit.")
              .at(block.declaration()));
    }
    body.text("version");
    Expression forEach = body.expression("for_each");
    if (forEach != null && alias == null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.provider-for-each",
                  "Alias required when using \"for_each\"",
                  "The configurations that \"for_each\" makes are named by the alias and their key,"
                      + " such as "
                      + block.name().text()
                      + ".region[\"a\"]. Set \"alias\".")
              .at(forEach.range()));
    }
    for (String name : RESERVED_IN_PROVIDER) {
      Member member = body.argument(name);
      if (member != null) {
        diagnostics.add(
            Diagnostic.error(
                    "config.reserved",
                    "Reserved argument name in provider block",
                    "The provider argument name \""
                        + name
                        + "\" is reserved for use in a future"
                        + " version.")
                .at(member.keyNode().range()));
      }
    }
    return new ProviderBlock(block.name().text(), alias, forEach, body.rest(), block.declaration());
  }

  private <T> void declare(
      SortedMap<String, T> declared,
      String name,
      T declaration,
      Function<T, SourceRange> place,
      String summary,
      String detail) {
    T first = declared.putIfAbsent(name, declaration);
    if (first != null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.duplicate-declaration",
                  summary,
                  detail.replace("%s", Places.inWords(place.apply(first))))
              .at(place.apply(declaration)));
    }
  }

  void addBackend(BackendBlock added) {
    if (!BACKENDS.contains(added.type())) {
      diagnostics.add(
          Diagnostic.error(
                  "config.unknown-backend",
                  "Unsupported backend type",
                  "There is no backend type named \""
                      + added.type()
                      + "\"."
                      + Suggestion.didYouMean(added.type(), BACKENDS))
              .at(added.typeRange()));
    }
    if (backend != null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.duplicate-declaration",
                  "Duplicate backend configuration",
                  "A module may have only one backend configuration. The backend was previously"
                      + " configured at "
                      + Places.inWords(backend.declaration())
                      + ".")
              .at(added.declaration()));
      return;
    }
    backend = added;
  }

  void addEncryption(EncryptionBlock added) {
    if (encryption == null) {
      encryption = added;
      return;
    }
    diagnostics.add(
        Diagnostic.error(
                "config.duplicate-declaration",
                "Duplicate encryption configuration",
                "A module may have only one encryption configuration. It was previously configured"
                    + " at "
                    + Places.inWords(encryption.declaration())
                    + ".")
            .at(added.declaration()));
  }

  /// Declares a provider configuration that callers pass.
  void addPassedProvider(String key) {
    passedProviders.add(key);
  }

  void addRequiredVersion(RequiredVersion version) {
    requiredVersions.add(version);
  }

  void addRequiredProvider(RequiredProvider provider) {
    declare(
        requiredProviders,
        provider.localName(),
        provider,
        RequiredProvider::declaration,
        "Duplicate required providers configuration",
        "The provider \""
            + provider.localName()
            + "\" was already required at %s. Name each"
            + " provider once per module.");
  }
}
