package dev.groma.engine.config;

import dev.groma.schemas.address.ProviderAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the files of one directory declare.
///
/// @param variables the input variables by name
/// @param locals the local values by name
/// @param outputs the output values by name
/// @param resources the managed, data and ephemeral resources by local address: `t.n`, `data.t.n`,
///   `ephemeral.t.n`
/// @param calls the called modules by name
/// @param refactorings the statements about objects that exist already
/// @param checks the checks by name; their data sources are among the resources
/// @param providers the provider configurations by local name, or `name.alias`
/// @param requiredProviders what `required_providers` says, by local name
/// @param requiredVersions each `required_version`
/// @param backend where the state is kept, or null for a local file
/// @param encryption how states and plans are encrypted, or null when nothing is said
public record ModuleConfig(
    SortedMap<String, Variable> variables,
    SortedMap<String, LocalValue> locals,
    SortedMap<String, Output> outputs,
    SortedMap<String, ResourceBlock> resources,
    SortedMap<String, ModuleCall> calls,
    List<Refactoring> refactorings,
    SortedMap<String, CheckBlock> checks,
    SortedMap<String, ProviderBlock> providers,
    SortedMap<String, RequiredProvider> requiredProviders,
    List<RequiredVersion> requiredVersions,
    @Nullable BackendBlock backend,
    @Nullable EncryptionBlock encryption) {
  /// Copies the maps.
  public ModuleConfig {
    variables = copy(variables);
    locals = copy(locals);
    outputs = copy(outputs);
    resources = copy(resources);
    calls = copy(calls);
    refactorings = List.copyOf(refactorings);
    checks = copy(checks);
    providers = copy(providers);
    requiredProviders = copy(requiredProviders);
    requiredVersions = List.copyOf(requiredVersions);
  }

  private static <T> SortedMap<String, T> copy(SortedMap<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /// The same with other resources.
  public ModuleConfig withResources(SortedMap<String, ResourceBlock> others) {
    return new ModuleConfig(
        variables,
        locals,
        outputs,
        others,
        calls,
        refactorings,
        checks,
        providers,
        requiredProviders,
        requiredVersions,
        backend,
        encryption);
  }

  /// The same with other provider configurations.
  public ModuleConfig withProviders(SortedMap<String, ProviderBlock> others) {
    return new ModuleConfig(
        variables,
        locals,
        outputs,
        resources,
        calls,
        refactorings,
        checks,
        others,
        requiredProviders,
        requiredVersions,
        backend,
        encryption);
  }

  /// The provider that `localName` stands for in this module: the one that `required_providers`
  /// names, or else the one implied by the name.
  public ProviderAddress providerAddress(String localName) {
    RequiredProvider required = requiredProviders.get(localName);
    return required == null ? ProviderAddress.implied(localName) : required.address();
  }
}
