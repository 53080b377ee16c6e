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
  /// A new object is made, then the old one stays as it is and is no longer managed.
  CREATE_THEN_FORGET("create forget"),
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

  /// True when a new object takes the place of another one.
  public boolean isReplace() {
    return this == DELETE_THEN_CREATE || isCreateFirst();
  }

  /// True when a new object is made before the old one goes.
  public boolean isCreateFirst() {
    return this == CREATE_THEN_DELETE || this == CREATE_THEN_FORGET;
  }

  /// True when an object is deleted.
  public boolean deletes() {
    return this == DELETE || this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE;
  }

  /// True when an object stays as it is and is no longer managed.
  public boolean forgets() {
    return this == FORGET || this == CREATE_THEN_FORGET;
  }

  /// True when an object is created.
  public boolean creates() {
    return this == CREATE || isReplace();
  }
}
