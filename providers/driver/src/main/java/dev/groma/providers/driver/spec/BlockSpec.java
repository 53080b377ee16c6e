package dev.groma.providers.driver.spec;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.NestedBlock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The attributes and nested blocks of a resource, or of a block of it.
///
/// @param attributes the attributes by name
/// @param blocks the nested blocks by name
/// @param doc what it is for
public record BlockSpec(
    SortedMap<String, AttributeSpec> attributes, SortedMap<String, Nested> blocks, Doc doc) {
  /// Copies the maps.
  public BlockSpec {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
  }

  /// A block within a block.
  ///
  /// @param nesting how its occurrences are arranged
  /// @param listed true when configurations and states have a single block as a list of at most one
  /// @param min the least number of occurrences
  /// @param max the greatest number of occurrences, 0 for any number
  /// @param api its name in requests and answers
  /// @param from where answers have it instead, the first that is there; empty when it is under
  ///   `api`
  /// @param json true when requests have it as a text that holds JSON
  /// @param block what it holds
  public record Nested(
      NestedBlock.Nesting nesting,
      boolean listed,
      int min,
      int max,
      String api,
      List<String> from,
      boolean json,
      BlockSpec block) {
    /// Copies the list.
    public Nested {
      from = List.copyOf(from);
    }
  }

  /// The part of the schema that this is, within the driver: every single block is an object.
  public Block schema() {
    return schema(false);
  }

  /// The part of the schema that this is for everybody else.
  public Block published() {
    return schema(true);
  }

  private Block schema(boolean published) {
    SortedMap<String, Attribute> plain = new TreeMap<>();
    attributes.forEach((name, attribute) -> plain.put(name, attribute.schema()));
    SortedMap<String, NestedBlock> nested = new TreeMap<>();
    blocks.forEach((name, n) ->
        nested.put(
            name,
            new NestedBlock(
                published && n.listed() ? NestedBlock.Nesting.LIST : n.nesting(),
                n.block().schema(published),
                n.min(),
                n.max())));
    return new Block(plain, nested, doc, null);
  }

  /// True when configurations and states have some block in another form than the driver.
  public boolean hasListed() {
    return blocks.values().stream().anyMatch(n -> n.listed() || n.block().hasListed());
  }

  /// The attribute that the dotted `name` means, such as `billing.payment_timing`.
  public Optional<AttributeSpec> attribute(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Optional.ofNullable(attributes.get(name));
    }
    return Optional.ofNullable(blocks.get(name.substring(0, dot)))
        .flatMap(nested -> nested.block().attribute(name.substring(dot + 1)));
  }

  /// The block that the dotted `name` means, such as `ikepolicy.dpd`.
  public Optional<Nested> nested(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.ofNullable(blocks.get(name))
        : Optional.ofNullable(blocks.get(name.substring(0, dot)))
            .flatMap(outer -> outer.block().nested(name.substring(dot + 1)));
  }

  /// True when the dotted `name` means an attribute or a block.
  public boolean has(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return attributes.containsKey(name) || blocks.containsKey(name);
    }
    Nested nested = blocks.get(name.substring(0, dot));
    return nested != null && nested.block().has(name.substring(dot + 1));
  }

  /// Visits every attribute, also those of nested blocks, by its dotted name.
  public void visit(BiConsumer<String, AttributeSpec> visitor) {
    visit("", visitor);
  }

  private void visit(String prefix, BiConsumer<String, AttributeSpec> visitor) {
    attributes.forEach((name, attribute) -> visitor.accept(prefix + name, attribute));
    blocks.forEach((name, nested) -> nested.block().visit(prefix + name + ".", visitor));
  }
}
