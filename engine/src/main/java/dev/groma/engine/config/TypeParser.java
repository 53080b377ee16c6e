package dev.groma.engine.config;

import dev.groma.engine.expr.Evaluation;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads type constraints: `string`, `list(object({a=optional(string,"x")}))`, `any`.
final class TypeParser {
  private static final String SUMMARY = "Invalid type specification";
  private static final List<String> WORDS =
      List.of("string", "number", "bool", "any", "list", "set", "map", "object", "tuple");
  private static final int MAX_DEPTH = 100;

  private final StringNode source;
  private final String text;
  private final List<Diagnostic> diagnostics;
  private int at;
  private int depth;

  private TypeParser(StringNode source, List<Diagnostic> diagnostics) {
    this.source = source;
    this.text = source.text();
    this.diagnostics = diagnostics;
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Refusal() {
      super(null, null, false, false);
    }
  }

  /// The constraint that `source` describes; any type, after an error, when it describes none.
  static TypeConstraint parse(StringNode source, List<Diagnostic> diagnostics) {
    TypeParser parser = new TypeParser(source, diagnostics);
    try {
      TypeConstraint constraint = parser.type();
      if (!parser.atEnd()) {
        throw parser.refuse(parser.at, "Nothing may follow the type.");
      }
      return constraint;
    } catch (Refusal _) {
      return TypeConstraint.ANY;
    }
  }

  private TypeConstraint type() {
    int start = skipBlanks();
    if (++depth > MAX_DEPTH) {
      throw refuse(start, "Types may be nested at most " + MAX_DEPTH + " levels deep.");
    }
    String word = word();
    TypeConstraint type =
        switch (word) {
          case "string" -> plain(start, word, Type.STRING);
          case "number" -> plain(start, word, Type.NUMBER);
          case "bool" -> plain(start, word, Type.BOOL);
          case "any" -> plain(start, word, Type.DYNAMIC);
          case "list", "set", "map" -> collection(word);
          case "object" -> object();
          case "tuple" -> tuple();
          case "optional" ->
              throw refuse(
                  start,
                  "The keyword \"optional\" is valid only as a modifier of the attributes of an"
                      + " object type.");
          case "" ->
              throw refuse(
                  start,
                  text.startsWith("${", start)
                      ? "A type is written as plain text, without \"${\" and \"}\"."
                      : "A type specification is either a primitive type keyword (bool, number,"
                          + " string) or a complex type constructor call, like list(string).");
          default ->
              throw refuse(
                  start,
                  "The keyword \""
                      + word
                      + "\" is not a valid type specification."
                      + Suggestion.didYouMean(word, WORDS));
        };
    depth--;
    return type;
  }

  private TypeConstraint plain(int start, String word, Type type) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '(') {
      throw refuse(start, "Primitive type keyword \"" + word + "\" does not expect arguments.");
    }
    return new TypeConstraint(type, TypeDefaults.NONE);
  }

  private TypeConstraint collection(String word) {
    TypeConstraint element;
    if (atEnd() || text.charAt(at) != '(') {
      if (word.equals("set")) {
        throw refuse(
            at, "The set type constructor requires one argument specifying the element" + " type.");
      }
      // "list" and "map" alone are the oldest way to write list(any) and map(any).
      element = TypeConstraint.ANY;
    } else {
      expect('(', "the element type");
      element = type();
      expect(')', "the element type");
    }
    Type type =
        switch (word) {
          case "list" -> Type.list(element.type());
          case "set" -> Type.set(element.type());
          default -> Type.map(element.type());
        };
    return new TypeConstraint(
        type, defaults(new TreeMap<>(), single(TypeDefaults.ELEMENT, element.defaults())));
  }

  private static SortedMap<String, TypeDefaults> single(String key, TypeDefaults defaults) {
    SortedMap<String, TypeDefaults> inner = new TreeMap<>();
    inner.put(key, defaults);
    return inner;
  }

  private static TypeDefaults defaults(
      SortedMap<String, Value> values, SortedMap<String, TypeDefaults> inner) {
    inner.values().removeIf(TypeDefaults::isEmpty);
    return values.isEmpty() && inner.isEmpty()
        ? TypeDefaults.NONE
        : new TypeDefaults(values, inner);
  }

  private TypeConstraint tuple() {
    expect('(', "a list of element types, like tuple([string, number])");
    expect('[', "a list of element types, like tuple([string, number])");
    List<Type> elements = new ArrayList<>();
    SortedMap<String, TypeDefaults> inner = new TreeMap<>();
    while (!next(']')) {
      TypeConstraint element = type();
      inner.put(String.valueOf(elements.size()), element.defaults());
      elements.add(element.type());
      separator(']');
    }
    expect(')', "the element types");
    return new TypeConstraint(Type.tuple(elements), defaults(new TreeMap<>(), inner));
  }

  private TypeConstraint object() {
    String wanted = "a map of attribute types, like object({name=string})";
    expect('(', wanted);
    expect('{', wanted);
    SortedMap<String, Type> attributes = new TreeMap<>();
    SortedSet<String> optional = new TreeSet<>();
    SortedMap<String, Value> values = new TreeMap<>();
    SortedMap<String, TypeDefaults> inner = new TreeMap<>();
    while (!next('}')) {
      int start = skipBlanks();
      String name = text.startsWith("\"", start) ? quoted() : word();
      if (!Names.isIdentifier(name)) {
        throw refuse(start, "The name of an attribute is missing here.");
      }
      if (attributes.containsKey(name)) {
        throw refuse(start, "The attribute \"" + name + "\" is there twice.");
      }
      skipBlanks();
      if (atEnd() || (text.charAt(at) != '=' && text.charAt(at) != ':')) {
        throw refuse(at, "An equals sign must stand between an attribute and its type.");
      }
      at++;
      TypeConstraint type = attribute(name, optional, values);
      attributes.put(name, type.type());
      inner.put(name, type.defaults());
      separator('}');
    }
    expect(')', "the attribute types");
    return new TypeConstraint(new Type.ObjectType(attributes, optional), defaults(values, inner));
  }

  private TypeConstraint attribute(
      String name, SortedSet<String> optional, SortedMap<String, Value> values) {
    int start = skipBlanks();
    if (!text.startsWith("optional", start)) {
      return type();
    }
    at += "optional".length();
    expect('(', "the type of the attribute");
    optional.add(name);
    TypeConstraint type = type();
    skipBlanks();
    if (!atEnd() && text.charAt(at) == ',') {
      at++;
      Value value = defaultValue(type);
      if (value != null) {
        values.put(name, value);
      }
    }
    expect(')', "the type of the attribute and its default");
    return type;
  }

  private @Nullable Value defaultValue(TypeConstraint type) {
    int start = skipBlanks();
    int end = endOfExpression(start);
    StringNode part = source.part(start, end);
    at = end;
    Evaluation evaluation = Constants.evaluate(part);
    diagnostics.addAll(evaluation.diagnostics());
    if (evaluation.failed()) {
      return null;
    }
    return switch (type.convert(evaluation.value())) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        diagnostics.add(
            Diagnostic.error(
                    "config.invalid-default",
                    "Invalid default value for optional attribute",
                    "This default value is not compatible with the attribute's type constraint: "
                        + f.message()
                        + ".")
                .at(part.range()));
        yield null;
      }
    };
  }

  /// The place of the parenthesis that ends the expression at `start`: brackets and quotes inside
  /// it are skipped.
  private int endOfExpression(int start) {
    int open = 0;
    boolean inText = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inText) {
        inText = c != '"';
        i += c == '\\' ? 1 : 0;
      } else if (c == '"') {
        inText = true;
      } else if (c == '(' || c == '[' || c == '{') {
        open++;
      } else if (c == ')' || c == ']' || c == '}') {
        if (open == 0) {
          return i;
        }
        open--;
      }
    }
    throw refuse(text.length(), "The closing parenthesis of \"optional\" is missing.");
  }

  private String quoted() {
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw refuse(at, "The closing quote is missing.");
    }
    String name = text.substring(at + 1, end);
    at = end + 1;
    return name;
  }

  /// True, and past it, when the next character is `closing`.
  private boolean next(char closing) {
    skipBlanks();
    if (!atEnd() && text.charAt(at) == closing) {
      at++;
      return true;
    }
    return false;
  }

  private void separator(char closing) {
    skipBlanks();
    int end = at;
    while (Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    boolean onNewLine = text.substring(end, at).indexOf('\n') >= 0;
    if (!atEnd() && text.charAt(at) == ',') {
      at++;
    } else if ((atEnd() || text.charAt(at) != closing) && !onNewLine) {
      throw refuse(at, "A comma or \"" + closing + "\" is missing here.");
    }
  }

  private void expect(char wanted, String what) {
    skipBlanks();
    if (atEnd() || text.charAt(at) != wanted) {
      throw refuse(at, "A \"" + wanted + "\" is missing here, for " + what + ".");
    }
    at++;
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  private int skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean atEnd() {
    skipBlanks();
    return at >= text.length();
  }

  private Refusal refuse(int from, String detail) {
    int end = from;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    diagnostics.add(
        Diagnostic.error("config.invalid-type", SUMMARY, detail)
            .at(source.rangeOf(from, Math.max(end, Math.min(from + 1, text.length())))));
    return new Refusal();
  }
}
