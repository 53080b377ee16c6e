package dev.groma.providers.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpecDiffTest {
  private static final String OLD =
      """
      resource: c_thing
      identity: [id]
      attributes:
        id: {type: string, mode: computed, change: never, doc: {en: a, zh: b}}
        name: {type: string, mode: optional-computed, doc: {en: a, zh: b}}
        size: {type: integer, default: 3, enum: [1, 3], doc: {en: a, zh: b}}
        key: {type: string, mode: write-only, sensitive: true, doc: {en: a, zh: b}}
      rules:
        odd: {when: {is: {size: 1}}, severity: warning, message: {en: a, zh: b}}
      operations:
        create: {steps: [{request: POST /things, send: [name, size, key]}]}
        read: {steps: [{request: GET /things/$id}]}
        update: {steps: [{request: PUT /things/$id, when: {changed: [name, size]}, send: [name]}]}
        delete: {steps: [{request: DELETE /things/$id}]}
      """;

  private static ResourceSpec spec(String text) {
    var loaded = SpecReader.resource(SourceReader.read(new SourceText("thing.yaml", text)));
    assertThat(loaded.diagnostics()).isEmpty();
    return Objects.requireNonNull(loaded.value());
  }

  @Test
  void theSameSpecAndMereAdditionsAreNoFinding() {
    assertThat(SpecDiff.compare(spec(OLD), spec(OLD))).isEmpty();
    String more =
        OLD.replace(
            "rules:", "  more: {type: string, change: replace, doc: {en: a, zh: b}}\nrules:");
    assertThat(SpecDiff.compare(spec(OLD), spec(more))).isEmpty();
  }

  /// Each row changes the old spec in one place; the way back is judged too.
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resource: c_thing | resource: c_think | error spec.diff.type | error spec.diff.type
          identity: [id] | identity: [id, name] | error spec.diff.identity | error spec.diff.identity
          type: integer, default: 3 | type: number, default: 3 | '' | error spec.diff.stricter
          mode: optional-computed | mode: required | error spec.diff.required,warning spec.diff.not-computed | ''
          default: 3 | default: 1 | warning spec.diff.default | warning spec.diff.default
          sensitive: true, | '' | error spec.diff.sensitive | ''
          mode: write-only, sensitive: true | change: replace, sensitive: true | error spec.diff.stored,warning spec.diff.replaces | ''
          enum: [1, 3] | enum: [1, 3], strict: true | error spec.diff.stricter | ''
          severity: warning, | '' | warning spec.diff.rule | ''
          '  key: {type: string, mode: write-only, sensitive: true, doc: {en: a, zh: b}}' | '  kee: {type: string, mode: required, change: replace, doc: {en: a, zh: b}}' | error spec.diff.removed,error spec.diff.required | error spec.diff.removed
          """)
  void eachRuleFindsItsChange(String old, String now, String there, String back) {
    String replaced =
        OLD.replace(old, now).replace("size, key]", now.contains("kee:") ? "size]" : "size, key]");
    assertThat(replaced).isNotEqualTo(OLD);
    assertThat(findings(OLD, replaced)).isEqualTo(there);
    assertThat(findings(replaced, OLD)).isEqualTo(back);
  }

  private static String findings(String before, String after) {
    return SpecDiff.compare(spec(before), spec(after)).stream()
        .map(d -> (d.isError() ? "error " : "warning ") + d.code())
        .sorted()
        .reduce((a, b) -> a + "," + b)
        .orElse("");
  }
}
