package dev.groma.engine.expr.function;

import java.util.Collection;
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
    return Standard.ALL;
  }

  /// Made once, when functions are first asked for: they keep nothing from call to call.
  private static final class Standard {
    static final FunctionRegistry ALL = all();

    private static FunctionRegistry all() {
      SortedMap<String, Function> all = new TreeMap<>();
      for (Family family : families()) {
        family.functions.forEach(function -> all.put(function.name(), function));
      }
      return new FunctionRegistry(Collections.unmodifiableSortedMap(all));
    }
  }

  /// The functions that a module can call: those of the language and, under each of the given local
  /// names of the built-in provider, that provider's functions.
  public static FunctionRegistry forModule(Collection<String> localNames) {
    SortedMap<String, Function> all = new TreeMap<>();
    standard()
        .functions
        .forEach((name, function) -> {
          if (!name.startsWith(ProviderFunctions.NAMESPACE)) {
            all.put(name, function);
            return;
          }
          String own = name.substring(ProviderFunctions.NAMESPACE.length());
          localNames.forEach(local -> all.put("provider::" + local + "::" + own, function));
        });
    return new FunctionRegistry(Collections.unmodifiableSortedMap(all));
  }

  /// Functions that are documented together.
  record Family(String title, List<Function> functions) {}

  static List<Family> families() {
    return List.of(
        new Family("Text", StringFunctions.all()),
        new Family("Regular expressions", RegexFunctions.all()),
        new Family("Formatting", FormatFunctions.all()),
        new Family("Numbers", NumericFunctions.all()),
        new Family("Lists", CollectionFunctions.all()),
        new Family("Maps and objects", MappingFunctions.all()),
        new Family("Sets", SetFunctions.all()),
        new Family("Types and marks", ConversionFunctions.all()),
        new Family("Encoding", EncodingFunctions.all()),
        new Family("Files and templates", FilesystemFunctions.all()),
        new Family("Date and time", DateFunctions.all()),
        new Family("Hashes and cryptography", HashFunctions.all()),
        new Family("IP networks", NetworkFunctions.all()),
        new Family("Provider functions", ProviderFunctions.all()));
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
