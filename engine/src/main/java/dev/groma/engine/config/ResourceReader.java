package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Traversal;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `resource` and `data` blocks.
final class ResourceReader {
  private ResourceReader() {}

  static ResourceBlock read(ResourceMode mode, Body.Block block, List<Diagnostic> diagnostics) {
    StringNode type = block.labels().getFirst();
    StringNode name = block.name();
    Names.check(type, mode == ResourceMode.DATA ? "data source" : "resource type", diagnostics);
    Names.check(name, mode == ResourceMode.DATA ? "data resource" : "resource", diagnostics);
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
    refuseUnsupported(mode, body, diagnostics);
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

  private static void refuseUnsupported(
      ResourceMode mode, Body body, List<Diagnostic> diagnostics) {
    List<String> types =
        mode == ResourceMode.DATA
            ? List.of("locals")
            : List.of("provisioner", "connection", "locals");
    for (String type : types) {
      Member member = body.argument(type);
      if (member != null) {
        diagnostics.add(
            type.equals("locals")
                ? Diagnostic.error(
                        "config.reserved",
                        "Reserved block type name",
                        "The block type name \"locals\" is reserved for use in a future version.")
                    .at(member.keyNode().range())
                : Unsupported.block(member.keyNode()));
      }
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
    String type = block.labels().getFirst().text();
    int end = type.indexOf('_');
    ProviderRef implied =
        new ProviderRef(end < 0 ? type : type.substring(0, end), null, block.declaration(), true);
    ProviderRef given = member == null ? null : providerRef(member.value(), diagnostics);
    return given == null ? implied : given;
  }

  /// The provider configuration that `node` names: `name` or `name.alias`; null after an error.
  static @Nullable ProviderRef providerRef(Node node, List<Diagnostic> diagnostics) {
    if (!(node instanceof StringNode text)) {
      diagnostics.add(invalidProvider(node));
      return null;
    }
    Parsed<Traversal> parsed = ExpressionParser.traversal(text);
    diagnostics.addAll(parsed.diagnostics());
    Traversal traversal = parsed.value();
    if (traversal == null) {
      return null;
    }
    List<Step> steps = traversal.steps();
    if (steps.size() == 1) {
      return new ProviderRef(traversal.rootName(), null, text.range(), false);
    }
    if (steps.size() == 2 && steps.getLast() instanceof Step.Attribute alias) {
      return new ProviderRef(traversal.rootName(), alias.name(), text.range(), false);
    }
    diagnostics.add(invalidProvider(text));
    return null;
  }

  private static Diagnostic invalidProvider(Node node) {
    return Diagnostic.error(
            "config.invalid-provider-reference",
            "Invalid provider configuration reference",
            "The provider argument requires a provider type name, optionally followed by a period"
                + " and then a configuration alias, such as \"baiducloud.beijing\".")
        .at(node.range());
  }
}
