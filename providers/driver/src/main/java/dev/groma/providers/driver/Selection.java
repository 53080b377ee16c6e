package dev.groma.providers.driver;

import com.google.re2j.Pattern;
import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.driver.spec.Template;
import dev.groma.schemas.value.Value;
import java.util.List;

/// Chooses among the items of a list on this side.
final class Selection {
  private Selection() {}

  /// True when `item` has what `keep` of `step` asks for.
  static boolean keeps(BlockSpec block, Step step, Value item, Facts facts) {
    return step.keep().entrySet().stream()
        .allMatch(e -> keeps(block, e.getValue(), Facts.at(item, e.getKey()), facts));
  }

  /// What `template` stands for, as answers write it.
  private static Value wanted(BlockSpec block, Template template, Facts facts) {
    Value value = template.value(facts);
    return template.parts().size() == 1 && template.names().size() == 1
        ? block
            .attribute(template.names().getFirst())
            .map(attribute -> Codec.encode(attribute, value))
            .orElse(value)
        : value;
  }

  private static boolean keeps(BlockSpec block, Template template, Value field, Facts facts) {
    Value wanted = wanted(block, template, facts);
    String has = Execution.text(field);
    if (wanted.isNull()) {
      return true;
    }
    boolean regex =
        template.names().size() == 1
            && block
                .attribute(template.names().getFirst())
                .filter(AttributeSpec::isRegex)
                .isPresent();
    if (regex && wanted instanceof Value.Str s) {
      return Pattern.compile(s.text()).matcher(has).find();
    }
    List<Value> several = Codec.parts(wanted);
    return several.isEmpty()
        ? Execution.text(wanted).equals(has)
        : several.stream().anyMatch(one -> Execution.text(one).equals(has));
  }
}
