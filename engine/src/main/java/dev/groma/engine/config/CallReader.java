package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads `module` blocks.
final class CallReader {
  private static final List<String> RESERVED = List.of("lifecycle", "locals", "provider");

  private CallReader() {}

  static ModuleCall read(Body.Block block, List<Diagnostic> diagnostics) {
    Names.check(block.name(), "module", diagnostics);
    Body body = Body.of(block, diagnostics);
    Member source = body.required("source");
    String where = body.text("source");
    Member version = body.argument("version");
    if (version != null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.module-version",
                  "Invalid version constraint",
                  "Versions are for modules from a registry, and Groma uses none. For git, name the"
                      + " tag in the source: \"?ref=v1.2.0\".")
              .at(version.keyNode().range()));
    }
    Member count = body.argument("count");
    Member forEach = body.argument("for_each");
    if (count != null && forEach != null) {
      diagnostics.add(ResourceReader.countAndForEach("modules").at(forEach.keyNode().range()));
    }
    List<Reference> dependsOn = ResourceReader.dependsOn(body.argument("depends_on"), diagnostics);
    SortedMap<String, ProviderRef> providers = providers(body.argument("providers"), diagnostics);
    for (String name : RESERVED) {
      Member member = body.argument(name);
      if (member != null) {
        diagnostics.add(
            Diagnostic.error(
                    "config.reserved",
                    "Reserved block type name in module block",
                    "The block type name \"" + name + "\" is reserved for use in a future version.")
                .at(member.keyNode().range()));
      }
    }
    SortedMap<String, ModuleCall.Argument> arguments = new TreeMap<>();
    for (Member member : body.rest().members()) {
      ModuleCall.Argument argument =
          new ModuleCall.Argument(
              Body.parse(member.value(), diagnostics), member.keyNode().range());
      if (arguments.putIfAbsent(member.key(), argument) != null) {
        body.argument(member.key());
      }
    }
    return new ModuleCall(
        block.name().text(),
        where == null ? "" : where,
        source == null ? block.declaration() : source.value().range(),
        expression(count, diagnostics),
        count == null ? expression(forEach, diagnostics) : null,
        dependsOn,
        providers,
        arguments,
        block.declaration());
  }

  private static @Nullable Expression expression(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    return member == null ? null : Body.parse(member.value(), diagnostics);
  }

  private static SortedMap<String, ProviderRef> providers(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    SortedMap<String, ProviderRef> all = new TreeMap<>();
    if (member == null) {
      return all;
    }
    if (!(member.value() instanceof Node.ObjectNode map)) {
      diagnostics.add(
          Diagnostic.error(
                  "config.map-required",
                  "Invalid expression",
                  "A static map expression is required.")
              .at(member.value().range()));
      return all;
    }
    for (Member entry : map.members()) {
      StringNode key = entry.keyNode();
      ProviderRef child = ResourceReader.providerRef(key, diagnostics);
      ProviderRef passed = ResourceReader.providerRef(entry.value(), diagnostics);
      if (child != null && passed != null) {
        all.put(child.key(), passed);
      }
    }
    return all;
  }
}
