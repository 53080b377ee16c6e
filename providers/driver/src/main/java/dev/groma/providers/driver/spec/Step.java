package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.SourceRange;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One call of an operation.
///
/// @param name what it is called in messages; unique in its operation
/// @param title what it does, as the end of "Groma could not …"
/// @param when when it is made
/// @param method the HTTP method
/// @param path the path of the URL; what is filled in is percent-encoded
/// @param query the parameters; one that is null is left out, and a fixed null stands for a flag
///   without a value
/// @param send the attributes and blocks that are sent under their API names
/// @param body what is sent besides
/// @param answer attributes that are taken from the answer, by where they are in it
/// @param object where the object is in the answer; empty for the answer itself
/// @param items where the objects are in the answer of a list; empty otherwise
/// @param keep which items are kept: the field must be what the template stands for, unless that is
///   null
/// @param match which items are kept: the field must contain a match of the regular expression that
///   the template stands for, unless that is null
/// @param gone the error codes that mean that the object does not exist
/// @param errors the classes of error codes where they differ from the cloud's table
/// @param repeatable true when making the call twice does no more than making it once
/// @param waiter the waiter that follows, or null
/// @param range its place in the spec
public record Step(
    String name,
    String title,
    Condition when,
    String method,
    Template path,
    SortedMap<String, Body> query,
    List<String> send,
    SortedMap<String, Body> body,
    SortedMap<String, String> answer,
    String object,
    String items,
    SortedMap<String, Template> keep,
    SortedMap<String, Template> match,
    List<String> gone,
    SortedMap<String, ErrorClass> errors,
    boolean repeatable,
    @Nullable String waiter,
    SourceRange range) {
  /// Copies the collections.
  public Step {
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    send = List.copyOf(send);
    body = Collections.unmodifiableSortedMap(new TreeMap<>(body));
    answer = Collections.unmodifiableSortedMap(new TreeMap<>(answer));
    keep = Collections.unmodifiableSortedMap(new TreeMap<>(keep));
    match = Collections.unmodifiableSortedMap(new TreeMap<>(match));
    gone = List.copyOf(gone);
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /// This step with other parameters.
  public Step withQuery(SortedMap<String, Body> parameters) {
    return new Step(
        name,
        title,
        when,
        method,
        path,
        parameters,
        send,
        body,
        answer,
        object,
        items,
        keep,
        match,
        gone,
        errors,
        repeatable,
        waiter,
        range);
  }

  /// True when a body is sent.
  public boolean hasBody() {
    return !send.isEmpty() || !body.isEmpty();
  }
}
