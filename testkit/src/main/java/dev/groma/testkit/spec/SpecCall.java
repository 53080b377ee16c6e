package dev.groma.testkit.spec;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A call that a step of a spec makes.
///
/// @param spec the spec
/// @param kind the operation, such as `create`
/// @param title the title of the step
/// @param target what is called
/// @param sent the parameters and fields that it may send, dotted where nested; a filter is
///   `Filter.NAME`
/// @param received the fields of the answer that are read, dotted, with and without the name of
///   what holds the object
/// @param codes the error codes that the step names
public record SpecCall(
    SpecFile spec,
    String kind,
    String title,
    Target target,
    Set<String> sent,
    Set<String> received,
    Set<String> codes) {
  /// Copies the sets.
  public SpecCall {
    sent = sorted(sent);
    received = sorted(received);
    codes = sorted(codes);
  }

  private static SortedSet<String> sorted(Set<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
