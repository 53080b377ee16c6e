package dev.groma.engine.expr.function;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All functions by name.
///
/// `try` and `can` are listed for their documentation only: they look at expressions, not values,
/// so the evaluator implements them.
public final class FunctionRegistry {
  private static final String CORE = "core::";

  private final SortedMap<String, Function> functions;

  private FunctionRegistry(SortedMap<String, Function> functions) {
    this.functions = functions;
  }

  /// All functions of the language.
  public static FunctionRegistry standard() {
    SortedMap<String, Function> all = new TreeMap<>();
    for (List<Function> family : families()) {
      family.forEach(function -> all.put(function.name(), function));
    }
    return new FunctionRegistry(Collections.unmodifiableSortedMap(all));
  }

  private static List<List<Function>> families() {
    return List.of(
        CollectionFunctions.all(),
        ConversionFunctions.all(),
        DateFunctions.all(),
        EncodingFunctions.all(),
        FilesystemFunctions.all(),
        FormatFunctions.all(),
        HashFunctions.all(),
        MappingFunctions.all(),
        NetworkFunctions.all(),
        NumericFunctions.all(),
        RegexFunctions.all(),
        SetFunctions.all(),
        StringFunctions.all());
  }

  /// The function called `name`: `upper`, `core::upper` or `provider::terraform::encode_expr`.
  public Optional<Function> find(String name) {
    return Optional.ofNullable(
        functions.get(name.startsWith(CORE) ? name.substring(CORE.length()) : name));
  }

  /// The names of all functions; those of the language itself without `core::`.
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(functions.keySet()));
  }
}
