package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
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
    return new Diagnostics(
        Checks.configuration(spec, new Facts(Value.nullValue(), configuration, access.context())));
  }

  @Override
  public ReadResult read(Value configuration, CallContext context) {
    Session session = access.session();
    if (session == null) {
      return new ReadResult(null, access.missing());
    }
    Execution execution = new Execution(spec, Kind.LIST, configuration, session, context);
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
