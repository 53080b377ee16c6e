package dev.groma.engine.drift;

import dev.groma.schemas.value.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Texts with `*` for any characters: paths such as `tags["*"]` and names of stacks.
public final class PathPattern {
  private final String text;
  private final Pattern pattern;

  /// The pattern `text`.
  public PathPattern(String text) {
    this.text = text;
    this.pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
  }

  /// True when `path`, or something that it leads through, is meant.
  public boolean matches(Path path) {
    for (int length = path.steps().size(); length > 0; length--) {
      if (matches(new Path(path.steps().subList(0, length)).toString())) {
        return true;
      }
    }
    return false;
  }

  /// True when all of `name` is meant.
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern p && p.text.equals(text);
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
