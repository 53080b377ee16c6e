package dev.groma.testkit.spec;

/// A language that pages are written in.
public enum Language {
  /// English.
  ENGLISH("en", ""),
  /// Simplified Chinese.
  CHINESE("zh", ".zh-CN");

  private final String key;
  private final String suffix;

  Language(String key, String suffix) {
    this.key = key;
    this.suffix = suffix;
  }

  /// The name of the page `name` in this language.
  public String file(String name) {
    return name + suffix + ".md";
  }

  /// The one of the two texts that is in this language.
  String of(String english, String chinese) {
    return this == ENGLISH ? english : chinese;
  }

  /// The text of a `doc` or `message` in this language.
  String of(Tree doc) {
    return doc.at(key).text();
  }
}
