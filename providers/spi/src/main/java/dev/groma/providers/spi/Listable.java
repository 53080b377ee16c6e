package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The capability to list the objects of a type, for reads in bulk and to find out what exists.
public interface Listable {
  /// True when the API can list the objects of this type.
  default boolean lists() {
    return true;
  }

  /// Visits the objects of this type that the provider configuration can see, in pages, until
  /// `visitor` answers false.
  Diagnostics list(Predicate<Value> visitor, CallContext context);

  /// Reads many objects in as few calls as the API allows: the answer to each of `wanted`, in the
  /// order of these. One that is there is what [ResourceHandler#read] would give. There is none for
  /// an object that was not found, of which a list does not tell all, or that would cost more this
  /// way: it has to be read alone. What goes wrong is no business of the user's: reading alone
  /// shows it again, with the object that it concerns.
  List<Optional<ResourceHandler.ReadResult>> readAll(
      List<ResourceHandler.ReadRequest> wanted, CallContext context);

  /// True when `listed`, an object that [#list] found, is the one that `known` describes.
  boolean isSame(Value known, Value listed);

  /// `known`, as the state has it, brought up to date by `listed`, the same object as [#list] found
  /// it: what [ResourceHandler#read] would give. What the API never tells and the user's spelling
  /// of what means the same is kept.
  Value merged(Value known, Value listed);
}
