package dev.groma.engine.plan;

import dev.groma.providers.spi.PlanReviewer.Planned;
import dev.groma.providers.spi.PlanReviewer.Remark;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Has the providers judge what a plan does with all their objects together.
final class PlanReview {
  private PlanReview() {}

  /// Reports what the providers of `pool` say about `changes`, each at its block.
  static void of(Collection<Change> changes, ProviderPool pool, Consumer<Diagnostic> report) {
    Map<ProviderConfigAddress, Map<Planned, Change>> byProvider = new TreeMap<>();
    for (Change change : changes) {
      boolean managed = change.address().resource().mode() == ResourceMode.MANAGED;
      if (managed && change.action() != Action.FORGET && pool.isConfigured(change.provider())) {
        byProvider
            .computeIfAbsent(change.provider(), _ -> new IdentityHashMap<>())
            .put(planned(change), change);
      }
    }
    byProvider.forEach((provider, objects) -> {
      List<Planned> all = new ArrayList<>(objects.keySet());
      all.sort((one, other) -> one.address().compareTo(other.address()));
      List<Remark> remarks =
          pool.turn(() -> pool.review(provider, all), provider.toString(), report);
      for (Remark remark : remarks == null ? List.<Remark>of() : remarks) {
        Change change = objects.get(remark.object());
        Diagnostic told = remark.diagnostic().about(remark.object().address());
        report.accept(change == null ? told : told.at(change.declaration()));
      }
    });
  }

  private static Planned planned(Change change) {
    return new Planned(
        change.address().resource().type(),
        change.address().toString(),
        change.before().unmarkDeep(),
        change.after().unmarkDeep(),
        change.action().isReplace());
  }
}
