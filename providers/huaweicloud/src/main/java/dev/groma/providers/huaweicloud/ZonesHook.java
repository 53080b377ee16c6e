package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Hook;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.util.Map;

/// Picks the availability zones of a flavor and an attachment from an answer that has all.
final class ZonesHook implements Hook {
  @Override
  public Value answer(Value answer, Value configuration) {
    String attachment = TaggedHook.text(Facts.at(configuration, "attachment_type"));
    return Value.object(
        Map.of(
            "names",
            GatewayHook.textList(
                GatewayHook.zones(
                    answer,
                    TaggedHook.text(Facts.at(configuration, "flavor")),
                    attachment.isEmpty() ? "vpc" : attachment))));
  }
}
