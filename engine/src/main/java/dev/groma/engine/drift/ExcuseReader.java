package dev.groma.engine.drift;

import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.decode.ObjectReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what drift does not count, from baseline files, catalogues and the command line.
public final class ExcuseReader {
  private final Consumer<Diagnostic> diagnostics;

  /// @param diagnostics takes what is wrong, each with its place
  public ExcuseReader(Consumer<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// The entries of a baseline file.
  public List<Excuse.Accepted> baseline(Node root) {
    ObjectReader file = ObjectReader.of(root, "A baseline", diagnostics);
    file.integer("version", 1, 1, 1);
    List<Excuse.Accepted> all = new ArrayList<>();
    for (Node element : file.elements("accepted")) {
      accepted(element).ifPresent(all::add);
    }
    file.close();
    return all;
  }

  private Optional<Excuse.Accepted> accepted(Node node) {
    ObjectReader entry = ObjectReader.of(node, "Accepted drift", diagnostics);
    PathPattern stack = entry.findText("stack").map(PathPattern::new).orElse(null);
    Optional<AddressPattern> address = address(entry);
    PathPattern path = entry.findText("path").map(PathPattern::new).orElse(null);
    DriftClass driftClass = entry.word("class", DriftClass.class);
    Value observed =
        entry
            .findMember("observed")
            .map(member -> Literals.value(member.value(), diagnostics))
            .orElse(null);
    Optional<String> owner = entry.requiredText("owner");
    Optional<String> reason = entry.requiredText("reason");
    Optional<LocalDate> expires = expires(entry);
    entry.close();
    return address.isEmpty() || owner.isEmpty() || reason.isEmpty() || expires.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Excuse.Accepted(
                stack,
                address.get(),
                path,
                driftClass,
                observed,
                owner.get(),
                reason.get(),
                expires.get()));
  }

  private Optional<LocalDate> expires(ObjectReader entry) {
    if (entry.required("expires").isEmpty()) {
      return Optional.empty();
    }
    return entry
        .findString("expires")
        .flatMap(text -> {
          LocalDate day = day(text.text());
          if (day == null) {
            diagnostics.accept(
                Diagnostic.error(
                        "drift.wrong-date",
                        "Wrong date",
                        "\""
                            + text.text()
                            + "\" is no date. Write the last day, such as 2027-01-31, or a time"
                            + " such as 2027-01-31T12:00:00Z, whose day counts.")
                    .at(text.range()));
          }
          return Optional.ofNullable(day);
        });
  }

  /// The day that `text` names; null when it names none.
  public static @Nullable LocalDate day(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text).atOffset(ZoneOffset.UTC).toLocalDate()
          : LocalDate.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  /// The rules in the property `ignore` of `object`.
  public List<Excuse.Ignored> ignored(ObjectReader object) {
    List<Excuse.Ignored> all = new ArrayList<>();
    for (Node element : object.elements("ignore")) {
      if (element instanceof StringNode text) {
        ignored(text.text())
            .ifPresentOrElse(
                all::add, () -> diagnostics.accept(wrong(text.text()).at(text.range())));
        continue;
      }
      ObjectReader rule = ObjectReader.of(element, "A rule", diagnostics);
      PathPattern stack = rule.findText("stack").map(PathPattern::new).orElse(null);
      Optional<AddressPattern> address = address(rule);
      PathPattern path = rule.findText("path").map(PathPattern::new).orElse(null);
      rule.close();
      address.ifPresent(known -> all.add(new Excuse.Ignored(stack, known, path)));
    }
    return all;
  }

  private Optional<AddressPattern> address(ObjectReader object) {
    Optional<StringNode> text =
        object.required("address").isPresent() ? object.findString("address") : Optional.empty();
    return text.flatMap(written -> {
      Optional<AddressPattern> address = AddressPattern.parse(written.text());
      if (address.isEmpty()) {
        diagnostics.accept(wrong(written.text()).at(written.range()));
      }
      return address;
    });
  }

  /// The rule `text`, `ADDRESS` or `ADDRESS:PATH`; nothing when the address is none.
  public static Optional<Excuse.Ignored> ignored(String text) {
    int colon = colon(text);
    String address = colon < 0 ? text : text.substring(0, colon);
    PathPattern path = colon < 0 ? null : new PathPattern(text.substring(colon + 1));
    return AddressPattern.parse(address).map(known -> new Excuse.Ignored(null, known, path));
  }

  /// The colon of a rule, which is not inside a key.
  private static int colon(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ':' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /// What is told about an address that is none.
  public static Diagnostic wrong(String text) {
    return Diagnostic.error(
        "drift.wrong-address",
        "Invalid address",
        "\""
            + text
            + "\" is not an address. An address looks like terraform_data.web,"
            + " terraform_data.web[0], 'terraform_data.web[\"key\"]' or module.name; * stands for"
            + " any characters of a name or key, and :PATH behind it for an attribute.");
  }
}
