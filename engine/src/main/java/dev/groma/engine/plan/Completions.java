package dev.groma.engine.plan;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Finds how the beginning of a reference or of a function name can go on.
final class Completions {
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");
  private static final List<String> CONSTANTS =
      List.of("path.cwd", "path.module", "path.root", "terraform.workspace");

  private final SortedSet<String> known;
  private final Function<String, Value> evaluate;

  private Completions(SortedSet<String> known, Function<String, Value> evaluate) {
    this.known = known;
    this.evaluate = evaluate;
  }

  /// @param functions the names of the functions
  /// @param evaluate gives the value of a reference, unknown where it has none
  static Completions of(
      CompiledModule module, Collection<String> functions, Function<String, Value> evaluate) {
    SortedSet<String> known = new TreeSet<>(CONSTANTS);
    functions.forEach(name -> known.add(name + "("));
    module.module().variables().keySet().forEach(name -> known.add("var." + name));
    module.module().locals().keySet().forEach(name -> known.add("local." + name));
    module.module().calls().keySet().forEach(name -> known.add("module." + name));
    known.addAll(module.resources().keySet());
    return new Completions(known, evaluate);
  }

  /// The whole words that begin with `word`: up to its next dot as long as it names nothing yet,
  /// and then attribute by attribute.
  List<String> complete(String word) {
    SortedSet<String> found = new TreeSet<>();
    for (String name : known) {
      if (name.startsWith(word)) {
        int dot = name.indexOf('.', word.length());
        found.add(dot < 0 ? name : name.substring(0, dot + 1));
      }
    }
    int dot = word.lastIndexOf('.');
    if (dot > 0) {
      String whole = word.substring(0, dot);
      String begun = word.substring(dot + 1);
      for (String name : parts(evaluate.apply(whole).unmark())) {
        if (name.startsWith(begun) && IDENTIFIER.matcher(name).matches()) {
          found.add(whole + "." + name);
        }
      }
    }
    return List.copyOf(found);
  }

  private static Set<String> parts(Value value) {
    return value instanceof Value.MapOf(Type _, var entries)
        ? entries.keySet()
        : value.type() instanceof Type.ObjectType object ? object.attributes().keySet() : Set.of();
  }
}
