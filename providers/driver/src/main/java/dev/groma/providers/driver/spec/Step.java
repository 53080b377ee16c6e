package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.SourceRange;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One call of an operation, or a wait.
///
/// @param service the service that is called, where it is not the one of the spec; else null
/// @param title what it does, as the end of "Groma could not …"; unique in its operation
/// @param when when it is made
/// @param target what is called; null for a step that only waits
/// @param query the parameters; one that is null is left out, and a fixed null stands for a flag
///   without a value
/// @param send the attributes and blocks that are sent under their API names
/// @param body what is sent besides
/// @param each attribute → where an item of the step before has its value: the step is made once
///   for each such item; empty for a step that is made once
/// @param from where the object, or the objects, are in the answer, the first place that is there;
///   none, or an empty one, for the answer itself
/// @param keep which items are kept: the field must be what the template stands for, one of it
///   where that is a list, match it where that is a regular expression; a null keeps all
/// @param errors the classes of error codes where they differ from the cloud's table
/// @param repeatable true when making the call twice does no more than making it once
/// @param waiter the waiter that follows, or null
/// @param range its place in the spec
public record Step(
    @Nullable String service,
    String title,
    Condition when,
    @Nullable Target target,
    SortedMap<String, Body> query,
    List<String> send,
    SortedMap<String, Body> body,
    SortedMap<String, String> each,
    List<String> from,
    SortedMap<String, Template> keep,
    SortedMap<String, ErrorClass> errors,
    boolean repeatable,
    @Nullable String waiter,
    SourceRange range) {
  /// Copies the collections.
  public Step {
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    send = List.copyOf(send);
    body = Collections.unmodifiableSortedMap(new TreeMap<>(body));
    each = Collections.unmodifiableSortedMap(new TreeMap<>(each));
    from = List.copyOf(from);
    keep = Collections.unmodifiableSortedMap(new TreeMap<>(keep));
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /// What a step calls.
  public sealed interface Target {
    /// The HTTP method.
    String method();

    /// A path: parameters go into the URL, what is sent into a JSON body.
    record Path(String method, Template path) implements Target {}

    /// A named action: everything is a parameter, in the URL of a GET and in the form of a POST.
    record Action(String method, String name) implements Target {}
  }

  /// This step with other parameters.
  public Step withQuery(SortedMap<String, Body> parameters) {
    return new Step(
        service,
        title,
        when,
        target,
        parameters,
        send,
        body,
        each,
        from,
        keep,
        errors,
        repeatable,
        waiter,
        range);
  }

  /// True when attributes or other fields are sent besides the parameters.
  public boolean hasBody() {
    return !send.isEmpty() || !body.isEmpty();
  }
}
