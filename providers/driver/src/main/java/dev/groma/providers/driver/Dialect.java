package dev.groma.providers.driver;

import dev.groma.providers.spi.PlanReviewer;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// What one cloud asks of a `provider` block, and does with its calls, besides what all clouds do.
/// Each method stands for nothing unless a cloud says otherwise.
public interface Dialect {
  /// Nothing special.
  Dialect PLAIN = new Dialect() {};

  /// Arguments and blocks of the `provider` block besides the common ones.
  default Block arguments() {
    return Block.EMPTY;
  }

  /// Environment variables that `argument` is taken from besides the usual one, by precedence.
  default List<String> variables(String argument) {
    return List.of();
  }

  /// What the emulator calls the cloud, where that is not the name of the provider.
  default Optional<String> emulatedAs() {
    return Optional.empty();
  }

  /// Paths that the endpoint may have, without a slash at the end.
  default Set<String> paths() {
    return Set.of("");
  }

  /// What is wrong with the known parts of `configuration`.
  default List<Diagnostic> check(Value configuration) {
    return List.of();
  }

  /// The values of arguments that neither the configuration nor the environment has, such as from a
  /// file that a vendor's tools share. What is wrong with it goes into `wrong`. Not asked where the
  /// emulator answers.
  default Map<String, String> fallbacks(
      Value configuration, ProviderContext context, List<Diagnostic> wrong) {
    return Map.of();
  }

  /// What is wrong with everything brought together.
  default List<Diagnostic> problems(CloudSettings settings) {
    return List.of();
  }

  /// `plain`, the service as it is called usually, as these settings want it.
  default Cloud.Service service(Cloud.Service plain, CloudSettings settings) {
    return plain;
  }

  /// True when the arguments prove who calls without an access key.
  default boolean needsNoKeys(Given given) {
    return false;
  }

  /// What is missing or contradictory in the arguments, environment and all.
  default List<Diagnostic> incomplete(Given given) {
    return List.of();
  }

  /// Further services and their hosts, with `%s` where the region goes. Arguments name their URLs
  /// as `endpoints.SERVICE`.
  default SortedMap<String, String> hosts() {
    return Collections.emptySortedMap();
  }

  /// What specs and hooks may refer to as `provider.NAME`, besides the region.
  default SortedMap<String, Value> context(Given given) {
    return Collections.emptySortedMap();
  }

  /// What is wrong with all objects of a plan together, or worth knowing, at the time `now`; see
  /// [PlanReviewer].
  default List<PlanReviewer.Remark> review(List<PlanReviewer.Planned> objects, Instant now) {
    return List.of();
  }

  /// What signs the requests.
  default Signer signer(CloudProfile.Signing signing, CloudSettings settings) {
    return signing.signer(settings.credentials(), settings.region());
  }
}
