package dev.groma.engine.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which versions are allowed: `>= 1.5, < 2.0`, `~> 1.4`.
///
/// @param conditions what must hold, all of it
public record VersionConstraint(List<Condition> conditions) {
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*(=|!=|>=|<=|>|<|~>)?\\s*v?([0-9]+(?:\\.[0-9]+)*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?\\s*");

  /// Copies the list.
  public VersionConstraint {
    conditions = List.copyOf(conditions);
  }

  /// One of the conditions.
  ///
  /// @param operator the comparison; `=` when none is written
  /// @param parts the numbers of the version
  /// @param preRelease what follows a hyphen, or nothing
  public record Condition(String operator, List<BigInteger> parts, String preRelease) {
    /// Copies the list.
    public Condition {
      parts = List.copyOf(parts);
    }

    private boolean allows(Condition version) {
      int order = compare(version, this);
      // A version before its release is taken only where it is asked for by name.
      boolean early = !version.preRelease.isEmpty();
      boolean sameRelease =
          early && !preRelease.isEmpty() && compareParts(version.parts, parts) == 0;
      return switch (operator) {
        case "=" -> order == 0;
        case "!=" -> order != 0;
        case ">" -> order > 0 && (!early || sameRelease);
        case ">=" -> order >= 0 && (!early || sameRelease);
        case "<" -> order < 0 && (!early || sameRelease);
        case "<=" -> order <= 0 && (!early || sameRelease);
        default -> order >= 0 && (!early || sameRelease) && samePrefix(version);
      };
    }

    private boolean samePrefix(Condition version) {
      for (int i = 0; i < parts.size() - 1; i++) {
        if (!part(version.parts, i).equals(parts.get(i))) {
          return false;
        }
      }
      return true;
    }

    private String canonical() {
      int numbers = operator.equals("~>") && parts.size() < 3 ? 2 : Math.max(3, parts.size());
      return (operator.equals("=") ? "" : operator + " ")
          + IntStream.range(0, numbers)
              .mapToObj(i -> part(parts, i).toString())
              .collect(Collectors.joining("."))
          + (preRelease.isEmpty() ? "" : "-" + preRelease);
    }

    private static int compare(Condition a, Condition b) {
      int byParts = compareParts(a.parts, b.parts);
      if (byParts != 0 || a.preRelease.equals(b.preRelease)) {
        return byParts;
      }
      return a.preRelease.isEmpty()
          ? 1
          : b.preRelease.isEmpty() ? -1 : a.preRelease.compareTo(b.preRelease);
    }

    private static int compareParts(List<BigInteger> a, List<BigInteger> b) {
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        int order = part(a, i).compareTo(part(b, i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    private static BigInteger part(List<BigInteger> parts, int i) {
      return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
    }
  }

  /// The conditions as documents write them: by their versions, each with three numbers; `~> 1.2`
  /// has two.
  public String canonical() {
    return conditions.stream()
        .sorted(Condition::compare)
        .map(Condition::canonical)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// The constraint that `text` describes, or nothing when it describes none.
  public static Optional<VersionConstraint> parse(String text) {
    List<Condition> conditions = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<Condition> condition = condition(part);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    return Optional.of(new VersionConstraint(conditions));
  }

  private static Optional<Condition> condition(String text) {
    Matcher matcher = CONDITION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String operator = matcher.group(1) == null ? "=" : matcher.group(1);
    String early = matcher.group(3) == null ? "" : matcher.group(3).substring(1);
    List<BigInteger> parts = new ArrayList<>();
    for (String part : matcher.group(2).split("\\.", -1)) {
      parts.add(new BigInteger(part));
    }
    return Optional.of(new Condition(operator, parts, early));
  }

  /// True when the version `version`, such as `1.11.4`, fulfils every condition.
  ///
  /// @throws IllegalArgumentException when it is no version
  public boolean allows(String version) {
    Condition given =
        condition(version)
            .orElseThrow(() -> new IllegalArgumentException("not a version: " + version));
    return conditions.stream().allMatch(condition -> condition.allows(given));
  }
}
