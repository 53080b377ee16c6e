package dev.groma.engine.generate;

import dev.groma.engine.config.ConfigurationFiles;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.source.Manuscript;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.source.Written;
import dev.groma.schemas.source.Written.Part;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A configuration file that is made from objects, in YAML or JSON, laid out as `groma fmt` does.
///
/// 1. No sensitive value is in it. Each is a variable of its own, which [#variables] lists with the
///    value; a required argument whose value cannot be read is one, too.
/// 2. What is written means the value itself: texts that look like templates are escaped.
public final class Draft {
  /// What the bodies of resources may not name otherwise than in a block `_`.
  private static final Set<String> META =
      Set.of(
          "connection",
          "count",
          "depends_on",
          "for_each",
          "lifecycle",
          "provider",
          "provisioner",
          "_",
          "//");

  private static final Type ANY = Type.DYNAMIC;

  private final SortedSet<String> taken;
  private final SortedMap<String, Variable> variables = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, Part>> resources = new TreeMap<>();
  private final List<Written> imports = new ArrayList<>();

  /// An empty draft.
  ///
  /// @param taken the names of variables that are declared elsewhere
  public Draft(Collection<String> taken) {
    this.taken = new TreeSet<>(taken);
  }

  /// A variable that stands for what must not be written.
  ///
  /// @param type its type
  /// @param value what the object has; null when that is not known
  /// @param description what it is for
  /// @param ephemeral it must not be stored
  /// @param optional nothing needs to be given
  /// @param sensitive it is never printed
  public record Variable(
      Type type,
      @Nullable Value value,
      String description,
      boolean ephemeral,
      boolean optional,
      boolean sensitive) {
    /// A variable that is never printed.
    public Variable(
        Type type, @Nullable Value value, String description, boolean ephemeral, boolean optional) {
      this(type, value, description, ephemeral, optional, true);
    }
  }

  /// Adds a resource block.
  ///
  /// @param address the resource; its module is not looked at
  /// @param block the schema of its type
  /// @param configuration what is to be set, see [Settable]
  /// @param provider the provider configuration as it is referred to, or "" for the implied one
  /// @param from what the comment says that it was made from, or ""
  public void resource(
      ResourceAddress address,
      Block block,
      Value configuration,
      String provider,
      String from,
      References references) {
    add(new Body(address, references, false), block, configuration, provider, from, List.of());
  }

  private void add(
      Body body,
      Block block,
      Value configuration,
      String provider,
      String from,
      List<String> ignored) {
    ResourceAddress address = body.address;
    List<Part> parts = new ArrayList<>();
    if (!provider.isEmpty()) {
      parts.add(Part.of("provider", Written.text(provider)));
    }
    parts.addAll(body.of(block, configuration, Path.ROOT));
    if (!ignored.isEmpty()) {
      Written names = Written.list(ignored.stream().map(Written::text).toList());
      parts.add(Part.of("lifecycle", Written.object(List.of(Part.of("ignore_changes", names)))));
    }
    resources
        .computeIfAbsent(address.type(), _ -> new TreeMap<>())
        .put(
            address.name(),
            Part.of(address.name(), Written.object(parts))
                .after(from.isEmpty() ? List.of() : List.of("# from " + from)));
  }

  /// The same for an object that is to stay as it is: what is only sent and need not be is left
  /// out.
  ///
  /// @param ignored the attributes whose differences are not acted upon, because nobody can say
  ///   whether there is one
  public void keeping(
      ResourceAddress address,
      Block block,
      Value configuration,
      String provider,
      String from,
      References references,
      List<String> ignored) {
    add(new Body(address, references, true), block, configuration, provider, from, ignored);
  }

  /// Adds an `import` block.
  ///
  /// @param to the instance, as an address
  /// @param id what the provider knows the object by
  public void importing(String to, String id) {
    imports.add(
        Written.object(
            List.of(Part.of("to", Written.text(to)), Part.of("id", Written.text(template(id))))));
  }

  /// The variables that it declares, by name.
  public SortedMap<String, Variable> variables() {
    return Collections.unmodifiableSortedMap(variables);
  }

  /// The text of the file in the notation `syntax`.
  ///
  /// @param head what its first lines say; nothing for none
  public String print(Syntax syntax, List<String> head) {
    List<Part> parts = new ArrayList<>();
    if (!imports.isEmpty()) {
      parts.add(Part.of("import", Written.list(imports)));
    }
    if (!variables.isEmpty()) {
      List<Part> declared = new ArrayList<>();
      variables.forEach((name, v) -> declared.add(Part.of(name, declaration(v))));
      parts.add(Part.of("variable", Written.object(declared)));
    }
    if (!resources.isEmpty()) {
      List<Part> types = new ArrayList<>();
      resources.forEach(
          (type, blocks) -> types.add(Part.of(type, Written.object(List.copyOf(blocks.values())))));
      parts.add(Part.of("resource", Written.object(types)));
    }
    List<String> lines = new ArrayList<>(head.stream().map(line -> "# " + line).toList());
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        lines.add("");
      }
      parts.set(i, parts.get(i).after(lines));
      lines.clear();
    }
    Part root = Part.of(Written.object(parts));
    return new Manuscript(Syntax.YAML, false, root)
        .in(syntax, ConfigurationFiles.places("x.tf.yaml").orElseThrow())
        .print();
  }

  private static Written declaration(Variable variable) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("type", Written.text(constraint(variable.type))));
    if (!variable.description.isEmpty()) {
      parts.add(Part.of("description", Written.text(variable.description)));
    }
    if (variable.sensitive) {
      parts.add(Part.of("sensitive", Written.truth(true)));
    }
    if (variable.ephemeral) {
      parts.add(Part.of("ephemeral", Written.truth(true)));
    }
    if (variable.optional) {
      parts.add(Part.of("default", Written.nothing()));
    }
    return Written.object(parts);
  }

  /// `type` as a variable declares it.
  private static String constraint(Type type) {
    return switch (type) {
      case Type.Dynamic _ -> "any";
      case Type.Primitive primitive -> primitive.friendlyName();
      case Type.ListType list -> "list(" + constraint(list.element()) + ")";
      case Type.SetType set -> "set(" + constraint(set.element()) + ")";
      case Type.MapType map -> "map(" + constraint(map.element()) + ")";
      case Type.TupleType tuple ->
          tuple.elements().stream()
              .map(Draft::constraint)
              .collect(Collectors.joining(", ", "tuple([", "])"));
      case Type.ObjectType object ->
          object.attributes().entrySet().stream()
              .map(e -> e.getKey() + " = " + constraint(e.getValue()))
              .collect(Collectors.joining(", ", "object({", "})"));
    };
  }

  /// A template that means `text`.
  private static String template(String text) {
    return text.replace("${", "$${").replace("%{", "%%{");
  }

  /// Writes the body of one resource.
  private final class Body {
    private final ResourceAddress address;
    private final References references;
    private final boolean isKept;

    /// @param isKept what is only sent and need not be is left out
    private Body(ResourceAddress address, References references, boolean isKept) {
      this.address = address;
      this.references = references;
      this.isKept = isKept;
    }

    private List<Part> of(Block block, Value configuration, Path at) {
      if (!(configuration.unmark() instanceof Value.Obj object)) {
        return List.of();
      }
      List<Part> required = new ArrayList<>();
      List<Part> others = new ArrayList<>();
      List<Part> escaped = new ArrayList<>();
      block
          .attributes()
          .forEach((name, attribute) -> {
            List<Part> into =
                at.steps().isEmpty() && META.contains(name)
                    ? escaped
                    : attribute.mode() == Mode.REQUIRED ? required : others;
            argument(name, attribute, object.require(name), at.attribute(name), into);
          });
      block
          .blocks()
          .forEach((name, nested) -> {
            List<Part> into = at.steps().isEmpty() && META.contains(name) ? escaped : others;
            nested(name, nested, object.require(name), at.attribute(name), into);
          });
      required.addAll(others);
      if (!escaped.isEmpty()) {
        required.add(Part.of("_", Written.object(escaped)));
      }
      return required;
    }

    private void argument(
        String name, Attribute attribute, Value value, Path path, List<Part> into) {
      boolean secret = attribute.sensitive() || value.marksDeep().contains(Mark.SENSITIVE);
      boolean isRequired = attribute.mode() == Mode.REQUIRED;
      Value plain = value.unmarkDeep();
      if (!attribute.mode().isConfigurable()
          || (plain.isNull() && !isRequired && (isKept || !attribute.writeOnly()))) {
        return;
      }
      if (!plain.isNull() && !secret) {
        into.add(Part.of(name, written(plain, path)));
        return;
      }
      String variable = variable(attribute, plain, path);
      into.add(
          Part.of(name, Written.text("${var." + variable + "}"))
              .after(plain.isNull() ? List.of(unread(attribute)) : List.of()));
    }

    private static String unread(Attribute attribute) {
      return attribute.writeOnly()
          ? "# Write-only: what it is cannot be read."
          : "# What it is could not be read.";
    }

    /// Declares the variable for `path`, and returns its name.
    private String variable(Attribute attribute, Value value, Path path) {
      String place =
          path.steps().stream()
              .map(step ->
                  switch (step) {
                    case Path.Attribute(String name) -> name;
                    case Path.Key(String key) -> key.replaceAll("[^\\p{L}\\p{N}_-]", "_");
                    case Path.Index(int position) -> Integer.toString(position);
                  })
              .collect(Collectors.joining("_"));
      String name = address.name() + "_" + place;
      if (taken.contains(name)) {
        name = address.type() + "_" + name;
      }
      String free = name;
      for (int i = 2; taken.contains(free); i++) {
        free = name + "_" + i;
      }
      taken.add(free);
      Type type = attribute.type().withoutOptional();
      variables.put(
          free,
          new Variable(
              type.isWhollyKnown() ? type : ANY,
              value.isNull() ? null : value,
              attribute.doc().english(),
              attribute.writeOnly(),
              attribute.writeOnly() && attribute.mode() != Mode.REQUIRED,
              !isKept || attribute.sensitive() || !value.isNull()));
      return free;
    }

    private void nested(String name, NestedBlock nested, Value value, Path path, List<Part> into) {
      Block block = nested.block();
      switch (value.unmark()) {
        case Value.ListOf list -> elements(name, nested, list.elements(), path, into);
        case Value.Tuple tuple -> elements(name, nested, tuple.elements(), path, into);
        case Value.SetOf set -> elements(name, nested, set.elements(), path, into);
        case Value.MapOf map -> labelled(name, block, map.entries(), path, into);
        case Value.Obj object when nested.nesting() == NestedBlock.Nesting.MAP ->
            labelled(name, block, object.attributes(), path, into);
        // A group whose parts are all null is not there.
        case Value.Obj object
            when nested.nesting() == NestedBlock.Nesting.SINGLE
                || object.attributes().values().stream().anyMatch(part -> !part.isNull()) ->
            into.add(Part.of(name, Written.object(of(block, object, path))));
        default -> {}
      }
    }

    private void elements(
        String name, NestedBlock nested, List<Value> elements, Path path, List<Part> into) {
      List<Written> bodies = new ArrayList<>();
      for (Value element : elements) {
        bodies.add(Written.object(of(nested.block(), element, path.index(bodies.size()))));
      }
      if (!bodies.isEmpty()) {
        into.add(
            Part.of(
                name,
                bodies.size() == 1 && nested.max() == 1
                    ? bodies.getFirst()
                    : Written.list(bodies)));
      }
    }

    private void labelled(
        String name, Block block, SortedMap<String, Value> entries, Path path, List<Part> into) {
      List<Part> bodies = new ArrayList<>();
      entries.forEach((label, element) ->
          bodies.add(Part.of(label, Written.object(of(block, element, path.key(label))))));
      if (!bodies.isEmpty()) {
        into.add(Part.of(name, Written.object(bodies)));
      }
    }

    /// `value`, which is known, unmarked and no secret.
    private Written written(Value value, Path path) {
      String expression = value.isNull() ? null : references.find(path, value).orElse(null);
      if (expression != null) {
        return Written.text("${" + expression + "}");
      }
      return switch (value) {
        case Value.Str(String text) -> Written.text(template(text));
        case Num number -> Written.number(number.toString());
        case Value.Bool bool -> Written.truth(bool.isTrue());
        case Value.ListOf list -> list(list.elements(), path);
        case Value.Tuple tuple -> list(tuple.elements(), path);
        case Value.SetOf set -> list(set.elements(), path);
        case Value.MapOf map -> object(map.entries(), path);
        case Value.Obj object -> object(object.attributes(), path);
        case Value.Null _, Value.Unknown _, Value.Marked _ -> Written.nothing();
      };
    }

    private Written list(Collection<Value> elements, Path path) {
      List<Written> all = new ArrayList<>();
      for (Value element : elements) {
        all.add(written(element, path.index(all.size())));
      }
      return Written.list(all);
    }

    private Written object(SortedMap<String, Value> entries, Path path) {
      List<Part> all = new ArrayList<>();
      entries.forEach(
          (key, value) -> all.add(Part.of(template(key), written(value, path.key(key)))));
      return Written.object(all);
    }
  }
}
