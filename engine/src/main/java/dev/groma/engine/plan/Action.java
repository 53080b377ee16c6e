package dev.groma.engine.plan;

import java.util.List;

/// What is done to one object.
public enum Action {
  /// Nothing.
  NO_OP("no-op"),
  /// A new object is made.
  CREATE("create"),
  /// A data source is read.
  READ("read"),
  /// The object is changed as it stands.
  UPDATE("update"),
  /// The object is deleted, then a new one is made.
  DELETE_THEN_CREATE("delete create"),
  /// A new object is made, then the old one is deleted.
  CREATE_THEN_DELETE("create delete"),
  /// The object is deleted.
  DELETE("delete"),
  /// The object stays as it is and is no longer managed.
  FORGET("forget");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  /// The words that plan documents use, in the order in which they are done.
  public List<String> words() {
    return List.of(words.split(" "));
  }

  /// True for both orders of replacement.
  public boolean isReplace() {
    return this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE;
  }

  /// True when an object is deleted.
  public boolean deletes() {
    return this == DELETE || isReplace();
  }

  /// True when an object is created.
  public boolean creates() {
    return this == CREATE || isReplace();
  }
}
