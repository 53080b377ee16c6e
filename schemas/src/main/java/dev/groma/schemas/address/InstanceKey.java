package dev.groma.schemas.address;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;

/// What tells the instances of one resource or module apart. No key comes before indexes, indexes
/// before names.
public sealed interface InstanceKey extends Comparable<InstanceKey> {
  /// The key of the only instance of a block without `count` and `for_each`.
  static InstanceKey none() {
    return new None();
  }

  /// No key.
  record None() implements InstanceKey {
    @Override
    public String toString() {
      return "";
    }
  }

  /// The position of an instance made by `count`.
  record Index(int position) implements InstanceKey {
    @Override
    public String toString() {
      return "[" + position + "]";
    }
  }

  /// The key of an instance made by `for_each`.
  record Name(String name) implements InstanceKey {
    @Override
    public String toString() {
      return "[" + quote(name) + "]";
    }
  }

  @Override
  default int compareTo(InstanceKey other) {
    return switch (this) {
      case Index a when other instanceof Index b -> Integer.compare(a.position, b.position);
      case Name a when other instanceof Name b -> CodePointOrder.INSTANCE.compare(a.name, b.name);
      default -> Integer.compare(rank(this), rank(other));
    };
  }

  /// This key as an expression sees it, null for none.
  default Value value() {
    return switch (this) {
      case None _ -> Value.nullValue();
      case Index i -> Num.of(i.position);
      case Name n -> Value.of(n.name);
    };
  }

  private static int rank(InstanceKey key) {
    return switch (key) {
      case None _ -> 0;
      case Index _ -> 1;
      case Name _ -> 2;
    };
  }

  /// `text` as a quoted literal of the expression language.
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '$', '%' -> {
          out.append(c);
          if (i + 1 < text.length() && text.charAt(i + 1) == '{') {
            out.append(c);
          }
        }
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
