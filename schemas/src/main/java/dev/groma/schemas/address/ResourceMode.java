package dev.groma.schemas.address;

/// Whether a resource is managed or only read.
public enum ResourceMode {
  /// Created, changed and deleted: a `resource` block.
  MANAGED("managed"),
  /// Only read: a `data` block.
  DATA("data"),
  /// Opened for the time of a run, and never recorded.
  EPHEMERAL("ephemeral");

  private final String word;

  ResourceMode(String word) {
    this.word = word;
  }

  /// The word that state and plan documents use.
  public String word() {
    return word;
  }

  /// What addresses begin with: the word and a dot, nothing for managed resources.
  public String prefix() {
    return this == MANAGED ? "" : word + ".";
  }
}
