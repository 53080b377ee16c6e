package dev.groma.engine.recover;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Value;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is not known of an object after an update whose end nobody saw.
///
/// An attribute that the cloud never tells keeps what was on record when the object is read. So it
/// is read twice, as if the record were that before the update, and that after it: where the two
/// differ the cloud did not tell. There the object is null, so that the next plan sets it again.
final class Doubt {
  private Doubt() {}

  /// The object of two reads, `before` and `after`, with null where it is in doubt.
  static Value between(Block block, Value before, Value after) {
    if (!(before instanceof Value.Obj b) || !(after instanceof Value.Obj a)) {
      return before;
    }
    SortedMap<String, Value> out = new TreeMap<>(b.attributes());
    out.replaceAll((name, value) -> {
      Value other = a.attributes().getOrDefault(name, value);
      Attribute attribute = block.attributes().get(name);
      NestedBlock nested = block.blocks().get(name);
      if (attribute != null) {
        boolean doubtful =
            attribute.mutability() == Mutability.IN_PLACE
                && attribute.mode().isConfigurable()
                && !value.equals(other);
        return doubtful ? Value.nullOf(attribute.type()) : value;
      }
      return nested != null
              && (nested.nesting() == NestedBlock.Nesting.SINGLE
                  || nested.nesting() == NestedBlock.Nesting.GROUP)
          ? between(nested.block(), value, other)
          : value;
    });
    return new Value.Obj(out);
  }
}
