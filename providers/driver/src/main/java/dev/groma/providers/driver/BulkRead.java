package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Body;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Operation;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ResourceHandler.ReadRequest;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads many objects of one type in few calls, where the spec has a list.
final class BulkRead {
  // Two ways. Where the read is the call of the list with the identity as the only element of a
  // parameter, as in `VpnGatewayId: [$id]`, the API takes several ids, and a call names many: its
  // cost does not depend on what else there is. Otherwise the list is read until all are found.
  //
  // An item is decoded just as the answer of a read is. If the list is another call than the read
  // it
  // may tell less; then only items that have a place for everything count, see [Codec#isWhole].

  /// How many ids one call names: more would make URLs that some servers refuse.
  private static final int IDS = 50;

  /// The largest number of objects that are not worth a list.
  private static final int FEW = 3;

  /// How many items of a list are looked at for each object that is wanted, and at least.
  private static final int PATIENCE = 20;

  private static final int LEAST_PATIENCE = 200;

  private final ResourceSpec spec;
  private final Session session;
  private final Execution execution;
  private final BiFunction<Value, Value, List<Diagnostic>> rules;
  private final List<ReadRequest> wanted;
  private final List<Optional<ReadResult>> answers;

  /// The places in `wanted` that are still to be filled, by identity.
  private final Map<List<String>, List<Integer>> open = new HashMap<>();

  private int seen;

  /// @param rules what the spec says of an object as it was and as it is now
  BulkRead(
      ResourceSpec spec,
      Hook hook,
      Session session,
      CallContext context,
      BiFunction<Value, Value, List<Diagnostic>> rules,
      List<ReadRequest> wanted) {
    this.spec = spec;
    this.session = session;
    this.rules = rules;
    this.wanted = wanted;
    this.answers = new ArrayList<>(Collections.nCopies(wanted.size(), Optional.empty()));
    Value nothing = Value.nullOf(spec.block().schema().impliedType());
    this.execution = new Execution(spec, hook, Kind.LIST, nothing, session, context);
  }

  List<Optional<ReadResult>> run() {
    List<Step> list = spec.operation(Kind.LIST).steps();
    Step read = list.isEmpty() ? null : alike(list.getLast());
    if (list.size() != 1 && read == null) {
      return answers;
    }
    String ids = read == null ? null : idsParameter(read);
    Step step = read == null || (ids == null && list.size() == 1) ? list.getFirst() : read;
    boolean whole = read != null;
    for (List<Integer> group : groups(step, ids)) {
      boolean done = ids == null ? byList(step, group, whole) : byIds(step, ids, group);
      if (!done) {
        break;
      }
    }
    warn();
    return answers;
  }

  /// The step that reads one object, if it is the call of `list` and nothing else.
  private @Nullable Step alike(Step list) {
    Operation read = spec.operation(Kind.READ);
    Step only = read.steps().size() == 1 ? read.steps().getFirst() : null;
    return only != null
            && Objects.equals(only.target(), list.target())
            && only.from().equals(list.from())
            && only.when().equals(list.when())
            && !only.hasBody()
        ? only
        : null;
  }

  /// The parameter of `read` that takes a list of ids.
  private @Nullable String idsParameter(Step read) {
    String identity = spec.identity().size() == 1 ? spec.identity().getFirst() : null;
    return read.query().entrySet().stream()
        .filter(e ->
            e.getValue() instanceof Body.Items(List<Body> items)
                && items.size() == 1
                && items.getFirst() instanceof Body.Filled(var template)
                && template.source().equals("$" + identity))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /// What is wanted, together where `step` would send the same, but for the ids.
  private List<List<Integer>> groups(Step step, @Nullable String ids) {
    List<String> names = new ArrayList<>();
    if (step.target() instanceof Step.Target.Path path) {
      names.addAll(path.path().names());
    }
    step.query()
        .forEach((name, body) -> {
          if (!name.equals(ids)) {
            body.names(names::add);
          }
        });
    step.keep().values().forEach(template -> names.addAll(template.names()));
    names.removeIf(name -> !spec.block().has(name));
    Map<List<Value>, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      Value known = wanted.get(i).prior();
      if (!identity(known).contains("")) {
        List<Value> sent = names.stream().map(name -> Facts.at(known, name)).toList();
        groups.computeIfAbsent(sent, _ -> new ArrayList<>()).add(i);
      }
    }
    return List.copyOf(groups.values());
  }

  private Facts facts(int place) {
    Value known = wanted.get(place).prior();
    return new Facts(known, known, session.context());
  }

  /// True unless a call failed.
  private boolean byIds(Step read, String parameter, List<Integer> group) {
    for (int from = 0; from < group.size(); from += IDS) {
      List<Integer> some = group.subList(from, Math.min(group.size(), from + IDS));
      List<Body> ids = new ArrayList<>();
      for (int place : some) {
        ids.add(new Body.Fixed(Value.of(identity(wanted.get(place).prior()).getFirst())));
      }
      SortedMap<String, Body> query = new TreeMap<>(read.query());
      query.put(parameter, new Body.Items(ids));
      look(some);
      if (execution.list(read.withQuery(query), facts(some.getFirst()), item -> take(item, true))
          != null) {
        return false;
      }
    }
    return true;
  }

  /// True unless a call failed.
  private boolean byList(Step list, List<Integer> group, boolean whole) {
    if (group.size() <= FEW) {
      return true;
    }
    look(group);
    int most = Math.max(LEAST_PATIENCE, PATIENCE * group.size());
    seen = 0;
    return execution.list(
            list,
            facts(group.getFirst()),
            item -> {
              seen++;
              return take(item, whole) && seen < most;
            })
        == null;
  }

  private void look(List<Integer> places) {
    open.clear();
    for (int place : places) {
      open.computeIfAbsent(identity(wanted.get(place).prior()), _ -> new ArrayList<>()).add(place);
    }
  }

  /// Takes an item; false when nothing more is looked for.
  private boolean take(Value item, boolean whole) {
    List<Integer> places = open.remove(identityOf(item));
    if (places != null && !execution.isGone(item) && (whole || Codec.isWhole(spec.block(), item))) {
      places.forEach(place -> answers.set(place, answer(wanted.get(place), item)));
    }
    return !open.isEmpty();
  }

  private Optional<ReadResult> answer(ReadRequest request, Value item) {
    List<Diagnostic> told = new ArrayList<>();
    Value prior = request.prior();
    Value now = execution.whole(item, new Facts(prior, prior, session.context()), told);
    if (now == null || now.isNull()) {
      return Optional.empty();
    }
    told.addAll(rules.apply(prior, now));
    return Optional.of(new ReadResult(now, request.priv(), new Diagnostics(told)));
  }

  private List<String> identity(Value known) {
    return spec.identity().stream().map(name -> Execution.text(Facts.at(known, name))).toList();
  }

  private List<String> identityOf(Value item) {
    return spec.identity().stream()
        .map(name ->
            spec.block()
                .attribute(name)
                .map(attribute -> Execution.text(Codec.raw(attribute, item, item)))
                .orElse(""))
        .toList();
  }

  /// What the calls warn of is told with the first answer; without one, reading alone tells it.
  private void warn() {
    for (int i = 0; i < answers.size(); i++) {
      ReadResult first = answers.get(i).orElse(null);
      if (first != null) {
        List<Diagnostic> told = new ArrayList<>(session.takeWarnings());
        told.addAll(first.diagnostics().all());
        answers.set(
            i, Optional.of(new ReadResult(first.value(), first.priv(), new Diagnostics(told))));
        return;
      }
    }
  }
}
