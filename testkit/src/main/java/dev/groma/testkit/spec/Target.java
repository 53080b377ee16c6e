package dev.groma.testkit.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What a request is sent to: an action by name, or a method and a path in which `{}` stands for
/// whatever is filled in.
///
/// @param method the HTTP method
/// @param place the name of the action, or the path
/// @param flags the parameters without a value that tell operations on one path apart
/// @param filled the names of what is filled into the path
public record Target(String method, String place, Set<String> flags, List<String> filled) {
  /// Copies the collections.
  public Target {
    SortedSet<String> sorted = new TreeSet<>(flags);
    flags = Collections.unmodifiableSortedSet(sorted);
    filled = List.copyOf(filled);
  }

  /// What a step of a spec calls.
  static Target parse(Tree step) {
    Set<String> flags = new TreeSet<>();
    step.at("query")
        .members()
        .forEach((name, value) -> {
          if (value.isNull()) {
            flags.add(name);
          }
        });
    return of(step.at("request").text(), flags);
  }

  /// What a document writes as `PUT /v1/things/{thingId}?resize`.
  public static Target parse(String text) {
    int question = text.indexOf('?');
    return question < 0
        ? of(text, Set.of())
        : of(
            text.substring(0, question),
            new TreeSet<>(Arrays.asList(text.substring(question + 1).split("&"))));
  }

  private static Target of(String text, Set<String> flags) {
    int blank = text.indexOf(' ');
    String method = text.substring(0, blank);
    String place = text.substring(blank + 1).strip();
    List<String> filled = new ArrayList<>();
    if (place.startsWith("/")) {
      List<String> segments = new ArrayList<>();
      for (String segment : place.split("/", -1)) {
        boolean open = segment.startsWith("$") || segment.startsWith("{");
        segments.add(open ? "{}" : segment);
        if (open) {
          filled.add(segment.replaceAll("[${}]", ""));
        }
      }
      place = String.join("/", segments);
    }
    return new Target(method, place, flags, filled);
  }

  /// True when both are one operation, whatever is filled in.
  public boolean isSame(Target other) {
    return method.equals(other.method) && place.equals(other.place) && flags.equals(other.flags);
  }

  /// True when `other` is this with parts of the path filled in.
  public boolean covers(Target other) {
    String[] mine = place.split("/", -1);
    String[] its = other.place.split("/", -1);
    return method.equals(other.method)
        && flags.equals(other.flags)
        && mine.length == its.length
        && IntStream.range(0, mine.length)
            .allMatch(i -> mine[i].equals("{}") || mine[i].equals(its[i]));
  }

  /// True when an action of that name is called.
  public boolean isAction(String name) {
    return place.equals(name);
  }
}
