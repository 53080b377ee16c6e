package dev.groma.engine.plan;

import dev.groma.engine.config.Endpoint;
import dev.groma.engine.config.Refactoring;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Carries out `moved` blocks on a state, before anything is planned.
final class Moves {
  /// A `moved` block with addresses as seen from the root module.
  ///
  /// @param path the module that it is written in, without instance keys
  private record Move(ModuleAddress path, Endpoint from, Endpoint to, SourceRange declaration) {
    String fromName() {
      return path.prefix() + from;
    }

    String toName() {
      return path.prefix() + to;
    }
  }

  private final CompiledModule compiled;
  private final Consumer<Diagnostic> diagnostics;
  private final List<Move> all = new ArrayList<>();
  private final Map<ResourceAddress, List<Move>> ofResources = new HashMap<>();
  private final Map<ModuleAddress, List<Move>> ofModules = new HashMap<>();

  /// A state after all moves.
  ///
  /// @param state the state
  /// @param origins where each object that was moved was before, by where it is now
  record Moved(State state, Map<InstanceAddress, InstanceAddress> origins) {}

  private Moves(CompiledModule compiled, Consumer<Diagnostic> diagnostics) {
    this.compiled = compiled;
    this.diagnostics = diagnostics;
  }

  /// `state` after the moves that the configuration states.
  static Moved apply(CompiledModule compiled, State state, Consumer<Diagnostic> diagnostics) {
    Moves moves = new Moves(compiled, diagnostics);
    for (CompiledModule module : compiled.all()) {
      for (Refactoring one : module.module().refactorings()) {
        if (one instanceof Refactoring.Moved moved) {
          moves.add(new Move(module.path(), moved.from(), moved.to(), moved.declaration()));
        }
      }
    }
    return moves.all.isEmpty() || !moves.check() ? new Moved(state, Map.of()) : moves.apply(state);
  }

  private void add(Move move) {
    all.add(move);
    switch (move.from) {
      case Endpoint.OfResource(InstanceAddress from) ->
          ofResources
              .computeIfAbsent(
                  inside(move.path, from.resource()).withoutKeys(), _ -> new ArrayList<>())
              .add(move);
      case Endpoint.OfModule(ModuleAddress from) ->
          ofModules
              .computeIfAbsent(inside(move.path, from).withoutKeys(), _ -> new ArrayList<>())
              .add(move);
    }
  }

  private static ResourceAddress inside(ModuleAddress outer, ResourceAddress inner) {
    return new ResourceAddress(
        inside(outer, inner.module()), inner.mode(), inner.type(), inner.name());
  }

  private static ModuleAddress inside(ModuleAddress outer, ModuleAddress inner) {
    List<ModuleAddress.Step> steps = new ArrayList<>(outer.steps());
    steps.addAll(inner.steps());
    return new ModuleAddress(steps);
  }

  // Statements that contradict each other or the configuration

  private boolean check() {
    List<Diagnostic> found = new ArrayList<>();
    Map<String, Move> froms = new HashMap<>();
    Map<String, Move> tos = new HashMap<>();
    for (Move move : all) {
      Move sameFrom = froms.putIfAbsent(move.fromName(), move);
      Move sameTo = tos.putIfAbsent(move.toName(), move);
      if (sameFrom != null && !sameFrom.toName().equals(move.toName())) {
        found.add(ambiguous(move, sameFrom, "Each resource can move to only one destination."));
      } else if (sameTo != null && !sameTo.fromName().equals(move.fromName())) {
        found.add(
            ambiguous(move, sameTo, "Each resource can have moved from only one source resource."));
      }
      stillThere(move).ifPresent(found::add);
    }
    for (Move move : all) {
      Set<String> seen = new LinkedHashSet<>();
      Move next = move;
      while (next != null && seen.add(next.fromName())) {
        next = froms.get(next.toName());
      }
      if (next != null && next.equals(move)) {
        found.add(
            Diagnostic.error(
                    "config.move-cycle",
                    "Cyclic dependency in move statements",
                    "The moved blocks lead in a circle: " + String.join(", ", seen) + ".")
                .at(move.declaration));
        break;
      }
    }
    found.forEach(diagnostics);
    return found.isEmpty();
  }

  private static Diagnostic ambiguous(Move move, Move first, String rule) {
    boolean sameFrom = move.fromName().equals(first.fromName());
    return Diagnostic.error(
            "config.ambiguous-move",
            "Ambiguous move statements",
            "A statement at "
                + first.declaration
                + " declared that "
                + first.fromName()
                + " moved to "
                + first.toName()
                + ", but this statement instead declares that "
                + (sameFrom ? "it moved to " + move.toName() : move.fromName() + " moved there")
                + ".\n\n"
                + rule)
        .at(move.declaration);
  }

  private Optional<Diagnostic> stillThere(Move move) {
    boolean declared =
        switch (move.from) {
          case Endpoint.OfResource(InstanceAddress from) ->
              from.key() instanceof InstanceKey.None
                  && !isOneInstance(move.to)
                  && compiled.resource(inside(move.path, from.resource())).isPresent();
          case Endpoint.OfModule(ModuleAddress from) ->
              from.last().key() instanceof InstanceKey.None
                  && !isOneInstance(move.to)
                  && compiled.find(inside(move.path, from)).isPresent();
        };
    return declared
        ? Optional.of(
            Diagnostic.error(
                    "config.moved-object-exists",
                    "Moved object still exists",
                    "This statement declares a move from "
                        + move.fromName()
                        + ", but that is still declared in the configuration. Change the"
                        + " configuration so that it is declared as "
                        + move.toName()
                        + " instead.")
                .at(move.declaration))
        : Optional.empty();
  }

  private static boolean isOneInstance(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.OfResource(InstanceAddress to) -> !(to.key() instanceof InstanceKey.None);
      case Endpoint.OfModule(ModuleAddress to) -> !(to.last().key() instanceof InstanceKey.None);
    };
  }

  // Moving

  private Moved apply(State state) {
    Map<InstanceAddress, InstanceAddress> targets = new TreeMap<>();
    for (InstanceAddress address : state.instances().keySet()) {
      InstanceAddress now = destination(address);
      if (!now.equals(address)) {
        targets.put(address, now);
      }
    }
    Set<InstanceAddress> taken = new TreeSet<>(state.instances().keySet());
    taken.removeAll(targets.keySet());
    StateBuilder builder = state.edit();
    targets.keySet().forEach(builder::remove);
    Map<InstanceAddress, InstanceAddress> origins = new HashMap<>();
    List<String> blocked = new ArrayList<>();
    targets.forEach((from, to) -> {
      boolean free = taken.add(to);
      InstanceAddress here = free ? to : from;
      state.find(from).ifPresent(instance -> builder.put(here, instance));
      if (free) {
        origins.put(to, from);
      } else {
        blocked.add("  - " + from + " could not move to " + to);
      }
    });
    if (!blocked.isEmpty()) {
      diagnostics.accept(
          Diagnostic.warning(
              "plan.blocked-moves",
              "Unresolved resource instance address changes",
              "Groma tried to adjust resource instance addresses in the prior state based on change"
                  + " information recorded in the configuration, but some adjustments did not succeed"
                  + " due to existing objects already at the intended addresses:\n"
                  + String.join("\n", blocked)
                  + "\n\nGroma has planned to destroy these objects. If the proposed changes aren't"
                  + " appropriate, you must first resolve the conflicts with \"groma state\" commands"
                  + " and then create a new plan."));
    }
    return new Moved(builder.build(), origins);
  }

  /// Where the object of `address` is after all moves, one after the other.
  private InstanceAddress destination(InstanceAddress address) {
    InstanceAddress now = address;
    // The statements lead in no circle, so each is used once at most.
    for (int i = 0; i <= all.size(); i++) {
      Optional<InstanceAddress> next = step(now);
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
    return now;
  }

  private Optional<InstanceAddress> step(InstanceAddress address) {
    ResourceAddress block = address.resource().withoutKeys();
    for (Move move : ofResources.getOrDefault(block, List.of())) {
      Optional<InstanceAddress> next = resourceStep(move, address);
      if (next.isPresent()) {
        return next;
      }
    }
    ModuleAddress path = block.module();
    while (!path.isRoot() && !ofModules.isEmpty()) {
      for (Move move : ofModules.getOrDefault(path, List.of())) {
        Optional<InstanceAddress> next = moduleStep(move, address);
        if (next.isPresent()) {
          return next;
        }
      }
      path = path.parent();
    }
    return Optional.empty();
  }

  private static Optional<InstanceAddress> resourceStep(Move move, InstanceAddress address) {
    if (!(move.from instanceof Endpoint.OfResource(InstanceAddress from))
        || !(move.to instanceof Endpoint.OfResource(InstanceAddress to))) {
      return Optional.empty();
    }
    ModuleAddress module = address.resource().module();
    ModuleAddress outer = start(module, move.path.steps().size());
    boolean sameModule = inside(outer, from.resource().module()).equals(module);
    boolean whole = from.key() instanceof InstanceKey.None && to.key() instanceof InstanceKey.None;
    if (!sameModule || !(whole || from.key().equals(address.key()))) {
      return Optional.empty();
    }
    return Optional.of(inside(outer, to.resource()).instance(whole ? address.key() : to.key()));
  }

  private static Optional<InstanceAddress> moduleStep(Move move, InstanceAddress address) {
    if (!(move.from instanceof Endpoint.OfModule(ModuleAddress from))
        || !(move.to instanceof Endpoint.OfModule(ModuleAddress to))) {
      return Optional.empty();
    }
    ModuleAddress module = address.resource().module();
    ModuleAddress outer = start(module, move.path.steps().size());
    int end = outer.steps().size() + from.steps().size();
    ModuleAddress here = start(module, end);
    ModuleAddress wanted = inside(outer, from);
    boolean whole =
        from.last().key() instanceof InstanceKey.None
            && to.last().key() instanceof InstanceKey.None;
    boolean matches =
        whole
            ? here.parent().equals(wanted.parent())
                && here.last().name().equals(wanted.last().name())
            : here.equals(wanted);
    if (!matches) {
      return Optional.empty();
    }
    ModuleAddress target = inside(outer, to);
    if (whole) {
      target = target.parent().child(target.last().name(), here.last().key());
    }
    List<ModuleAddress.Step> steps = new ArrayList<>(target.steps());
    steps.addAll(module.steps().subList(end, module.steps().size()));
    ResourceAddress old = address.resource();
    return Optional.of(
        new ResourceAddress(new ModuleAddress(steps), old.mode(), old.type(), old.name())
            .instance(address.key()));
  }

  private static ModuleAddress start(ModuleAddress module, int length) {
    return new ModuleAddress(module.steps().subList(0, length));
  }
}
