package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The `to` of an `import` block: the address of an instance in which keys are expressions.
///
/// @param modules the calls that lead to it, from the root module
/// @param type the resource type
/// @param name the name of the resource
/// @param key the key of the instance, or null
/// @param range where it is written
public record ImportTarget(
    List<Call> modules, String type, String name, @Nullable Expression key, SourceRange range) {
  /// A call of a module.
  ///
  /// @param name its name
  /// @param key the key of its instance, or null
  public record Call(String name, @Nullable Expression key) {}

  /// Copies the list.
  public ImportTarget {
    modules = List.copyOf(modules);
  }

  /// The target that `node` holds. Nothing after an error.
  static Optional<ImportTarget> read(Node node, List<Diagnostic> diagnostics) {
    if (!(node instanceof StringNode text) || text.text().contains("${")) {
      diagnostics.add(ResourceReader.notAReference(node));
      return Optional.empty();
    }
    Parsed<Reference> parsed = ExpressionParser.reference(text);
    Reference reference = parsed.value();
    if (reference == null) {
      // What is no reference is no address either.
      diagnostics.add(notManaged(text.range()));
      parsed.diagnostics().stream()
          .filter(d -> !d.summary().equals("Invalid reference"))
          .forEach(diagnostics::add);
      return Optional.empty();
    }
    Optional<ImportTarget> target = new Reader(reference, text.range()).read();
    if (target.isEmpty()) {
      diagnostics.add(notManaged(text.range()));
    }
    return target;
  }

  private static Diagnostic notManaged(SourceRange range) {
    return Diagnostic.error(
            "config.invalid-import",
            "Invalid import address",
            "Only managed resources can be imported. An address looks like terraform_data.web,"
                + " terraform_data.web[0] or module.net.terraform_data.web[\"key\"].")
        .at(range);
  }

  /// The resource in the configuration.
  public ResourceAddress resource() {
    ModuleAddress module = ModuleAddress.ROOT;
    for (Call call : modules) {
      module = module.child(call.name(), InstanceKey.none());
    }
    return new ResourceAddress(module, ResourceMode.MANAGED, type, name);
  }

  /// The instance when `keys` says what its keys are; nothing when it cannot.
  public Optional<InstanceAddress> instance(Function<Expression, Optional<InstanceKey>> keys) {
    ModuleAddress module = ModuleAddress.ROOT;
    for (Call call : modules) {
      Optional<InstanceKey> at = key(call.key(), keys);
      if (at.isEmpty()) {
        return Optional.empty();
      }
      module = module.child(call.name(), at.get());
    }
    ResourceAddress resource = new ResourceAddress(module, ResourceMode.MANAGED, type, name);
    return key(key, keys).map(resource::instance);
  }

  private static Optional<InstanceKey> key(
      @Nullable Expression key, Function<Expression, Optional<InstanceKey>> keys) {
    return key == null ? Optional.of(InstanceKey.none()) : keys.apply(key);
  }

  /// The references in its keys.
  public List<Reference> references() {
    List<Reference> all = new ArrayList<>();
    for (Call call : modules) {
      if (call.key() != null) {
        all.addAll(References.of(call.key()));
      }
    }
    if (key != null) {
      all.addAll(References.of(key));
    }
    return all;
  }

  /// Takes a reference apart.
  private static final class Reader {
    private final List<Step> steps;
    private final Subject subject;
    private final SourceRange range;
    private int at;

    private Reader(Reference reference, SourceRange range) {
      this.steps = reference.remaining();
      this.subject = reference.subject();
      this.range = range;
    }

    private Optional<ImportTarget> read() {
      if (subject instanceof Subject.Resource(ResourceMode mode, String type, String name)) {
        return mode == ResourceMode.MANAGED ? end(List.of(), type, name) : Optional.empty();
      }
      if (!(subject instanceof Subject.ModuleCall(String first))) {
        return Optional.empty();
      }
      List<Call> calls = new ArrayList<>();
      calls.add(new Call(first, key()));
      while ("module".equals(word(at)) && word(at + 1) != null) {
        String call = word(at + 1);
        at += 2;
        calls.add(new Call(call == null ? "" : call, key()));
      }
      String type = word(at);
      String name = word(at + 1);
      if (type == null || name == null) {
        return Optional.empty();
      }
      at += 2;
      return end(calls, type, name);
    }

    private Optional<ImportTarget> end(List<Call> calls, String type, String name) {
      Expression key = key();
      return at == steps.size()
          ? Optional.of(new ImportTarget(calls, type, name, key, range))
          : Optional.empty();
    }

    private @Nullable String word(int position) {
      return position < steps.size() && steps.get(position) instanceof Step.Attribute(String n, _)
          ? n
          : null;
    }

    private @Nullable Expression key() {
      if (at < steps.size() && steps.get(at) instanceof Step.Index(Expression key, _)) {
        at++;
        return key;
      }
      return null;
    }
  }
}
