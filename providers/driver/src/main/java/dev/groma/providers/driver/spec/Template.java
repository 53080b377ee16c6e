package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text in which `$name` and `${name}` stand for what an attribute, or a thing of the context, is
/// at the time. `$$` stands for `$`.
///
/// @param parts the parts in their order
public record Template(List<Part> parts) {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\$|\\{(?<braced>[a-z0-9_.]+)}|(?<bare>[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*))");

  /// A part of a template.
  public sealed interface Part {}

  /// Text as it stands.
  public record Text(String text) implements Part {}

  /// What `name` stands for.
  public record Reference(String name) implements Part {}

  /// Copies the parts.
  public Template {
    parts = List.copyOf(parts);
  }

  /// Reads a template.
  public static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      if (matcher.start() > from) {
        parts.add(new Text(text.substring(from, matcher.start())));
      }
      String name =
          matcher.group("braced") != null ? matcher.group("braced") : matcher.group("bare");
      parts.add(name == null ? new Text("$") : new Reference(name));
      from = matcher.end();
    }
    if (from < text.length() || parts.isEmpty()) {
      parts.add(new Text(text.substring(from)));
    }
    return new Template(parts);
  }

  /// The names that it refers to.
  public List<String> names() {
    return parts.stream()
        .filter(Reference.class::isInstance)
        .map(part -> ((Reference) part).name())
        .toList();
  }

  /// The template as it is written, `$$` as `$`.
  public String source() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Text t -> out.append(t.text());
        case Reference r -> out.append('$').append(r.name());
      }
    }
    return out.toString();
  }

  /// What it stands for: the value itself when it is a reference and nothing else, otherwise a
  /// text; null when a part is null.
  public Value value(Facts facts) {
    if (parts.size() == 1 && parts.getFirst() instanceof Reference only) {
      return facts.value(only.name());
    }
    for (String name : names()) {
      if (facts.value(name).isNull()) {
        return Value.nullOf(Type.STRING);
      }
    }
    return Value.of(text(facts, part -> part));
  }

  /// The text that it stands for, each reference replaced by what `change` makes of its text.
  public String text(Facts facts, UnaryOperator<String> change) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Text t -> out.append(t.text());
        case Reference r -> out.append(change.apply(text(facts.value(r.name()))));
      }
    }
    return out.toString();
  }

  /// `value` as a request writes it in a path or query; empty for null.
  ///
  /// @throws IllegalArgumentException when it is no text, number or bool
  public static String text(Value value) {
    return switch (value) {
      case Value.Str s -> s.text();
      case Num n -> n.toString();
      case Value.Bool b -> String.valueOf(b.isTrue());
      case Value.Null _, Value.Unknown _ -> "";
      case Value.ListOf _,
          Value.SetOf _,
          Value.MapOf _,
          Value.Tuple _,
          Value.Obj _,
          Value.Marked _ ->
          throw new IllegalArgumentException(
              "a " + value.type().friendlyName() + " has no place in a text");
    };
  }
}
