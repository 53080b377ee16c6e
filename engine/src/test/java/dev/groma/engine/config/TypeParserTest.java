package dev.groma.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypeParserTest {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private TypeConstraint parse(String text) {
    return TypeParser.parse(StringNode.of(text, SourceRange.of("f")), diagnostics);
  }

  private Value value(String json) {
    return Literals.value(
        Objects.requireNonNull(SourceReader.read(new SourceText("f", json), Syntax.JSON).root()),
        diagnostics::add);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string | string",
        " any | any",
        "list | list(any)",
        "map(set( number )) | map(set(number))",
        "tuple([string, bool,]) | tuple([string, bool])",
        "object({}) | object({})",
        "object({a=string,\"b\" : list(number)}) | object({a=string, b=list(number)})",
        "object({ a = optional(string, \"x)\") , b = optional(number) }) | object({a=optional(string), b=optional(number)})",
      })
  void typesAreRead(String text, String expected) {
    assertThat(parse(text).type().constraint()).isEqualTo(expected);
    assertThat(diagnostics).isEmpty();
  }

  @Test
  void attributesOfAnObjectMayStandOnLinesOfTheirOwn() {
    assertThat(
            parse("object({\n  a = string\n  b = optional(object({c=bool}), {c = true})\n})")
                .type()
                .constraint())
        .isEqualTo("object({a=string, b=optional(object({c=bool}))})");
    assertThat(diagnostics).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strin | f:1:1 The keyword \"strin\" is not a valid type specification. Did you mean \"string\"?",
        "${string} | f:1:1 A type is written as plain text, without \"${\" and \"}\".",
        "list(string | f:1:12 A \")\" is missing here, for the element type.",
        "set | f:1:4 The set type constructor requires one argument specifying the element type.",
        "string(number) | f:1:1 Primitive type keyword \"string\" does not expect arguments.",
        "object(string) | f:1:8 A \"{\" is missing here, for a map of attribute types, like object({name=string}).",
        "object({a=string,a=number}) | f:1:18 The attribute \"a\" is there twice.",
        "object({a=string b=number}) | f:1:18 A comma or \"}\" is missing here.",
        "object({a}) | f:1:10 An equals sign must stand between an attribute and its type.",
        "object({a=optional(number,\"x\")}) | f:1:27 This default value is not compatible with the attribute's type constraint: a number is required.",
        "object({a=optional(string,b)}) | f:1:27 Variables may not be used here. Write text in double quotes.",
        "optional(string) | f:1:1 The keyword \"optional\" is valid only as a modifier of the attributes of an object type.",
        "string x | f:1:8 Nothing may follow the type.",
      })
  void mistakesArePlaced(String text, String expected) {
    parse(text);
    assertThat(diagnostics)
        .extracting(d -> d.subject() + " " + d.detail())
        .containsExactly(expected);
  }

  @Test
  void endlessNestingIsRefused() {
    parse("list(".repeat(10_000));
    assertThat(diagnostics).singleElement().matches(d -> d.detail().contains("nested"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "object({a=optional(string,\"x\")}) | {} | {\"a\": \"x\"}",
        "object({a=optional(string,\"x\")}) | {\"a\": null} | {\"a\": \"x\"}",
        "object({a=optional(string)}) | {} | {\"a\": null}",
        "list(object({a=optional(number,1),b=string})) | [{\"b\": \"q\"}, {\"a\": \"7\", \"b\": \"r\"}] | [{\"a\": 1, \"b\": \"q\"}, {\"a\": 7, \"b\": \"r\"}]",
        "map(object({a=optional(bool,true)})) | {\"k\": {}} | {\"k\": {\"a\": true}}",
        "object({o=optional(object({a=optional(string,\"in\")}),{})}) | {} | {\"o\": {\"a\": \"in\"}}",
        "tuple([object({a=optional(number,2)}),string]) | [{}, \"s\"] | [{\"a\": 2}, \"s\"]",
      })
  void defaultsAreFilledInAtAnyDepth(String type, String given, String expected) {
    TypeConstraint constraint = parse(type);
    Conversion.Result converted = constraint.convert(value(given));
    Conversion.Result plain = Conversion.convert(value(expected), constraint.type());
    assertThat(converted).isInstanceOf(Conversion.Converted.class).isEqualTo(plain);
    assertThat(diagnostics).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.11.4 | true",
        ">= 1.5, < 2.0 | true",
        "~> 1.4 | true",
        "~> 1.11.0 | true",
        "~> 1.10.0 | false",
        "!= 1.11.4 | false",
        "> 1.11 | true",
        "<= 1.11.3 | false",
        ">= 1.11.4-beta1 | true",
        "v1.11.4 | true",
      })
  void versionConstraints(String constraint, boolean allowed) {
    assertThat(VersionConstraint.parse(constraint).orElseThrow().allows("1.11.4"))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"nope", ">= ", "1.x", "=> 1", "1.0 2.0", "''"})
  void malformedVersionConstraints(String constraint) {
    assertThat(VersionConstraint.parse(constraint)).isEmpty();
  }
}
