package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads the second argument of `convert`, a type. It becomes the null of that type: a constant
/// like any other, so that nothing else needs to know of types in expressions.
final class TypeReader {
  private static final String CODE = "expr.type";
  private static final String SUMMARY = "Invalid type specification";
  private static final List<String> WORDS =
      List.of("string", "number", "bool", "any", "list", "set", "map", "object", "tuple");

  private final Reading in;

  TypeReader(Reading in) {
    this.in = in;
  }

  Expression.Literal read() {
    int start = in.peek().start();
    Type type = in.nested(this::type);
    return new Expression.Literal(Value.nullOf(type), in.rangeFrom(start));
  }

  private Type type() {
    Token word = in.read();
    if (word.kind() != Kind.IDENTIFIER) {
      throw in.unexpected(
          word,
          CODE,
          SUMMARY,
          "A type is wanted here: string, number, bool, any, or a type made from others, such as"
              + " list(string).");
    }
    return switch (in.textOf(word)) {
      case "string" -> Type.STRING;
      case "number" -> Type.NUMBER;
      case "bool" -> Type.BOOL;
      case "any" -> Type.DYNAMIC;
      case "list" -> Type.list(element(word));
      case "set" -> Type.set(element(word));
      case "map" -> Type.map(element(word));
      case "tuple" -> tuple(word);
      case "object" -> object(word);
      default ->
          throw in.fail(
              CODE,
              SUMMARY,
              "The keyword \""
                  + in.textOf(word)
                  + "\" is not a valid type specification."
                  + Suggestion.didYouMean(in.textOf(word), WORDS),
              in.range(word));
    };
  }

  private void expect(Kind kind, Token word, String example) {
    if (!in.skip(kind)) {
      throw in.unexpected(
          in.peek(),
          CODE,
          SUMMARY,
          "The type \""
              + in.textOf(word)
              + "\" says in parentheses what it is made from, like "
              + example
              + ".");
    }
  }

  private Type element(Token word) {
    String example = in.textOf(word) + "(string)";
    expect(Kind.OPEN_PAREN, word, example);
    Type element = in.nested(this::type);
    expect(Kind.CLOSE_PAREN, word, example);
    return element;
  }

  private Type tuple(Token word) {
    String example = "tuple([string, number])";
    expect(Kind.OPEN_PAREN, word, example);
    expect(Kind.OPEN_BRACKET, word, example);
    List<Type> elements = new ArrayList<>();
    while (!in.nextIs(Kind.CLOSE_BRACKET)) {
      elements.add(in.nested(this::type));
      if (!in.skip(Kind.COMMA)) {
        break;
      }
    }
    expect(Kind.CLOSE_BRACKET, word, example);
    expect(Kind.CLOSE_PAREN, word, example);
    return Type.tuple(elements);
  }

  private Type object(Token word) {
    String example = "object({name=string})";
    expect(Kind.OPEN_PAREN, word, example);
    expect(Kind.OPEN_BRACE, word, example);
    Type type = in.withNewlines(true, () -> attributes(example));
    expect(Kind.CLOSE_BRACE, word, example);
    expect(Kind.CLOSE_PAREN, word, example);
    return type;
  }

  private Type attributes(String example) {
    SortedMap<String, Type> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    SortedSet<String> optional = new TreeSet<>();
    skipLines();
    while (!in.nextIs(Kind.CLOSE_BRACE)) {
      Token name = in.read();
      if (name.kind() != Kind.IDENTIFIER || (!in.skip(Kind.ASSIGN) && !in.skip(Kind.COLON))) {
        throw in.unexpected(
            name,
            CODE,
            SUMMARY,
            "The attributes of an object type are written as name and type, like " + example + ".");
      }
      boolean mayBeMissing = in.textOf(in.peek()).equals("optional");
      if (mayBeMissing) {
        optional.add(in.textOf(name));
      }
      Type type =
          in.withNewlines(false, () -> mayBeMissing ? element(in.read()) : in.nested(this::type));
      attributes.put(in.textOf(name), type);
      if (!in.skip(Kind.COMMA) && !in.nextIs(Kind.NEWLINE)) {
        break;
      }
      skipLines();
    }
    return new Type.ObjectType(attributes, optional);
  }

  private void skipLines() {
    while (in.skip(Kind.NEWLINE)) {
      // Blank lines mean nothing.
    }
  }
}
