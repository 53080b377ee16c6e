package dev.groma.engine.plan;

import dev.groma.engine.link.Network;
import dev.groma.engine.link.Piece;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the changes of a plan leave of networks, and what there was before.
public final class NetworkView {
  private final CompiledModule compiled;

  private NetworkView(CompiledModule compiled) {
    this.compiled = compiled;
  }

  /// The networks as they are before `changes`.
  public static Network before(Collection<Change> changes, CompiledModule compiled) {
    return new NetworkView(compiled).of(changes, Change::before);
  }

  /// The networks as they will be after `changes`; what will not be managed any more is not among
  /// them.
  public static Network after(Collection<Change> changes, CompiledModule compiled) {
    return new NetworkView(compiled).of(changes, Change::after);
  }

  private Network of(Collection<Change> changes, Function<Change, Value> object) {
    List<Piece> pieces = new ArrayList<>();
    for (Change change : changes) {
      Role role = change.schema().role();
      Value value = object.apply(change);
      if (role != null
          && change.address().resource().mode() == ResourceMode.MANAGED
          && change.deposed().isEmpty()
          && !value.isNull()) {
        pieces.add(new Piece(change.address(), role, value, places(change)));
      }
    }
    return Network.of(pieces);
  }

  private Function<String, @Nullable SourceRange> places(Change change) {
    CompiledResource resource = find(change);
    return name ->
        resource == null || name.isEmpty()
            ? change.declaration()
            : resource.body().rangeOf(path(change.schema().block(), name));
  }

  private @Nullable CompiledResource find(Change change) {
    CompiledModule module = compiled;
    for (ModuleAddress.Step step : change.address().resource().module().steps()) {
      module = module == null ? null : module.children().get(step.name());
    }
    return module == null ? null : module.resources().get(change.address().resource().local());
  }

  /// The path that a dotted name means: of a block that is a list, the first.
  private static Path path(Block block, String name) {
    Path path = Path.ROOT;
    Block current = block;
    for (String part : name.split("\\.")) {
      path = path.attribute(part);
      NestedBlock nested = current.blocks().get(part);
      if (nested != null) {
        boolean listed = nested.nesting() == NestedBlock.Nesting.LIST;
        path = listed ? path.index(0) : path;
        current = nested.block();
      }
    }
    return path;
  }
}
