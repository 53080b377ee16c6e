package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The blocks of a module by their type, in the order of the files, with what override files say
/// merged in.
///
/// Files are merged as they are written, before anything is read from them, so that a block and its
/// overrides are read as one:
///
/// 1. An argument of an override takes the place of the argument of that name; nested blocks of a
///    type take the place of all nested blocks of that type, `dynamic` ones included.
/// 2. `lifecycle` is merged argument by argument, `required_providers` provider by provider,
///    `locals` value by value.
/// 3. `depends_on` and blocks that state conditions cannot be overridden, nor can blocks without a
///    name.
/// 4. What is overridden must be there, the default configuration of a provider excepted.
final class Blocks {
  private static final Map<String, String[]> LABELS = new LinkedHashMap<>();

  static {
    LABELS.put("terraform", new String[0]);
    LABELS.put("provider", new String[] {"name"});
    LABELS.put("variable", new String[] {"name"});
    LABELS.put("locals", new String[0]);
    LABELS.put("output", new String[] {"name"});
    LABELS.put("resource", new String[] {"type", "name"});
    LABELS.put("data", new String[] {"type", "name"});
    LABELS.put("ephemeral", new String[] {"type", "name"});
    LABELS.put("module", new String[] {"name"});
    LABELS.put("moved", new String[0]);
    LABELS.put("removed", new String[0]);
    LABELS.put("import", new String[0]);
    LABELS.put("check", new String[] {"name"});
  }

  private static final Set<String> CONDITIONS =
      Set.of("validation", "precondition", "postcondition");

  private final Map<String, List<Body.Block>> byType = new LinkedHashMap<>();
  private final List<Diagnostic> diagnostics;

  Blocks(List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    LABELS.keySet().forEach(type -> byType.put(type, new ArrayList<>()));
  }

  /// The blocks of `type`, one of those that a file may hold.
  List<Body.Block> of(String type) {
    return Objects.requireNonNull(byType.get(type));
  }

  /// Adds those of an ordinary file.
  void add(Node root) {
    Body body = Body.of(root, Places.opening(root), diagnostics);
    LABELS.forEach((type, labels) -> of(type).addAll(body.blocks(type, labels)));
    body.close();
  }

  /// Merges those of an override file in.
  void override(Node root) {
    Body body = Body.of(root, Places.opening(root), diagnostics);
    LABELS.forEach((type, labels) -> {
      for (Body.Block block : body.blocks(type, labels)) {
        override(type, block);
      }
    });
    body.close();
  }

  private void override(String type, Body.Block block) {
    switch (type) {
      case "terraform" -> terraform(block);
      case "locals" -> locals(block);
      case "moved" -> refuse(type, block, "Records of moved objects");
      case "removed" -> refuse(type, block, "Records of removed objects");
      case "import" -> refuse(type, block, "Import blocks");
      case "check" ->
          diagnostics.add(
              Diagnostic.error(
                      "config.override-refused",
                      "Can't override check blocks",
                      "Override files cannot override check blocks. Move the block to another"
                          + " file.")
                  .at(block.declaration()));
      default -> named(type, block);
    }
  }

  private void refuse(String type, Body.Block block, String what) {
    diagnostics.add(
        Diagnostic.error(
                "config.override-refused",
                "Cannot override '" + type + "' blocks",
                what + " can appear only in normal files, not in override files.")
            .at(block.declaration()));
  }

  private void named(String type, Body.Block block) {
    List<Body.Block> all = of(type);
    for (int i = 0; i < all.size(); i++) {
      if (isSame(type, all.get(i), block)) {
        all.set(i, merged(type, all.get(i), block));
        return;
      }
    }
    if (type.equals("provider") && alias(block) == null) {
      // A provider without a block has an empty configuration, which is what is overridden.
      all.add(block);
    } else {
      diagnostics.add(missing(type, block));
    }
  }

  private boolean isSame(String type, Body.Block base, Body.Block block) {
    return names(base).equals(names(block))
        && (!type.equals("provider") || Objects.equals(alias(base), alias(block)));
  }

  private static List<String> names(Body.Block block) {
    return block.labels().stream().map(StringNode::text).toList();
  }

  private @Nullable String alias(Body.Block block) {
    for (Member member : members(block)) {
      if (member.key().equals("alias") && member.value() instanceof StringNode text) {
        return text.text();
      }
    }
    return null;
  }

  private Diagnostic missing(String type, Body.Block block) {
    String name = block.name().text();
    String first = block.labels().getFirst().text();
    String summary;
    String detail;
    switch (type) {
      case "variable" -> {
        summary = "Missing base variable declaration to override";
        detail =
            "There is no variable named \""
                + name
                + "\". An override file can only override a variable that was already declared in a"
                + " primary configuration file.";
      }
      case "output" -> {
        summary = "Missing base output definition to override";
        detail =
            "There is no output named \""
                + name
                + "\". An override file can only override an output that was already defined in a"
                + " primary configuration file.";
      }
      case "module" -> {
        summary = "Missing module call to override";
        detail =
            "There is no module call named \""
                + name
                + "\". An override file can only override a module call that was defined in a"
                + " primary configuration file.";
      }
      case "provider" -> {
        summary = "Missing base provider configuration for override";
        detail =
            "There is no "
                + name
                + " provider configuration with the alias \""
                + alias(block)
                + "\". An override file can only override an aliased provider configuration that"
                + " was already defined in a primary configuration file.";
      }
      default -> {
        String kind = type.equals("resource") ? "resource" : type + " resource";
        summary = "Missing " + kind + " to override";
        detail =
            "There is no "
                + first
                + " "
                + kind
                + " named \""
                + name
                + "\". An override file can only override a "
                + type
                + " block defined in a primary configuration file.";
      }
    }
    return Diagnostic.error("config.override-missing", summary, detail).at(block.declaration());
  }

  private List<Member> members(Body.Block block) {
    return Body.of(block, diagnostics).members();
  }

  private Body.Block merged(String type, Body.Block base, Body.Block block) {
    List<Member> given = new ArrayList<>(members(block));
    given.removeIf(member -> isRefused(type, member));
    return with(base, merge(type, members(base), given));
  }

  private static Body.Block with(Body.Block base, List<Member> members) {
    return new Body.Block(
        base.labels(), new Node.ObjectNode(members, base.body().range()), base.declaration());
  }

  /// Reports what cannot be overridden.
  private boolean isRefused(String type, Member member) {
    if (member.key().equals("depends_on") && !type.equals("provider")) {
      diagnostics.add(
          Diagnostic.error(
                  "config.override-refused",
                  "Unsupported override",
                  "The depends_on argument may not be overridden. Change it in the file that"
                      + " declares it.")
              .at(member.keyNode().range()));
      return true;
    }
    boolean condition =
        CONDITIONS.contains(member.key()) && (type.equals("variable") || type.equals("output"));
    if (condition) {
      diagnostics.add(condition(member));
    }
    return condition;
  }

  private static Diagnostic condition(Member member) {
    return Diagnostic.error(
            "config.override-refused",
            "Can't override " + member.key() + " blocks",
            "Override files cannot override \"" + member.key() + "\" blocks.")
        .at(member.keyNode().range());
  }

  private List<Member> merge(String type, List<Member> base, List<Member> given) {
    boolean resource = type.equals("resource") || type.equals("data") || type.equals("ephemeral");
    Set<String> replaced = given.stream().map(Member::key).collect(Collectors.toSet());
    List<Member> result = new ArrayList<>();
    if (resource) {
      replaced.addAll(dynamicTypes(given));
      lifecycle(base, given).ifPresent(result::add);
      replaced.add("lifecycle");
    }
    for (Member member : base) {
      if (resource && member.key().equals("dynamic")) {
        without(member, replaced).ifPresent(result::add);
      } else if (!replaced.contains(member.key())) {
        result.add(member);
      }
    }
    given.stream()
        .filter(member -> !resource || !member.key().equals("lifecycle"))
        .forEach(result::add);
    return result;
  }

  /// The types that `dynamic` blocks among `members` make.
  private static Set<String> dynamicTypes(List<Member> members) {
    Set<String> types = new HashSet<>();
    for (Member member : members) {
      if (member.key().equals("dynamic")) {
        List<Node> parts =
            member.value() instanceof Node.ListNode list
                ? list.elements()
                : List.of(member.value());
        for (Node part : parts) {
          if (part instanceof Node.ObjectNode object) {
            object.members().forEach(inner -> types.add(inner.key()));
          }
        }
      }
    }
    return types;
  }

  /// A `dynamic` property without the blocks of `types`; nothing when none is left.
  private static Optional<Member> without(Member dynamic, Set<String> types) {
    Predicate<Member> stays = member -> !types.contains(member.key());
    Node value =
        switch (dynamic.value()) {
          case Node.ObjectNode object -> filtered(object, stays);
          case Node.ListNode list ->
              new Node.ListNode(
                  list.elements().stream()
                      .map(e -> e instanceof Node.ObjectNode o ? filtered(o, stays) : e)
                      .filter(e -> !(e instanceof Node.ObjectNode o) || !o.members().isEmpty())
                      .toList(),
                  list.range());
          default -> dynamic.value();
        };
    boolean empty =
        (value instanceof Node.ObjectNode object && object.members().isEmpty())
            || (value instanceof Node.ListNode list && list.elements().isEmpty());
    return empty ? Optional.empty() : Optional.of(new Member(dynamic.keyNode(), value));
  }

  private static Node.ObjectNode filtered(Node.ObjectNode object, Predicate<Member> stays) {
    return new Node.ObjectNode(object.members().stream().filter(stays).toList(), object.range());
  }

  /// The `lifecycle` block of both; nothing when neither has one.
  private Optional<Member> lifecycle(List<Member> base, List<Member> given) {
    List<Member> own = named(base, "lifecycle");
    List<Member> over = named(given, "lifecycle");
    if (own.isEmpty() || over.isEmpty()) {
      return (own.isEmpty() ? over : own).stream().findFirst();
    }
    List<Member> arguments = new ArrayList<>(inside(over.getFirst()));
    arguments.removeIf(member -> {
      boolean refused = CONDITIONS.contains(member.key());
      if (refused) {
        diagnostics.add(condition(member));
      }
      return refused;
    });
    Set<String> replaced = arguments.stream().map(Member::key).collect(Collectors.toSet());
    List<Member> merged = new ArrayList<>(inside(own.getFirst()));
    merged.removeIf(member -> replaced.contains(member.key()));
    merged.addAll(arguments);
    Member first = own.getFirst();
    return Optional.of(
        new Member(first.keyNode(), new Node.ObjectNode(merged, first.value().range())));
  }

  private static List<Member> named(List<Member> members, String name) {
    return members.stream().filter(member -> member.key().equals(name)).toList();
  }

  private List<Member> inside(Member member) {
    return Body.of(member.value(), member.keyNode().range(), diagnostics).members();
  }

  private void locals(Body.Block block) {
    List<Body.Block> all = of("locals");
    for (Member member : members(block)) {
      boolean found = false;
      for (int i = 0; i < all.size(); i++) {
        List<Member> merged = new ArrayList<>(members(all.get(i)));
        if (merged.removeIf(m -> m.key().equals(member.key()))) {
          merged.add(member);
          all.set(i, with(all.get(i), merged));
          found = true;
        }
      }
      if (!found) {
        diagnostics.add(
            Diagnostic.error(
                    "config.override-missing",
                    "Missing base local value definition to override",
                    "There is no local value named \""
                        + member.key()
                        + "\". An override file can only override a local value that was already"
                        + " defined in a primary configuration file.")
                .at(member.range()));
      }
    }
  }

  /// What an override says of a thing is said once; the rest of the other blocks stays.
  private void terraform(Body.Block block) {
    List<Body.Block> all = of("terraform");
    Set<String> replaced = members(block).stream().map(Member::key).collect(Collectors.toSet());
    replaced.remove("required_providers");
    Set<String> providers =
        named(members(block), "required_providers").stream()
            .flatMap(member -> inside(member).stream())
            .map(Member::key)
            .collect(Collectors.toSet());
    for (int i = 0; i < all.size(); i++) {
      List<Member> kept = new ArrayList<>();
      for (Member member : members(all.get(i))) {
        if (member.key().equals("required_providers")) {
          List<Member> others = new ArrayList<>(inside(member));
          others.removeIf(provider -> providers.contains(provider.key()));
          kept.add(
              new Member(member.keyNode(), new Node.ObjectNode(others, member.value().range())));
        } else if (!replaced.contains(member.key())) {
          kept.add(member);
        }
      }
      all.set(i, with(all.get(i), kept));
    }
    all.add(block);
  }
}
