package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import java.util.function.Predicate;

/// The capability to list the objects of a type, for reads in bulk and to find out what exists.
public interface Listable {
  /// Visits the objects of this type that the provider configuration can see, in pages, until
  /// `visitor` answers false.
  Diagnostics list(Predicate<Value> visitor, CallContext context);

  /// True when `listed`, an object that [#list] found, is the one that `known` describes.
  boolean isSame(Value known, Value listed);

  /// `known`, as the state has it, brought up to date by `listed`, the same object as [#list] found
  /// it: what [ResourceHandler#read] would give. What the API never tells and the user's spelling
  /// of what means the same is kept.
  Value merged(Value known, Value listed);
}
