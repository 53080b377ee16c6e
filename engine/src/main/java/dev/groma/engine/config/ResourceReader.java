package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Step;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `resource`, `data` and `ephemeral` blocks.
final class ResourceReader {
  private ResourceReader() {}

  static ResourceBlock read(ResourceMode mode, Body.Block block, List<Diagnostic> diagnostics) {
    StringNode type = block.labels().getFirst();
    StringNode name = block.name();
    boolean managed = mode == ResourceMode.MANAGED;
    Names.check(type, mode == ResourceMode.DATA ? "data source" : "resource type", diagnostics);
    Names.check(name, managed ? "resource" : mode.word() + " resource", diagnostics);
    Body body = Body.of(block, diagnostics);
    Expression count = body.expression("count");
    Expression forEach = body.expression("for_each");
    if (count != null && forEach != null) {
      diagnostics.add(countAndForEach("resources").at(member(body, "for_each").keyNode().range()));
      forEach = null;
    }
    List<Reference> dependsOn = dependsOn(body.argument("depends_on"), diagnostics);
    ProviderRef provider = provider(body.argument("provider"), block, diagnostics);
    Lifecycle lifecycle = LifecycleReader.read(mode, body.blocks("lifecycle"), diagnostics);
    if (lifecycle.enabled() != null && (count != null || forEach != null)) {
      diagnostics.add(enabledAndRepeated().at(lifecycle.enabled().range()));
    }
    List<Provisioner> provisioners = managed ? ProvisionerReader.read(body) : List.of();
    refuseReserved(body, diagnostics);
    return new ResourceBlock(
        mode,
        type.text(),
        name.text(),
        escaped(body, diagnostics),
        count,
        forEach,
        dependsOn,
        provider,
        lifecycle,
        provisioners,
        null,
        block.declaration());
  }

  static Diagnostic countAndForEach(String what) {
    return Diagnostic.error(
        "config.count-and-for-each",
        "Invalid combination of \"count\" and \"for_each\"",
        "The \"count\" and \"for_each\" meta-arguments are mutually-exclusive, only one should be"
            + " used to be explicit about the number of "
            + what
            + " to be created.");
  }

  private static Member member(Body body, String name) {
    return body.members().stream().filter(m -> m.key().equals(name)).findFirst().orElseThrow();
  }

  /// The provider's arguments: those of an `_` block, whose names mean nothing to us, included.
  private static Node.ObjectNode escaped(Body body, List<Diagnostic> diagnostics) {
    List<Body.Block> blocks = body.blocks("_");
    Node.ObjectNode rest = body.rest();
    List<Member> members = new ArrayList<>(rest.members());
    for (Body.Block block : blocks) {
      members.addAll(Body.of(block, diagnostics).members());
    }
    return new Node.ObjectNode(members, rest.range());
  }

  private static Diagnostic enabledAndRepeated() {
    return Diagnostic.error(
        "config.enabled-and-repeated",
        "Invalid combination of \"enabled\" with \"count\" or \"for_each\"",
        "The lifecycle argument \"enabled\" decides whether there is the one object of the block,"
            + " so there can be neither \"count\" nor \"for_each\" beside it.");
  }

  private static void refuseReserved(Body body, List<Diagnostic> diagnostics) {
    Member member = body.argument("locals");
    if (member != null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.reserved",
                  "Reserved block type name",
                  "The block type name \"locals\" is reserved for use in a future version.")
              .at(member.keyNode().range()));
    }
  }

  /// The objects that a `depends_on` argument names.
  static List<Reference> dependsOn(@Nullable Member member, List<Diagnostic> diagnostics) {
    List<Reference> references = new ArrayList<>();
    for (Node node : elements(member, diagnostics)) {
      if (!(node instanceof StringNode text)) {
        diagnostics.add(notAReference(node));
        continue;
      }
      Parsed<Reference> parsed = ExpressionParser.reference(text);
      diagnostics.addAll(parsed.diagnostics());
      Reference reference = parsed.value();
      if (reference != null) {
        checkWhole(reference, diagnostics);
        references.add(reference);
      }
    }
    return references;
  }

  private static void checkWhole(Reference reference, List<Diagnostic> diagnostics) {
    List<Step> steps = reference.remaining();
    boolean isWhole =
        steps.isEmpty() || (steps.size() == 1 && steps.getFirst() instanceof Step.Index);
    if (!isWhole) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-depends-on",
                  "Invalid depends_on reference",
                  "References in depends_on must be to a whole object (resource, etc), not to an"
                      + " attribute of an object.")
              .at(steps.getLast().range()));
    }
  }

  static Diagnostic notAReference(Node node) {
    return Diagnostic.error(
            "expr.syntax",
            "Invalid expression",
            "A single static variable reference is required: only attribute access and indexing"
                + " with constant keys. No calculations, function calls, template expressions,"
                + " etc are allowed here.")
        .at(node.range());
  }

  /// The elements of an argument that must be a list.
  static List<Node> elements(@Nullable Member member, List<Diagnostic> diagnostics) {
    if (member == null) {
      return List.of();
    }
    if (member.value() instanceof Node.ListNode list) {
      return list.elements();
    }
    diagnostics.add(
        Diagnostic.error(
                "config.list-required",
                "Invalid expression",
                "A static list expression is required. Write [...] round the value.")
            .at(member.value().range()));
    return List.of();
  }

  private static ProviderRef provider(
      @Nullable Member member, Body.Block block, List<Diagnostic> diagnostics) {
    ProviderRef given = member == null ? null : providerRef(member.value(), diagnostics);
    return given == null ? implied(block.labels().getFirst().text(), block.declaration()) : given;
  }

  /// The provider configuration of resources of `type` that name none.
  static ProviderRef implied(String type, SourceRange range) {
    int end = type.indexOf('_');
    return new ProviderRef(end < 0 ? type : type.substring(0, end), null, null, range, true);
  }

  /// The provider configuration that `node` names: `name` or `name.alias`; null after an error.
  static @Nullable ProviderRef providerRef(Node node, List<Diagnostic> diagnostics) {
    if (!(node instanceof StringNode text)) {
      diagnostics.add(invalidProvider(node));
      return null;
    }
    Parsed<List<Step>> parsed = ExpressionParser.steps(text);
    diagnostics.addAll(parsed.diagnostics());
    List<Step> steps = parsed.value();
    if (steps == null) {
      return null;
    }
    ProviderRef ref =
        switch (steps) {
          case List<Step> s when s.size() == 1 && s.getFirst() instanceof Step.Attribute name ->
              new ProviderRef(name.name(), null, null, text.range(), false);
          case List<Step> s
              when s.size() == 2
                  && s.getFirst() instanceof Step.Attribute name
                  && s.getLast() instanceof Step.Attribute alias ->
              new ProviderRef(name.name(), alias.name(), null, text.range(), false);
          case List<Step> s
              when s.size() == 3
                  && s.getFirst() instanceof Step.Attribute name
                  && s.get(1) instanceof Step.Attribute alias
                  && s.getLast() instanceof Step.Index(Expression key, _) ->
              new ProviderRef(name.name(), alias.name(), key, text.range(), false);
          default -> null;
        };
    if (ref == null) {
      diagnostics.add(invalidProvider(text));
    }
    return ref;
  }

  private static Diagnostic invalidProvider(Node node) {
    return Diagnostic.error(
            "config.invalid-provider-reference",
            "Invalid provider configuration reference",
            "The provider argument requires a provider type name, optionally followed by a period"
                + " and then a configuration alias, such as \"baiducloud.beijing\", and the key of"
                + " one of its instances, such as \"baiducloud.region[each.key]\".")
        .at(node.range());
  }
}
