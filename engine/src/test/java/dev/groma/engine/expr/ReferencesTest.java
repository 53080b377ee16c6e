package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferencesTest {
  private static List<String> references(String text) {
    return References.of(ExpressionParser.expression(text, "f").require()).stream()
        .map(r ->
            r.subject()
                + Notation.steps(r.remaining())
                + " "
                + r.range().start().column()
                + "-"
                + r.range().end().column())
        .toList();
  }

  @Test
  void everySubjectIsListedWithTheStepsBehindIt() {
    assertThat(references("[var.a, upper(local.b.c), data.t.d[0].e]"))
        .containsExactly("var.a 2-7", "local.b.c 15-24", "data.t.d[0].e 27-40");
  }

  @Test
  void indexesAreKeptAsExpressionsAndListedToo() {
    assertThat(references("terraform_data.l0[count.index + 1].id"))
        .containsExactly("terraform_data.l0[(count.index + 1)].id 1-38", "count.index 19-30");
  }

  @Test
  void splatsHoldTheStepsInsideThem() {
    assertThat(references("module.m[*].out[var.i]"))
        .containsExactly("module.m[*].out[var.i] 1-12", "var.i 17-22");
  }

  @Test
  void namesBoundByForAreNoReferences() {
    assertThat(references("[for var in local.xs : var.a]")).containsExactly("local.xs 13-21");
    assertThat(references("[for x in var.a : x if x == self.b]"))
        .containsExactly("var.a 11-16", "self.b 29-35");
    assertThat(references("\"%{ for each in var.a }${each.key}%{ endfor }${each.key}\""))
        .containsExactly("var.a 17-22", "each.key 48-56");
  }

  @Test
  void aReferenceMayHoldOthersInItsIndexes() {
    Reference reference = ExpressionParser.reference("a.b[each.key].c", "f").require();
    assertThat(References.of(reference))
        .extracting(r -> r.subject().toString())
        .containsExactly("a.b", "each.key");
  }
}
