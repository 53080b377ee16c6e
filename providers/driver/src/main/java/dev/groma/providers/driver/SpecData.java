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
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A data source type that a spec describes: one object, or the items of a list, in the attribute
/// that is the only list.
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
    Kind kind = spec.operations().containsKey(Kind.READ) ? Kind.READ : Kind.LIST;
    Hook hook = access.hook(spec.type());
    Execution execution = new Execution(spec, hook, kind, configuration, session, context);
    Facts facts = new Facts(Value.nullValue(), configuration, session.context());
    return switch (kind == Kind.READ ? execution.read(facts) : listed(execution, facts)) {
      case Execution.Seen.Failure f -> new ReadResult(null, Diagnostics.of(f.error().diagnostic()));
      case Execution.Seen.Gone _ -> new ReadResult(null, Diagnostics.of(notThere(session)));
      case Execution.Seen.There t -> {
        List<Diagnostic> told = new ArrayList<>(session.takeWarnings());
        Value found = execution.decode(hook.answer(t.answer(), configuration), configuration, told);
        yield new ReadResult(
            found.isNull() ? null : joined(configuration, found), new Diagnostics(told));
      }
    };
  }

  /// The last answer of the list with the items of all pages.
  private Execution.Seen listed(Execution execution, Facts facts) {
    String items =
        spec.block().attributes().values().stream()
            .filter(AttributeSpec::isItems)
            .map(AttributeSpec::api)
            .findFirst()
            .orElseThrow();
    List<Value> found = new ArrayList<>();
    Execution.Listed listed = execution.list(facts, found::add);
    RemoteError error = listed.error();
    if (error != null) {
      return new Execution.Seen.Failure(error);
    }
    Map<String, Value> answer = new LinkedHashMap<>();
    if (listed.last() instanceof Value.Obj last) {
      answer.putAll(last.attributes());
    }
    answer.put(items, new Value.Tuple(found));
    return new Execution.Seen.There(Value.object(answer));
  }

  /// `configuration` with everything computed from `found`; an empty list where nothing was.
  private Value joined(Value configuration, Value found) {
    if (!(configuration instanceof Value.Obj object)) {
      return configuration;
    }
    for (Map.Entry<String, AttributeSpec> entry : spec.block().attributes().entrySet()) {
      if (entry.getValue().schema().mode() == Mode.COMPUTED) {
        Value value = Facts.at(found, entry.getKey());
        Value whole =
            value.isNull() && entry.getValue().schema().type() instanceof Type.ListType l
                ? new Value.ListOf(l.element(), List.of())
                : value;
        object = object.with(entry.getKey(), whole);
      }
    }
    return object;
  }

  private static Diagnostic notThere(Session session) {
    return Diagnostic.error(
            "remote.not-found",
            "The object does not exist",
            "%s knows no such object in this region and account. Check the id, the region and the credentials."
                .formatted(session.title()))
        .in(Category.REMOTE);
  }
}
