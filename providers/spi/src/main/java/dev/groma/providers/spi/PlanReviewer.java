package dev.groma.providers.spi;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.List;

/// The capability of a [Provider] to judge all that a plan does with its objects together: what no
/// handler can see, because it looks at one object only.
///
/// Asked once at the end of planning, with every managed object of one provider configuration,
/// changed or not. Must not do I/O.
public interface PlanReviewer {
  /// What is wrong with these objects together, or worth knowing.
  List<Remark> review(List<Planned> objects);

  /// What a plan does with an object.
  ///
  /// @param type its resource type
  /// @param address what messages call it
  /// @param prior the object as it is; a null value when it will be made
  /// @param planned the object as it will be, unknown where that is known only afterwards; a null
  ///   value when it will be deleted
  /// @param replaced true when `planned` is another object than `prior`
  record Planned(String type, String address, Value prior, Value planned, boolean replaced) {
    /// True when the object that there is now will be deleted.
    public boolean released() {
      return !prior.isNull() && (planned.isNull() || replaced);
    }
  }

  /// Something to say about an object; an error makes the plan one that cannot be applied.
  ///
  /// @param object the object, one of those that were given
  record Remark(Planned object, Diagnostic diagnostic) {}
}
