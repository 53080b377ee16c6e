package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Traversal;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Optional;

/// An address written in a `moved` or `removed` block, or given as a target, seen from the module
/// it is written in.
public sealed interface Endpoint {
  /// A module, or one instance of it when the last call has a key.
  record OfModule(ModuleAddress module) implements Endpoint {
    @Override
    public String toString() {
      return module.toString();
    }
  }

  /// A resource with all its instances, or one of them when there is a key.
  record OfResource(InstanceAddress instance) implements Endpoint {
    @Override
    public String toString() {
      return instance.toString();
    }
  }

  /// The address that `node` holds. Nothing after an error.
  static Optional<Endpoint> read(Node node, List<Diagnostic> diagnostics) {
    if (!(node instanceof StringNode text)) {
      diagnostics.add(ResourceReader.notAReference(node));
      return Optional.empty();
    }
    if (text.text().contains("${")) {
      diagnostics.add(ResourceReader.notAReference(node));
      return Optional.empty();
    }
    Parsed<Traversal> parsed = ExpressionParser.traversal(text);
    diagnostics.addAll(parsed.diagnostics());
    if (parsed.value() == null) {
      return Optional.empty();
    }
    Optional<Endpoint> endpoint = new Reader(parsed.value().steps()).read();
    if (endpoint.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-address",
                  "Invalid address",
                  "Resource specification must include a resource type and name.")
              .at(text.range()));
    }
    return endpoint;
  }

  /// Takes an address apart.
  final class Reader {
    private final List<Step> steps;
    private int at;

    private Reader(List<Step> steps) {
      this.steps = steps;
    }

    private Optional<Endpoint> read() {
      ModuleAddress module = ModuleAddress.ROOT;
      while (at + 1 < steps.size() && "module".equals(name(at))) {
        String call = name(at + 1);
        if (call.isEmpty()) {
          return Optional.empty();
        }
        at += 2;
        module = module.child(call, key());
      }
      if (at == steps.size()) {
        return module.isRoot() ? Optional.empty() : Optional.of(new OfModule(module));
      }
      ResourceMode mode = ResourceMode.MANAGED;
      if ("data".equals(name(at))) {
        mode = ResourceMode.DATA;
        at++;
      } else if ("ephemeral".equals(name(at))) {
        mode = ResourceMode.EPHEMERAL;
        at++;
      }
      if (at + 1 >= steps.size() || name(at).isEmpty() || name(at + 1).isEmpty()) {
        return Optional.empty();
      }
      ResourceAddress resource = new ResourceAddress(module, mode, name(at), name(at + 1));
      at += 2;
      InstanceKey key = key();
      return at == steps.size()
          ? Optional.of(new OfResource(resource.instance(key)))
          : Optional.empty();
    }

    private String name(int position) {
      return steps.get(position) instanceof Step.Attribute(String name, _) ? name : "";
    }

    private InstanceKey key() {
      if (at < steps.size() && steps.get(at) instanceof Step.Index(Expression.Literal l, _)) {
        at++;
        return switch (l.value()) {
          case Num n when n.isInt() -> new InstanceKey.Index(n.toInt());
          case Value.Str(String name) -> new InstanceKey.Name(name);
          default -> InstanceKey.none();
        };
      }
      return InstanceKey.none();
    }
  }
}
