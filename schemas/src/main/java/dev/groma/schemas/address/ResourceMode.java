package dev.groma.schemas.address;

/// Whether a resource is managed or only read.
public enum ResourceMode {
  /// Created, changed and deleted: a `resource` block.
  MANAGED("managed"),
  /// Only read: a `data` block.
  DATA("data");

  private final String word;

  ResourceMode(String word) {
    this.word = word;
  }

  /// The word that state and plan documents use.
  public String word() {
    return word;
  }
}
