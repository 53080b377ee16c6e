package dev.groma.providers.driver;

import com.google.re2j.Pattern;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Step;
import dev.groma.schemas.value.Value;

/// Chooses among the items of a list on this side.
final class Selection {
  private Selection() {}

  /// True when `item` has what `keep` and `match` of `step` ask for.
  static boolean keeps(Step step, Value item, Facts facts) {
    boolean kept =
        step.keep().entrySet().stream()
            .allMatch(e -> {
              Value wanted = e.getValue().value(facts);
              String has = Execution.text(Facts.at(item, e.getKey()));
              return wanted.isNull() || Execution.text(wanted).equals(has);
            });
    return kept
        && step.match().entrySet().stream()
            .allMatch(e ->
                !(e.getValue().value(facts) instanceof Value.Str wanted)
                    || Pattern.compile(wanted.text())
                        .matcher(Execution.text(Facts.at(item, e.getKey())))
                        .find());
  }
}
