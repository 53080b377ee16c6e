package dev.groma.engine.plan;

/// Why an action was chosen where the difference alone does not say it.
public enum Reason {
  /// The object is tainted.
  REPLACE_BECAUSE_TAINTED("replace_because_tainted"),
  /// The user asked for it.
  REPLACE_BY_REQUEST("replace_by_request"),
  /// Something named in `replace_triggered_by` changes.
  REPLACE_BY_TRIGGERS("replace_by_triggers"),
  /// An attribute changes that cannot be changed in place.
  REPLACE_BECAUSE_CANNOT_UPDATE("replace_because_cannot_update"),
  /// Its block is gone from the configuration.
  DELETE_BECAUSE_NO_RESOURCE_CONFIG("delete_because_no_resource_config"),
  /// It has a key where its block now has no `count` or `for_each`, or the other way round.
  DELETE_BECAUSE_WRONG_REPETITION("delete_because_wrong_repetition"),
  /// Its index is out of the range of `count`.
  DELETE_BECAUSE_COUNT_INDEX("delete_because_count_index"),
  /// Its key is not in `for_each`.
  DELETE_BECAUSE_EACH_KEY("delete_because_each_key"),
  /// `enabled` says that there shall be none.
  DELETE_BECAUSE_DISABLED("delete_because_enabled_false"),
  /// Its module is gone from the configuration.
  DELETE_BECAUSE_NO_MODULE("delete_because_no_module"),
  /// It was moved to an address that is not in the configuration.
  DELETE_BECAUSE_NO_MOVE_TARGET("delete_because_no_move_target"),
  /// The configuration of the data source is known only after apply.
  READ_BECAUSE_CONFIG_UNKNOWN("read_because_config_unknown"),
  /// Something that the data source depends on changes.
  READ_BECAUSE_DEPENDENCY_PENDING("read_because_dependency_pending"),
  /// It is read for a check, which is looked at after everything else is done.
  READ_BECAUSE_CHECK_NESTED("read_because_check_nested");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /// The word that plan documents use.
  public String word() {
    return word;
  }
}
