package dev.groma.testkit.coverage;

import dev.groma.testkit.coverage.VendorDocument.Item;
import dev.groma.testkit.coverage.VendorDocument.Kind;
import dev.groma.testkit.coverage.VendorDocument.Operation;
import dev.groma.testkit.spec.SpecCall;
import dev.groma.testkit.spec.SpecFile;
import dev.groma.testkit.spec.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the documents of a cloud say, beside where it is dealt with.
///
/// 1. Every operation is called by a step of a spec, carried out by the emulator and named by a
///    test.
/// 2. Every parameter of a request may be sent, and every field of an answer is read, by a step
///    that calls the operation; every state is told apart by a spec; every error code is in the
///    error table or in a step.
/// 3. What is not, is under `elsewhere` in `document.yaml` with a reason, and nothing else is.
///
/// Entries of `elsewhere` are `OPERATION`, `OPERATION.request.NAME`, `OPERATION.answer.NAME`,
/// `OPERATION.errors.CODE`, with `*` for every operation; `OPERATION.emulator`; `common.NAME`,
/// `states.OBJECT.STATE`, `errors.CODE`. The name of an object covers its fields.
public final class Coverage {
  private final CloudSources sources;
  private final Map<Operation, List<SpecCall>> calls = new LinkedHashMap<>();
  private final Set<String> words = new TreeSet<>();

  private Coverage(CloudSources sources) {
    this.sources = sources;
    List<SpecCall> all = sources.specs().stream().flatMap(s -> s.calls().stream()).toList();
    for (Operation operation : sources.document().operations().values()) {
      calls.put(operation, all.stream().filter(call -> calls(call, operation)).toList());
    }
    sources.specs().stream().map(SpecFile::words).forEach(words::addAll);
  }

  /// The coverage of every cloud of the repository at `root`.
  public static List<Coverage> all(Path root) {
    return CloudSources.all(root).stream().map(Coverage::new).toList();
  }

  static Coverage of(CloudSources sources) {
    return new Coverage(sources);
  }

  /// True when `call` is one of `operation`: of the one with its very path, or where there is none
  /// of those whose path has its own in what is filled in.
  private boolean calls(SpecCall call, Operation operation) {
    Target documented = operation.call();
    if (documented == null) {
      return call.target().isAction(operation.name());
    }
    return documented.isSame(call.target())
        || (documented.covers(call.target())
            && sources.document().operations().values().stream()
                .map(Operation::call)
                .noneMatch(other -> other != null && other.isSame(call.target())));
  }

  /// The name of the cloud.
  public String cloud() {
    return sources.cloud();
  }

  // What is missing

  /// What breaks the rules; each says what to do.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Map<String, String> elsewhere = sources.document().elsewhere();
    Set<String> needed = new TreeSet<>();
    for (Operation operation : calls.keySet()) {
      problems.addAll(problems(operation, needed));
    }
    for (Item item : sources.document().items()) {
      if (!isInSpec(item)) {
        List<String> reasons = elsewhere.keySet().stream().filter(item::isMeantBy).toList();
        needed.addAll(reasons);
        if (reasons.isEmpty()) {
          problems.add(
              "%s: no spec has %s. Add it, or say under elsewhere where it is dealt with."
                  .formatted(cloud(), item.key()));
        }
      }
    }
    elsewhere.forEach((key, why) -> {
      if (!needed.contains(key)) {
        problems.add("%s: elsewhere.%s is needless. Remove it.".formatted(cloud(), key));
      }
      if (why.isBlank()) {
        problems.add("%s: elsewhere.%s gives no reason.".formatted(cloud(), key));
      }
    });
    return problems;
  }

  private List<String> problems(Operation operation, Set<String> needed) {
    List<String> problems = new ArrayList<>();
    String name = operation.name();
    if (!sources.document().titles().containsKey(operation.document())) {
      problems.add("%s: %s is in no document that is listed.".formatted(cloud(), name));
    }
    if (stepsOf(operation).isEmpty() && !excused(name, needed)) {
      problems.add("%s: no step of a spec calls %s.".formatted(cloud(), name));
    }
    if (sources.handler(name).isEmpty() && !excused(name + ".emulator", needed)) {
      problems.add("%s: the emulator has no %s.".formatted(cloud(), name));
    }
    if (testsOf(operation).isEmpty()) {
      problems.add("%s: no test names %s or a type that calls it.".formatted(cloud(), name));
    }
    return problems;
  }

  private boolean excused(String key, Set<String> needed) {
    boolean there = sources.document().elsewhere().containsKey(key);
    if (there) {
      needed.add(key);
    }
    return there;
  }

  private boolean isInSpec(Item item) {
    return switch (item.kind()) {
      case COMMON -> false;
      case REQUEST -> {
        Operation operation = operation(item);
        boolean inPath =
            operation.call() != null && operation.call().filled().contains(item.name());
        yield (inPath && !stepsOf(operation).isEmpty())
            || stepsOf(operation).stream().anyMatch(call -> has(call.sent(), plain(item.name())));
      }
      case ANSWER ->
          stepsOf(operation(item)).stream()
              .filter(call -> !Set.of("update", "delete").contains(call.kind()))
              .anyMatch(call -> has(call.received(), plain(item.name())));
      case STATE -> words.contains(item.name());
      case ERROR ->
          sources.codes().contains(item.name())
              || calls.values().stream()
                  .flatMap(List::stream)
                  .anyMatch(call -> call.codes().contains(item.name()));
    };
  }

  /// `name` without the `.N` that stands for the number of a part of a list.
  private static String plain(String name) {
    return name.replaceAll("\\.N(?=\\.|$)", "");
  }

  /// True when `names` has the name, or something within it.
  private static boolean has(Set<String> names, String name) {
    return names.contains(name) || names.stream().anyMatch(other -> other.startsWith(name + "."));
  }

  private Operation operation(Item item) {
    Operation operation = sources.document().operations().get(item.owner());
    if (operation == null) {
      throw new IllegalArgumentException("no operation " + item.owner());
    }
    return operation;
  }

  private List<SpecCall> stepsOf(Operation operation) {
    return calls.getOrDefault(operation, List.of());
  }

  private List<String> testsOf(Operation operation) {
    Set<String> names =
        stepsOf(operation).stream()
            .map(call -> call.spec().type())
            .collect(Collectors.toCollection(TreeSet::new));
    names.add(operation.name());
    if (operation.call() != null && operation.call().filled().isEmpty()) {
      names.add(operation.call().place());
    }
    return sources.testsOf(names);
  }

  // The page

  /// The part of docs/coverage.md about this cloud.
  public String page() {
    StringBuilder page = new StringBuilder();
    page.append("## ").append(cloud()).append("\n\n");
    List<String> names = List.copyOf(sources.document().titles().keySet());
    for (int i = 0; i < names.size(); i++) {
      String title = sources.document().titles().get(names.get(i));
      page.append("%d. %s: %s%n".formatted(i + 1, names.get(i), title));
    }
    page.append("\n| | documented | in specs and error table | elsewhere |\n|---|---|---|---|\n");
    long called = calls.values().stream().filter(steps -> !steps.isEmpty()).count();
    page.append(counts("operations", calls.size(), called));
    for (Kind kind : Kind.values()) {
      List<Item> items = sources.document().items().stream().filter(i -> i.kind() == kind).toList();
      if (!items.isEmpty()) {
        page.append(
            counts(kind.words(), items.size(), items.stream().filter(this::isInSpec).count()));
      }
    }
    page.append(
        "\n| operation | document | spec: step | emulator | tests |\n|---|---|---|---|---|\n");
    for (Operation operation : calls.keySet()) {
      page.append(
          "| %s | %d, %s | %s | %s | %s |%n"
              .formatted(
                  operation.name(),
                  names.indexOf(operation.document()) + 1,
                  operation.section(),
                  steps(operation),
                  sources.handler(operation.name()).orElse("none"),
                  String.join(", ", testsOf(operation))));
    }
    elsewhere(page);
    beyond(page);
    return page.toString();
  }

  private static String counts(String what, long all, long inSpec) {
    return "| %s | %d | %d | %d |%n".formatted(what, all, inSpec, all - inSpec);
  }

  private String steps(Operation operation) {
    List<SpecCall> steps = stepsOf(operation);
    return steps.isEmpty()
        ? "elsewhere"
        : steps.stream()
            .map(call ->
                "%s: %s"
                    .formatted(
                        call.spec().name(), call.title().isEmpty() ? call.kind() : call.title()))
            .distinct()
            .collect(Collectors.joining("<br>"));
  }

  private void elsewhere(StringBuilder page) {
    Map<String, String> elsewhere = sources.document().elsewhere();
    if (!elsewhere.isEmpty()) {
      page.append("\nElsewhere:\n\n| what | where |\n|---|---|\n");
      elsewhere.forEach((key, why) -> page.append("| `%s` | %s |%n".formatted(key, why)));
    }
  }

  /// What specs call and send that no document lists.
  private void beyond(StringBuilder page) {
    Set<String> beyond = new TreeSet<>();
    for (SpecFile spec : sources.specs()) {
      for (SpecCall call : spec.calls()) {
        List<Operation> known =
            calls.keySet().stream().filter(operation -> calls(call, operation)).toList();
        if (known.isEmpty()) {
          beyond.add(call.target().method() + " " + call.target().place());
        }
        known.forEach(operation -> beyond.addAll(beyond(operation, call)));
      }
    }
    if (!beyond.isEmpty()) {
      page.append("\nSent although the documents do not list it:\n\n");
      beyond.forEach(name -> page.append("* `").append(name).append("`\n"));
    }
  }

  private Set<String> beyond(Operation operation, SpecCall call) {
    Set<String> documented =
        sources.document().items().stream()
            .filter(i -> i.kind() == Kind.REQUEST && i.owner().equals(operation.name()))
            .map(item -> plain(item.name()))
            .collect(Collectors.toCollection(TreeSet::new));
    return call.sent().stream()
        .filter(name -> !has(documented, name))
        .map(name -> operation.name() + ": " + name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
