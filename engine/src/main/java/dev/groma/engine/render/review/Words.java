package dev.groma.engine.render.review;

import dev.groma.engine.render.Json;
import dev.groma.schemas.schema.Doc;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.TreeSet;

/// The words of reviews in one language; they stand in `words_en.properties` and
/// `words_zh.properties`.
public final class Words {
  private final Properties words;

  private Words(Properties words) {
    this.words = words;
  }

  /// The languages that reviews speak.
  public enum Language {
    /// English.
    EN,
    /// Chinese.
    ZH;

    /// The language of a locale such as `zh_CN.UTF-8`; English for what is not known.
    public static Language ofLocale(String locale) {
      return locale.startsWith("zh") ? ZH : EN;
    }
  }

  static Words of(Language language) {
    return load("words_" + ReviewJson.word(language) + ".properties");
  }

  private static Words load(String file) {
    Properties words = new Properties();
    try {
      words.load(new StringReader(Resource.text(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Words(words);
  }

  boolean isChinese() {
    return text("language").equals("zh");
  }

  /// The words called `name`.
  String text(String name) {
    String text = words.getProperty(name);
    if (text == null) {
      throw new IllegalArgumentException("no words for " + name);
    }
    return text;
  }

  /// The words called `name`, with `argument` where `{0}` stands in them.
  String text(String name, Object argument) {
    return text(name).replace("{0}", argument.toString());
  }

  boolean has(String name) {
    return words.containsKey(name);
  }

  /// `doc` in this language, in English where there is nothing else.
  String of(Doc doc) {
    return isChinese() && !doc.chinese().isEmpty() ? doc.chinese() : doc.english();
  }

  /// Why `item` is changed as it is; empty when its differences say it.
  String reason(Item item) {
    String name = "reason." + item.reason();
    return item.reason().isEmpty() || !has(name)
        ? item.reason()
        : text(name)
            .replace("{block}", item.block())
            .replace("{key}", item.key())
            .replace("{module}", item.module());
  }

  /// All words, by name.
  Json json() {
    Json.Obj all = new Json.Obj();
    new TreeSet<>(words.stringPropertyNames()).forEach(name -> all.put(name, text(name)));
    return all;
  }
}
