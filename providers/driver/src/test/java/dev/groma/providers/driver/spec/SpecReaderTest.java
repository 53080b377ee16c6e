package dev.groma.providers.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpecReaderTest {
  private static final String GOOD =
      """
      resource: c_thing
      identity: [id]
      attributes:
        id: {type: string, mode: computed, change: never, doc: {en: a, zh: b}}
        name: {type: string, mode: required, doc: {en: a, zh: b}}
        kind: {type: string, change: replace, enum: [x, y], doc: {en: a, zh: b}}
      rules:
        odd: {when: {is: {kind: x}}, at: name, message: {en: a, zh: b}}
      waiters:
        ready: {status: status, success: [on]}
      operations:
        create:
          steps:
            - {request: POST /things, send: [name, kind], wait: ready}
        read:
          steps:
            - {request: GET /things/$id, errors: {NoThing: gone}}
        update:
          steps:
            - {request: PUT /things/$id, when: {changed: [name]}, send: [name]}
        delete:
          steps:
            - {request: DELETE /things/$id}
      """;

  private static List<String> problems(String text) {
    return SpecReader.resource(SourceReader.read(new SourceText("thing.yaml", text)))
        .diagnostics()
        .stream()
        .map(d -> d.subject() + " " + d.code())
        .toList();
  }

  @Test
  void aGoodSpecHasNoProblems() {
    assertThat(problems(GOOD)).isEmpty();
  }

  /// Each row breaks the good spec in one place.
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          change: replace, enum      | enum                 | thing.yaml:6:9 spec.lint.not-updated
          mode: required             | change: replace      | thing.yaml:5:9 spec.lint.updated-and-replaced
          change: never, doc          | default: a, doc      | thing.yaml:4:7 spec.lint.default
          mode: computed, change: never | mode: computed, change: replace | thing.yaml:4:7 spec.lint.computed-replace
          mode: required, doc: {en: a, zh: b} | mode: write-only, change: [id], doc: {en: a, zh: b} | thing.yaml:5:9 spec.lint.write-only
          change: never, doc          | change: [nam], doc  | thing.yaml:4:7 spec.lint.unknown-name
          enum: [x, y]               | pattern: '['         | thing.yaml:6:9 spec.lint.pattern
          replace, enum: [x, y], doc: {en: a, zh: b} | replace, doc: {en: a} | thing.yaml:6:9 spec.lint.no-doc
          message: {en: a, zh: b}    | message: {en: a}     | thing.yaml:1:1 spec.lint.no-message
          identity: [id]             | identity: []         | thing.yaml:1:1 spec.lint.no-identity
          '{request: POST /things, send: [name, kind], wait' | '{wait' | thing.yaml:1:1 spec.lint.identity-not-answered
          at: name                   | at: nmae             | thing.yaml:1:1 spec.lint.unknown-name
          'wait: ready'              | 'wait: redy'         | thing.yaml:14:9 spec.lint.no-waiter
          DELETE /things/$id         | DELETE /things/$idd  | thing.yaml:23:9 spec.lint.unknown-name
          'errors: {NoThing: gone}'  | 'erors: {NoThing: gone}' | thing.yaml:17:36 spec.unknown-key
          'type: string, change'     | 'type: text, change' | thing.yaml:6:16 spec.wrong-value
          'request: DELETE /things/$id' | ''                | thing.yaml:23:9 spec.missing-key
          'request: DELETE /things/$id' | 'request: DELETE things' | thing.yaml:23:19 spec.wrong-value
          'enum: [x, y]'             | 'range: 1-2'         | thing.yaml:6:48 spec.wrong-value
          'change: replace'          | 'change: maybe'      | thing.yaml:6:32 spec.wrong-value
          'enum: [x, y]'             | 'encode: base64'     | thing.yaml:6:49 spec.wrong-value
          """)
  void eachMistakeHasItsCodeAndPlace(String good, String bad, String problem) {
    String text = GOOD.replace(good, bad == null ? "" : bad);
    assertThat(text).isNotEqualTo(GOOD);
    assertThat(problems(text)).containsExactly(problem);
  }

  /// What a role says must be said of every documented value, in words of the list.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {is: tunnel, ike-version: {at: kind, values: {x: 1, y: 2}}}         | ''
          {is: tunnel, ike-version: {at: kind, values: {x: 1}}}               | spec.lint.role
          {is: tunnel, ike-version: {at: kind, values: {x: 1, y: 3}}}         | spec.lint.role
          {is: tunnel, esp-group: {unset: strong}}                            | spec.lint.role
          {is: tunnel, peer: knid}                                            | spec.lint.unknown-name
          {is: bridge}                                                        | spec.wrong-value
          {gateway: id}                                                       | spec.missing-key
          {is: tunnel, ike: kind}                                             | spec.unknown-key
          {is: tunnel, peer: {from: kind}}                                    | spec.unknown-key
          """)
  void aRoleIsComplete(String role, String code) {
    String text = GOOD.replace("rules:\n", "role: " + role + "\nrules:\n");
    assertThat(text).isNotEqualTo(GOOD);
    assertThat(problems(text).stream().map(p -> p.substring(p.indexOf(' ') + 1)).toList())
        .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
  }

  @Test
  void anOperationMustBeThereAndItsStepsAreToldApart() {
    String delete = "  delete:\n    steps:\n      - {request: DELETE /things/$id}\n";
    assertThat(problems(GOOD.replace(delete, "")))
        .containsExactly("thing.yaml:1:1 spec.lint.no-operation");
    String step = "- {request: PUT /things/$id, when";
    String twice =
        "- {request: PUT /things/$id, title: change it}\n"
            + "      - {request: PUT /things/$id, title: change it, when";
    assertThat(problems(GOOD.replace(step, twice)))
        .containsExactly("thing.yaml:21:9 spec.lint.step-name");
  }

  @Test
  void aDataSourceHasItems() {
    String data =
        """
        data: cloud_things
        service: things
        attributes:
          things:
            type: list
            mode: computed
            attributes:
              id: {type: string, mode: computed, doc: {en: a, zh: b}}
            doc: {en: a, zh: b}
        operations:
          list:
            steps:
              - {request: GET /things, from: things}
        """;
    assertThat(problems(data)).isEmpty();
    String without =
        data.replace(
                "    attributes:\n      id: {type: string, mode: computed, doc: {en: a, zh: b}}\n",
                "")
            .replace("type: list", "type: string");
    assertThat(problems(without)).containsExactly("thing.yaml:1:1 spec.lint.no-items");
  }

  @Test
  void aMessageDoesNotPrintWhatIsSensitive() {
    String text =
        GOOD.replace("enum: [x, y]", "sensitive: true")
            .replace("message: {en: a", "message: {en: it is $kind");
    assertThat(problems(text)).containsExactly("thing.yaml:1:1 spec.lint.sensitive-message");
  }

  @Test
  void aMisspeltKeyGetsASuggestion() {
    assertThat(
            SpecReader.resource(
                    SourceReader.read(
                        new SourceText("thing.yaml", GOOD.replace("errors:", "erors:"))))
                .diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).endsWith("Did you mean \"errors\"?"));
  }
}
