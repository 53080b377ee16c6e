package dev.groma.engine.policy;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.policy.Policy.Each;
import dev.groma.engine.policy.Policy.Verdict;
import dev.groma.schemas.decode.ObjectReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads policies from the files of a folder: all that end in `.yaml`, `.yml` or `.json`, in the
/// order of their names.
public final class PolicyFiles {
  /// The names that conditions and messages know.
  static final List<String> NAMES = List.of("plan", "change");

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, Policy> policies = new TreeMap<>();
  private final List<String> off = new ArrayList<>();
  private final SortedMap<String, SourceText> sources = new TreeMap<>();

  private PolicyFiles() {}

  /// What was read.
  ///
  /// @param policies the rules, by name
  /// @param off the names of rules that are switched off
  /// @param sources the texts that diagnostics point into
  /// @param diagnostics what is wrong
  public record Loaded(
      List<Policy> policies,
      List<String> off,
      SortedMap<String, SourceText> sources,
      List<Diagnostic> diagnostics) {
    /// Copies the collections.
    public Loaded {
      policies = List.copyOf(policies);
      off = List.copyOf(off);
      sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
      diagnostics = List.copyOf(diagnostics);
    }

    /// True when something is wrong with the files.
    public boolean hasErrors() {
      return Diagnostic.hasErrors(diagnostics);
    }
  }

  /// Reads the files of `folders`.
  ///
  /// @param base what relative folders start from
  /// @param folders the folders, as the user named them
  public static Loaded load(Path base, List<String> folders) {
    PolicyFiles files = new PolicyFiles();
    folders.forEach(folder -> files.folder(base.resolve(folder), folder));
    return new Loaded(
        List.copyOf(files.policies.values()), files.off, files.sources, files.diagnostics);
  }

  private void folder(Path folder, String name) {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(PolicyFiles::isPolicyFile).sorted().forEach(all::add);
    } catch (IOException _) {
      diagnostics.add(
          Diagnostic.error(
              "policy.folder",
              "The policies cannot be read",
              name + " is not a folder that can be read. Correct -policy."));
      return;
    }
    if (all.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "policy.folder",
              "The policies cannot be read",
              "The folder " + name + " holds no file that ends in .yaml, .yml or .json, so nothing"
                  + " would be checked. Correct -policy, or leave it out."));
    }
    for (Path file : all) {
      file(file, Path.of(name).resolve(file.getFileName()).toString());
    }
  }

  private static boolean isPolicyFile(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private void file(Path file, String name) {
    SourceText text;
    try {
      text = new SourceText(name, Files.readString(file));
    } catch (CharacterCodingException _) {
      unreadable(name, "it is not UTF-8 text");
      return;
    } catch (IOException e) {
      unreadable(name, e.getClass().getSimpleName());
      return;
    }
    sources.put(name, text);
    Read read = SourceReader.read(text);
    diagnostics.addAll(read.diagnostics());
    Node root = read.root();
    if (root != null && !read.hasErrors()) {
      document(root);
    }
  }

  private void unreadable(String name, String why) {
    diagnostics.add(
        Diagnostic.error(
                "policy.file", "A policy file cannot be read", name + " cannot be read: " + why + ".")
            .at(SourceRange.of(name)));
  }

  private void document(Node root) {
    ObjectReader document = ObjectReader.of(root, "A policy file", diagnostics::add);
    off.addAll(document.texts("disable"));
    for (Node.Member member : document.members("policy")) {
      policy(member).ifPresent(policy -> {
        Policy other = policies.putIfAbsent(policy.name(), policy);
        if (other != null) {
          diagnostics.add(
              Diagnostic.error(
                      "policy.duplicate",
                      "Duplicate policy",
                      "There is a policy \"" + policy.name() + "\" at " + other.range()
                          + ". Rename one of the two.")
                  .at(policy.range()));
        }
      });
    }
    document.close();
  }

  private Optional<Policy> policy(Node.Member member) {
    String name = member.key();
    SourceRange range = member.keyNode().range();
    ObjectReader keys =
        ObjectReader.of(member.value(), "The policy \"" + name + "\"", diagnostics::add);
    int before = diagnostics.size();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      wrong(
          range,
          "The name \"" + name + "\" may hold only letters, digits, hyphens and underscores.");
    }
    String description = keys.findText("description").orElse("");
    Each each = Optional.ofNullable(keys.word("each", Each.class)).orElse(Each.CHANGE);
    Expression when = expression(keys.find("when"), each);
    Optional<Node> deny = keys.find("deny");
    Optional<Node> warn = keys.find("warn");
    Expression message = expression(keys.find("message"), each);
    keys.close();
    if (deny.isPresent() == warn.isPresent()) {
      wrong(
          range,
          "The policy \"" + name + "\" needs either deny or warn, the condition that must not"
              + " hold.");
    }
    if (message == null && description.isEmpty()) {
      wrong(range, "The policy \"" + name + "\" needs a message or a description. Add one.");
    }
    Expression condition = expression(deny.or(() -> warn), each);
    return condition == null || diagnostics.size() > before
        ? Optional.empty()
        : Optional.of(
            new Policy(
                name,
                description,
                each,
                when,
                deny.isPresent() ? Verdict.DENY : Verdict.WARN,
                condition,
                message,
                range));
  }

  private @Nullable Expression expression(Optional<Node> node, Each each) {
    if (node.isEmpty()) {
      return null;
    }
    List<String> names = each == Each.CHANGE ? NAMES : List.of("plan");
    Parsed<Expression> parsed = ExpressionParser.template(node.get(), names);
    diagnostics.addAll(parsed.diagnostics());
    return parsed.value();
  }

  private void wrong(SourceRange range, String detail) {
    diagnostics.add(Diagnostic.error("policy.invalid", "Invalid policy", detail).at(range));
  }
}
