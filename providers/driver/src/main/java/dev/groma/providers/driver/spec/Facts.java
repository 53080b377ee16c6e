package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What templates and conditions of a spec can speak of.
///
/// @param prior the object as it was; null when it is being created
/// @param now the object as it shall be, or as it is
/// @param context what is known besides, by names such as `provider.region` and `call.token`
public record Facts(Value prior, Value now, SortedMap<String, Value> context) {
  /// The beginning of the names of what the provider is configured with.
  public static final String PROVIDER = "provider.";

  /// The beginning of the names of what belongs to a call.
  public static final String CALL = "call.";

  /// Copies the context.
  public Facts {
    context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
  }

  /// True when `name` means something of the context.
  static boolean isContext(String name) {
    return name.startsWith(PROVIDER) || name.startsWith(CALL);
  }

  /// What `name` stands for: null when it is not set, unknown when it is not known yet.
  public Value value(String name) {
    if (isContext(name)) {
      return Optional.ofNullable(context.get(name)).orElse(Value.unknown(Type.DYNAMIC));
    }
    return View.of(name).value(this, plain(name));
  }

  /// The attribute or block that `name` speaks of, whichever [View] of it.
  public static String plain(String name) {
    return View.of(name) == View.NOW ? name : name.substring(name.indexOf('.') + 1);
  }

  /// True when `name` stands for nothing because what it speaks of stays as it is.
  public boolean isUnchanged(String name) {
    return View.of(name) != View.NOW
        && View.of(name) != View.BEFORE
        && Plain.same(before(name), at(now, plain(name)));
  }

  /// What of an attribute a name stands for: `before.tags`, `changed.tags`, `added.tags`,
  /// `removed.tags`, or `tags` as it shall be.
  private enum View {
    /// As it shall be.
    NOW,
    /// As it was.
    BEFORE,
    /// As it shall be; null unless it changes.
    CHANGED,
    /// The entries or elements that are new or different; null when there are none.
    ADDED,
    /// Those that are no more; null when there are none.
    REMOVED;

    static View of(String name) {
      int dot = name.indexOf('.');
      return switch (dot < 0 ? "" : name.substring(0, dot)) {
        case "before" -> BEFORE;
        case "changed" -> CHANGED;
        case "added" -> ADDED;
        case "removed" -> REMOVED;
        default -> NOW;
      };
    }

    Value value(Facts facts, String name) {
      Value before = facts.before(name);
      Value now = at(facts.now, name);
      return switch (this) {
        case NOW -> now;
        case BEFORE -> before;
        case CHANGED -> Plain.same(before, now) ? Value.nullOf(now.type()) : now;
        case ADDED -> Difference.of(now, before);
        case REMOVED -> Difference.gone(before, now);
      };
    }
  }

  /// What `name` stood for before.
  public Value before(String name) {
    return at(prior, plain(name));
  }

  /// These facts with another `now`.
  public Facts with(Value object) {
    return new Facts(prior, object, context);
  }

  /// These facts and one more of the context.
  public Facts with(String name, Value value) {
    SortedMap<String, Value> more = new TreeMap<>(context);
    more.put(name, value);
    return new Facts(prior, now, more);
  }

  /// The part of `object` that the dotted `name` means; null when there is none, unknown when it is
  /// inside an unknown value.
  public static Value at(Value object, String name) {
    Value current = object;
    for (Path.Step step : path(name).steps()) {
      if (!current.isKnown()) {
        return Value.unknown(Type.DYNAMIC);
      }
      current = new Path(List.of(step)).find(current).orElse(Value.nullValue());
    }
    return current;
  }

  /// The path that the dotted `name` means.
  public static Path path(String name) {
    Path path = Path.ROOT;
    for (String part : name.split("\\.", -1)) {
      path = path.attribute(part);
    }
    return path;
  }
}
