package dev.groma.testkit.coverage;

import dev.groma.testkit.spec.Target;
import dev.groma.testkit.spec.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the documents of a cloud say, written down by hand in its `document.yaml`.
///
/// @param titles the titles of the documents by name, in their order
/// @param operations the operations by the vendor's name
/// @param items everything that has to be dealt with
/// @param elsewhere what is dealt with outside of specs and error tables, each with where
record VendorDocument(
    Map<String, String> titles,
    Map<String, Operation> operations,
    List<Item> items,
    Map<String, String> elsewhere) {
  VendorDocument {
    titles = Collections.unmodifiableMap(new LinkedHashMap<>(titles));
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    items = List.copyOf(items);
    elsewhere = Collections.unmodifiableMap(new LinkedHashMap<>(elsewhere));
  }

  /// An operation.
  ///
  /// @param document the name of the document that describes it
  /// @param section where in it
  /// @param call method and path; null where the operation is an action of its name
  record Operation(String name, String document, String section, @Nullable Target call) {}

  /// The kinds of things that a document names.
  enum Kind {
    /// A parameter that every call may have.
    COMMON("common", "common parameters"),
    /// A parameter or field of a request.
    REQUEST("request", "request parameters"),
    /// A field of an answer.
    ANSWER("answer", "answer fields"),
    /// A state.
    STATE("states", "states"),
    /// An error code, of one operation or of all.
    ERROR("errors", "error codes");

    private final String key;
    private final String words;

    Kind(String key, String words) {
      this.key = key;
      this.words = words;
    }

    String key() {
      return key;
    }

    String words() {
      return words;
    }
  }

  /// One thing that a document names.
  ///
  /// @param owner the operation, or the object whose state it is; empty where it is no one's
  /// @param name its name
  record Item(Kind kind, String owner, String name) {
    /// What `elsewhere` calls it.
    String key() {
      return switch (kind) {
        case COMMON -> "common." + name;
        case STATE -> "states." + owner + "." + name;
        case REQUEST, ANSWER -> owner + "." + kind.key() + "." + name;
        case ERROR -> owner.isEmpty() ? "errors." + name : owner + ".errors." + name;
      };
    }

    /// True when an entry of `elsewhere` with that key is about it: its own key, that of an object
    /// it is part of, or either with `*` for the operation.
    boolean isMeantBy(String entry) {
      String own = key();
      String every = owner.isEmpty() ? own : "*" + own.substring(owner.length());
      return isPart(own, entry) || (kind != Kind.STATE && isPart(every, entry));
    }

    private static boolean isPart(String key, String entry) {
      return key.equals(entry) || key.startsWith(entry + ".");
    }
  }

  /// Reads a `document.yaml`.
  static VendorDocument of(Tree root) {
    Map<String, String> titles = new LinkedHashMap<>();
    for (Tree document : root.at("documents").items()) {
      titles.put(document.at("name").text(), document.at("title").text());
    }
    Map<String, Operation> operations = new LinkedHashMap<>();
    List<Item> items = new ArrayList<>();
    add(items, Kind.COMMON, "", root.at("common"));
    root.at("operations")
        .members()
        .forEach((name, tree) -> {
          String call = tree.at("call").text();
          operations.put(
              name,
              new Operation(
                  name,
                  tree.at("document").text(),
                  tree.at("section").text(),
                  call.isEmpty() ? null : Target.parse(call)));
          for (Kind kind : List.of(Kind.REQUEST, Kind.ANSWER, Kind.ERROR)) {
            add(items, kind, name, tree.at(kind.key()));
          }
        });
    root.at("states").members().forEach((owner, names) -> add(items, Kind.STATE, owner, names));
    add(items, Kind.ERROR, "", root.at("errors"));
    Map<String, String> elsewhere = new LinkedHashMap<>();
    root.at("elsewhere").members().forEach((key, why) -> elsewhere.put(key, why.text()));
    return new VendorDocument(titles, operations, items, elsewhere);
  }

  private static void add(List<Item> to, Kind kind, String owner, Tree names) {
    names.texts().forEach(name -> to.add(new Item(kind, owner, name)));
  }
}
