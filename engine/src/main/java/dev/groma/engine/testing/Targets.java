package dev.groma.engine.testing;

import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the addresses in test files stand for.
final class Targets {
  private Targets() {}

  /// True when `target`, an instance or a whole resource, covers the instance `address`.
  static boolean covers(String target, String address) {
    return target.equals(address) || target.equals(withoutKeys(address));
  }

  /// `address` without the keys of instances.
  static String withoutKeys(String address) {
    return address.replaceAll("\\[(\"([^\"\\\\]|\\\\.)*\"|[0-9]+)]", "");
  }

  /// `tree` with the modules that `overrides` name replaced by their output values.
  static ModuleTree overridden(ModuleTree tree, List<TestFile.Substitute> overrides) {
    SortedMap<String, ModuleTree> children = new TreeMap<>();
    tree.children()
        .forEach((name, child) -> {
          TestFile.Substitute override = find(overrides, child.address().toString());
          children.put(
              name,
              override == null
                  ? overridden(child, overrides)
                  : new ModuleTree(
                      child.address(),
                      child.directory(),
                      outputsOnly(child.module(), override),
                      new TreeMap<>()));
        });
    return new ModuleTree(tree.address(), tree.directory(), tree.module(), children);
  }

  private static TestFile.@Nullable Substitute find(
      List<TestFile.Substitute> overrides, String address) {
    for (TestFile.Substitute override : overrides.reversed()) {
      if (override.kind() == TestFile.Substitute.Kind.MODULE && override.target().equals(address)) {
        return override;
      }
    }
    return null;
  }

  private static ModuleConfig outputsOnly(ModuleConfig module, TestFile.Substitute override) {
    SortedMap<String, Output> outputs = new TreeMap<>();
    module
        .outputs()
        .forEach((name, output) -> {
          Value value = override.given().values().attributes().get(name);
          outputs.put(
              name,
              new Output(
                  name,
                  new Expression.Literal(
                      value == null ? Value.nullValue() : value, output.declaration()),
                  output.description(),
                  output.sensitive(),
                  output.ephemeral(),
                  output.deprecation(),
                  List.of(),
                  List.of(),
                  output.declaration()));
        });
    return new ModuleConfig(
        module.variables(),
        new TreeMap<>(),
        outputs,
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        module.providers(),
        module.requiredProviders(),
        module.requiredVersions(),
        null,
        module.encryption());
  }
}
