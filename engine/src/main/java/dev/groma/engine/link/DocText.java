package dev.groma.engine.link;

import dev.groma.schemas.schema.Doc;

/// Sentences in both languages, one after the other.
public final class DocText {
  private final StringBuilder english = new StringBuilder();
  private final StringBuilder chinese = new StringBuilder();

  /// Adds a sentence.
  public DocText add(String inEnglish, String inChinese) {
    english.append(english.isEmpty() ? "" : " ").append(inEnglish);
    chinese.append(inChinese);
    return this;
  }

  /// The text.
  public Doc doc() {
    return new Doc(english.toString(), chinese.toString());
  }
}
