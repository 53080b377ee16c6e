package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A data source type that a spec describes: the items of a list, in the attribute whose elements
/// the spec defines.
final class SpecData implements DataSourceHandler {
  private final ResourceSpec spec;
  private final Access access;

  SpecData(ResourceSpec spec, Access access) {
    this.spec = spec;
    this.access = access;
  }

  @Override
  public Diagnostics validate(Value configuration) {
    Facts facts = new Facts(Value.nullValue(), configuration, access.context());
    List<Diagnostic> found = new ArrayList<>(Checks.configuration(spec, facts));
    found.addAll(access.hook(spec.type()).check(facts, access.now()));
    return new Diagnostics(found);
  }

  @Override
  public ReadResult read(Value configuration, CallContext context) {
    Session session = access.session();
    if (session == null) {
      return new ReadResult(null, access.missing());
    }
    boolean one = !spec.operation(Kind.READ).steps().isEmpty();
    Kind kind = one ? Kind.READ : Kind.LIST;
    Hook hook = access.hook(spec.type());
    Execution execution = new Execution(spec, hook, kind, configuration, session, context);
    return one
        ? whole(execution, configuration, session)
        : items(execution, configuration, session);
  }

  /// The object that the operation `read` finds.
  private ReadResult whole(Execution execution, Value configuration, Session session) {
    Facts facts = new Facts(Value.nullValue(), configuration, session.context());
    return switch (execution.read(facts)) {
      case Execution.Seen.Failure f -> new ReadResult(null, Diagnostics.of(f.error().diagnostic()));
      case Execution.Seen.Gone _ ->
          new ReadResult(
              null,
              Diagnostics.of(
                  Diagnostic.error(
                          "remote.not-found",
                          "The object does not exist",
                          "%s knows no such object in this region and account. Check the arguments of the data source, the region and the credentials."
                              .formatted(session.title()))
                      .in(Category.REMOTE)));
      case Execution.Seen.There t -> {
        List<Diagnostic> told = new ArrayList<>(session.takeWarnings());
        Value answer = access.hook(spec.type()).answer(t.answer(), configuration);
        Value seen = execution.decode(answer, configuration, told);
        yield new ReadResult(
            seen instanceof Value.Obj o && configuration instanceof Value.Obj c
                ? arguments(o, c)
                : null,
            new Diagnostics(told));
      }
    };
  }

  /// `seen` with the arguments as they are configured.
  private Value arguments(Value.Obj seen, Value.Obj configuration) {
    Value.Obj object = seen;
    for (Map.Entry<String, AttributeSpec> e : spec.block().attributes().entrySet()) {
      Value configured = configuration.require(e.getKey());
      if (e.getValue().schema().mode().isConfigurable() && !configured.isNull()) {
        object = object.with(e.getKey(), configured);
      }
    }
    return object;
  }

  /// The items that the operation `list` finds.
  private ReadResult items(Execution execution, Value configuration, Session session) {
    List<Value> found = new ArrayList<>();
    RemoteError error =
        execution.list(new Facts(Value.nullValue(), configuration, session.context()), found::add);
    if (error != null) {
      return new ReadResult(null, Diagnostics.of(error.diagnostic()));
    }
    Map.Entry<String, AttributeSpec> items =
        spec.block().attributes().entrySet().stream()
            .filter(e -> e.getValue().elements() != null)
            .findFirst()
            .orElseThrow();
    List<Diagnostic> told = new ArrayList<>(session.takeWarnings());
    Value answer = Value.object(Map.of(items.getValue().api(), new Value.Tuple(found)));
    Value decoded = execution.decode(answer, configuration, told);
    if (!(decoded instanceof Value.Obj d) || !(configuration instanceof Value.Obj c)) {
      return new ReadResult(null, new Diagnostics(told));
    }
    Value list = d.require(items.getKey());
    Value whole =
        list.isNull() && list.type() instanceof Type.ListType l
            ? new Value.ListOf(l.element(), List.of())
            : list;
    return new ReadResult(c.with(items.getKey(), whole), new Diagnostics(told));
  }
}
