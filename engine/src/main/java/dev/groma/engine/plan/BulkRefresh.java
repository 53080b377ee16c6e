package dev.groma.engine.plan;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Reads the recorded objects of one type and provider configuration, and so of one region,
/// together: when the first of them is to be refreshed, which is when the provider is ready. The
/// others wait for that.
///
/// What it does not find is read alone: nothing but the number of calls depends on it.
final class BulkRefresh {
  /// The largest number of objects that are read one by one.
  private static final int FEW = 3;

  private record Group(ProviderConfigAddress provider, String type) {}

  /// The variable that switches reading together off, with the value `off`.
  private static final String SWITCH = "GROMA_BULK_REFRESH";

  private final PlanRun run;
  private final boolean off;
  private final Map<Group, List<StateObject>> members = new HashMap<>();
  private final Map<Group, FutureTask<IdentityHashMap<StateObject, ResourceHandler.ReadResult>>>
      reads = new ConcurrentHashMap<>();

  /// @param looksAt which instances the plan looks at
  /// @param provider the provider configuration that an object is read with
  BulkRefresh(
      PlanRun run,
      State state,
      Predicate<InstanceAddress> looksAt,
      BiFunction<InstanceAddress, Instance, ProviderConfigAddress> provider) {
    this.run = run;
    this.off = run.request.setting().context().variable(SWITCH).filter("off"::equals).isPresent();
    state
        .instances()
        .forEach((address, instance) -> {
          if (address.resource().mode() == ResourceMode.MANAGED && looksAt.test(address)) {
            Group group = new Group(provider.apply(address, instance), address.resource().type());
            List<StateObject> all = members.computeIfAbsent(group, _ -> new ArrayList<>());
            if (instance.current() != null) {
              all.add(instance.current());
            }
            all.addAll(instance.deposed().values());
          }
        });
  }

  /// What reading `stored`, an object of `target` in the state, gives, if it was read together with
  /// others.
  Optional<ResourceHandler.ReadResult> find(InstancePlanner.Target target, StateObject stored) {
    Group group = new Group(target.provider(), target.address().resource().type());
    List<StateObject> all = members.getOrDefault(group, List.of());
    if (off
        || all.size() <= FEW
        || !(run.pool.resource(group.provider(), group.type()) instanceof Listable)) {
      return Optional.empty();
    }
    FutureTask<IdentityHashMap<StateObject, ResourceHandler.ReadResult>> read =
        reads.computeIfAbsent(group, _ -> new FutureTask<>(() -> read(group, target, all)));
    read.run();
    try {
      return Optional.ofNullable(read.get().get(stored));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private IdentityHashMap<StateObject, ResourceHandler.ReadResult> read(
      Group group, InstancePlanner.Target target, List<StateObject> all) {
    ResourceHandler handler = run.pool.resource(group.provider(), group.type());
    List<StateObject> objects = new ArrayList<>();
    List<ResourceHandler.ReadRequest> wanted = new ArrayList<>();
    for (StateObject object : all) {
      // What is wrong with a recorded object is told where it is refreshed.
      StoredObjects.load(object, target.schema(), handler, group.type(), _ -> {})
          .ifPresent(value -> {
            objects.add(object);
            wanted.add(new ResourceHandler.ReadRequest(value.unmarkDeep(), object.priv()));
          });
    }
    CallContext context = new CallContext(group.type(), "", _ -> {}, () -> false);
    List<Optional<ResourceHandler.ReadResult>> answers =
        run.pool.turn(
            () -> ((Listable) handler).readAll(wanted, context), group.type(), run::report);
    IdentityHashMap<StateObject, ResourceHandler.ReadResult> found = new IdentityHashMap<>();
    if (answers != null) {
      for (int i = 0; i < objects.size(); i++) {
        StateObject object = objects.get(i);
        answers.get(i).ifPresent(answer -> found.put(object, answer));
      }
    }
    return found;
  }
}
