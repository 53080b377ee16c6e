package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An attribute of a resource: what the configuration may say about it, and how the API says it.
///
/// @param schema its type, mode, mutability and the like
/// @param api the name in requests and answers, within the object that it belongs to
/// @param from where answers have it, from the root of the object, the first that is there; empty
///   when it is under `api`
/// @param encoding how requests and answers write its value
/// @param empty what the API has where the configuration has nothing, or null
/// @param returned false when answers never hold it, so that the configured value is kept
/// @param importId true when it is the import id, which is made of the identity
/// @param stable true when the provider sets it once and for all
/// @param follows the attributes whose change may change it; only where it is computed and not
///   stable. With none, any change may
/// @param checks what its value must be like
/// @param elements the attributes of each element when it is a collection of objects; else null
/// @param range its place in the spec
public record AttributeSpec(
    Attribute schema,
    String api,
    List<String> from,
    Encoding encoding,
    @Nullable Value empty,
    boolean returned,
    boolean importId,
    boolean stable,
    List<String> follows,
    List<Check> checks,
    @Nullable BlockSpec elements,
    SourceRange range) {
  /// Copies the collections.
  public AttributeSpec {
    from = List.copyOf(from);
    follows = List.copyOf(follows);
    checks = List.copyOf(checks);
  }

  /// How a value is written in requests and answers.
  public sealed interface Encoding {
    /// As JSON has it.
    Encoding PLAIN = new Plain();

    /// As JSON has it.
    record Plain() implements Encoding {}

    /// A list or set as one text, its elements between commas.
    record Comma() implements Encoding {}

    /// A map as a list of objects with the fields `key` and `value`.
    record Pairs(String key, String value) implements Encoding {}

    /// A text that holds JSON.
    record JsonText() implements Encoding {}

    /// A text of the API for each value; of several texts for one value the first is sent.
    record Words(SequencedMap<String, Value> values) implements Encoding {
      /// Copies the map.
      public Words {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
      }
    }
  }

  /// Something that a value must be like.
  ///
  /// What the vendor documents is not the last word: most checks warn. A strict one refuses.
  public sealed interface Check {
    /// One of `values`.
    record OneOf(List<Value> values, boolean strict) implements Check {}

    /// A number from `min` to `max`, where they are given.
    record Range(@Nullable Long min, @Nullable Long max, boolean strict) implements Check {}

    /// A text of `min` to `max` characters, or a collection of so many elements.
    record Length(@Nullable Long min, @Nullable Long max, boolean strict) implements Check {}

    /// A text that matches `pattern` as a whole.
    record Matches(String pattern, boolean strict) implements Check {}

    /// An integer.
    record Whole() implements Check {}

    /// An IPv4 or IPv6 CIDR block.
    record Cidr() implements Check {}

    /// An IPv4 or IPv6 address.
    record Address() implements Check {}

    /// A regular expression.
    record Regex() implements Check {}
  }

  /// True when a data source has what it found in it.
  public boolean isItems() {
    return elements != null
        || (schema.mode() == Mode.COMPUTED && schema.type() instanceof Type.ListType);
  }

  /// True when its value is a regular expression.
  public boolean isRegex() {
    return checks.stream().anyMatch(Check.Regex.class::isInstance);
  }
}
