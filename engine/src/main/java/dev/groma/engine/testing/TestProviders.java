package dev.groma.engine.testing;

import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The provider configurations that a run uses instead of those of its module: `provider` and
/// `mock_provider` blocks of its file.
///
/// Without `providers` in the run, each takes the place of the one of the same name; otherwise only
/// those named there do.
///
/// @param file the file
/// @param run the run
record TestProviders(TestFile file, TestFile.Run run) {
  /// The configurations of the file by those of the module, both as `name` or `name.alias`.
  private SortedMap<String, String> substitutes() {
    SortedMap<String, String> all = new TreeMap<>();
    run.providers().forEach((name, by) -> all.put(name, by.text()));
    if (all.isEmpty()) {
      file.providers().keySet().forEach(key -> all.put(key, key));
      file.mocks().forEach(mock -> all.put(mock.key(), mock.key()));
    }
    return all;
  }

  private TestFile.@Nullable Mock mock(String key) {
    return file.mocks().stream().filter(mock -> mock.key().equals(key)).findFirst().orElse(null);
  }

  /// `root`, the root module of the run, with these configurations. A mocked one needs no block of
  /// its own in the module.
  ModuleConfig in(ModuleConfig root) {
    SortedMap<String, ProviderBlock> providers = new TreeMap<>(root.providers());
    substitutes()
        .forEach((name, by) -> {
          ProviderBlock given = file.providers().get(by);
          String alias = alias(name);
          if (given != null) {
            providers.put(
                name,
                new ProviderBlock(localName(name), alias, null, given.body(), given.declaration()));
          } else if (alias != null) {
            providers.putIfAbsent(
                name,
                new ProviderBlock(
                    localName(name),
                    alias,
                    null,
                    new ObjectNode(List.of(), run.declaration()),
                    run.declaration()));
          }
        });
    return root.withProviders(providers);
  }

  /// The mocked configurations of `root`.
  Map<ProviderConfigAddress, TestFile.Mock> mocks(ModuleConfig root, ProviderRegistry real) {
    Map<ProviderConfigAddress, TestFile.Mock> all = new HashMap<>();
    substitutes()
        .forEach((name, by) -> {
          TestFile.Mock mock = mock(by);
          String alias = alias(name);
          if (mock != null) {
            real.find(root.providerAddress(localName(name)))
                .or(() -> real.findByType(localName(name)))
                .ifPresent(factory ->
                    all.put(
                        new ProviderConfigAddress(
                            ModuleAddress.ROOT, factory.address(), alias == null ? "" : alias),
                        mock));
          }
        });
    return all;
  }

  private static String localName(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private static @Nullable String alias(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? null : key.substring(dot + 1);
  }
}
