package dev.groma.schemas.address;

import java.util.Optional;
import java.util.regex.Pattern;

/// What `-target` and `-exclude` name: a resource instance, all instances of a resource, or
/// everything in a module.
///
/// 1. A step without a key means all its instances: `module.a.terraform_data.b` matches
///    `module.a["x"].terraform_data.b[0]`.
/// 2. `*` stands for any characters within one name, type or key: `module.*.terraform_data.db`,
///    `terraform_data.web["a-*"]`.
/// 3. A module matches everything in it.
public final class AddressPattern {
  private static final String KEY = "\\[(?:[0-9]+|\"(?:[^\"\\\\]|\\\\.)*\")\\]";

  private final String text;
  private final boolean keyed;
  private final Pattern whole;
  private final Pattern withoutKeys;

  private AddressPattern(String text) {
    this.text = text;
    String bare = bare(text);
    this.keyed = !bare.equals(text);
    this.whole = Pattern.compile(expression(text) + "(?:\\..*)?", Pattern.DOTALL);
    this.withoutKeys = Pattern.compile(expression(bare) + "(?:\\..*)?", Pattern.DOTALL);
  }

  /// The pattern `text`; nothing when that is no address, even with its asterisks replaced.
  public static Optional<AddressPattern> parse(String text) {
    String stripped = text.strip();
    String plain = stripped.replace("[*]", "[0]").replace("*", "x");
    boolean known =
        !stripped.isEmpty()
            && (AddressParser.instance(plain).isPresent()
                || AddressParser.module(plain).isPresent());
    return known ? Optional.of(new AddressPattern(stripped)) : Optional.empty();
  }

  /// True when `address` is one of those that are meant.
  public boolean matches(InstanceAddress address) {
    return whole.matcher(address.toString()).matches();
  }

  /// True when an instance of `resource`, which has no keys, may be meant.
  public boolean mayMatch(ResourceAddress resource) {
    return withoutKeys.matcher(resource.toString()).matches();
  }

  /// True when all instances of a resource are meant or none.
  public boolean isWhole() {
    return !keyed;
  }

  private static String bare(String text) {
    StringBuilder bare = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '[') {
        i = endOfKey(text, i);
      } else {
        bare.append(text.charAt(i));
      }
    }
    return bare.toString();
  }

  /// The position of the bracket that closes the one at `open`.
  private static int endOfKey(String text, int open) {
    boolean quoted = false;
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ']' && !quoted) {
        return i;
      }
    }
    return text.length() - 1;
  }

  private static String expression(String text) {
    StringBuilder expression = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '[') {
        int end = endOfKey(text, at);
        String key = text.substring(at, end + 1);
        expression.append(key.equals("[*]") ? KEY : quoted(key, ".*"));
        at = end + 1;
      } else {
        int end = at;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
          end++;
        }
        expression.append(quoted(text.substring(at, end), "[^.\\[]*"));
        boolean unkeyed = end == text.length() || text.charAt(end) == '.';
        expression.append(unkeyed ? "(?:" + KEY + ")?" : "");
        at = end;
      }
      if (at < text.length() && text.charAt(at) == '.') {
        expression.append("\\.");
        at++;
      }
    }
    return expression.toString();
  }

  private static String quoted(String text, String anything) {
    StringBuilder all = new StringBuilder();
    String[] parts = text.split("\\*", -1);
    for (int i = 0; i < parts.length; i++) {
      all.append(i == 0 ? "" : anything).append(Pattern.quote(parts[i]));
    }
    return all.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressPattern p && p.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
