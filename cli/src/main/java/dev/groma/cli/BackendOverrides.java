package dev.groma.cli;

import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the `-backend-config` options of `groma init` say, later ones before earlier ones:
/// `KEY=VALUE`, or a file. A file is JSON, YAML, or lines `key = "value"` as Terraform's native
/// syntax has them, with comments.
final class BackendOverrides {
  private static final Pattern LINE =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z0-9.+-]+)"
          + "\\s*(?:(?:#|//).*)?");
  private static final Pattern NOTHING = Pattern.compile("\\s*(?:(?:#|//).*)?");

  private final Block schema;
  private final SortedMap<String, Value> values = new TreeMap<>();
  private final List<Diagnostic> found = new ArrayList<>();

  private BackendOverrides(Block schema) {
    this.schema = schema;
  }

  /// What `options` say; nothing after an error, which is reported.
  static Optional<SortedMap<String, Value>> read(
      List<String> options, Block schema, Console console, View view) {
    BackendOverrides overrides = new BackendOverrides(schema);
    SortedMap<String, SourceText> sources = new TreeMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        overrides.file(option, console, sources);
      } else {
        overrides.word(option.substring(0, equals).strip(), option.substring(equals + 1));
      }
    }
    view.sources(sources);
    view.report(overrides.found);
    return Diagnostic.hasErrors(overrides.found)
        ? Optional.empty()
        : Optional.of(overrides.values);
  }

  private void word(String name, String text) {
    @Nullable Attribute attribute = schema.attributes().get(name);
    if (attribute == null) {
      found.add(unexpected(name, "on the command line"));
      return;
    }
    Value value = Value.of(text);
    if (!attribute.type().equals(Type.STRING)
        && Conversion.convert(value, attribute.type()) instanceof Conversion.Failed) {
      Node node = SourceReader.read(new SourceText("-backend-config", text), Syntax.YAML).root();
      value = node == null ? value : Literals.value(node, _ -> {});
    }
    switch (Conversion.convert(value, attribute.type())) {
      case Conversion.Converted c -> values.put(name, c.value());
      case Conversion.Failed f ->
          found.add(
              Diagnostic.error(
                  "backend.override-value",
                  "Invalid backend configuration argument",
                  "The value of the argument \""
                      + name
                      + "\" in -backend-config is not suitable: "
                      + f.message()
                      + "."));
    }
  }

  private void file(String name, Console console, SortedMap<String, SourceText> sources) {
    SourceText source;
    try {
      source = new SourceText(name, Files.readString(console.directory().resolve(name)));
    } catch (IOException e) {
      found.add(
          Diagnostic.error(
              "backend.override-file",
              "Failed to read file",
              "The file \""
                  + name
                  + "\" of -backend-config could not be read: "
                  + (e instanceof java.nio.file.NoSuchFileException
                      ? "it does not exist"
                      : Workspaces.reason(e))
                  + ". An argument is given as -backend-config=KEY=VALUE."));
      return;
    }
    if (lines(source.text())) {
      return;
    }
    sources.put(name, source);
    Read read = SourceReader.read(source);
    found.addAll(read.diagnostics());
    if (read.root() == null || read.hasErrors()) {
      return;
    }
    if (!(read.root() instanceof Node.ObjectNode object)) {
      found.add(
          Diagnostic.error(
                  "backend.override-file",
                  "Failed to read file",
                  "A file of -backend-config holds arguments: an object in JSON or YAML, or lines"
                      + " such as\n    key = \"value\"")
              .at(read.root().range()));
      return;
    }
    for (Node.Member member : object.members()) {
      @Nullable Attribute attribute = schema.attributes().get(member.key());
      if (attribute == null) {
        found.add(unexpected(member.key(), "in a file").at(member.keyNode().range()));
        continue;
      }
      Value value = Literals.value(member.value(), attribute.type(), found::add);
      if (value != null) {
        values.put(member.key(), value);
      }
    }
  }

  /// Takes `text` when all its lines are `key = value`; false, and nothing is taken, otherwise.
  private boolean lines(String text) {
    SortedMap<String, String> given = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        given.put(matcher.group(1), matcher.group(2));
      } else if (!NOTHING.matcher(line).matches()) {
        return false;
      }
    }
    for (Map.Entry<String, String> entry : given.entrySet()) {
      String value = entry.getValue();
      Node node = SourceReader.read(new SourceText("", value), Syntax.YAML).root();
      boolean quoted = value.startsWith("\"");
      word(
          entry.getKey(),
          quoted && node != null && Literals.value(node, _ -> {}) instanceof Value.Str s
              ? s.text()
              : value);
    }
    return true;
  }

  private static Diagnostic unexpected(String name, String where) {
    return Diagnostic.error(
        "backend.override-name",
        "Invalid backend configuration argument",
        "The backend configuration argument \""
            + name
            + "\" given "
            + where
            + " is not expected for the selected backend type.");
  }
}
