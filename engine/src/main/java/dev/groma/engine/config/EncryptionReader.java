package dev.groma.engine.config;

import dev.groma.engine.config.EncryptionBlock.Argument;
import dev.groma.engine.config.EncryptionBlock.Link;
import dev.groma.engine.config.EncryptionBlock.Name;
import dev.groma.engine.config.EncryptionBlock.Part;
import dev.groma.engine.config.EncryptionBlock.Target;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import dev.groma.state.crypto.Encryption.Granularity;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `encryption` blocks.
final class EncryptionReader {
  private static final String CODE = "config.encryption";
  private static final String KEY_PROVIDER = "key_provider";
  private static final String METHOD = "method";
  private static final String REMOTE = "remote_state_data_source";

  /// What a link looks like; `${}` round it means nothing.
  private static final Pattern LINK =
      Pattern.compile("(?:\\$\\{)?\\s*(\\w+)\\.([\\w-]+)\\.([\\w-]+)\\s*}?");

  private static final Map<String, Granularity> GRANULARITIES =
      new TreeMap<>(Map.of("whole", Granularity.WHOLE, "sensitive", Granularity.FIELDS));

  private final List<Diagnostic> diagnostics;

  EncryptionReader(List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// The block whose contents `body` is.
  EncryptionBlock read(Body body) {
    SortedMap<Name, Part> keyProviders = parts(body, KEY_PROVIDER, "chain");
    SortedMap<Name, Part> methods = parts(body, METHOD, "keys");
    Target state = target(body, "state");
    Target plan = target(body, "plan");
    Target remote = null;
    SortedMap<String, Target> remotes = new TreeMap<>();
    for (Body.Block block : body.blocks("remote_state_data_sources")) {
      Body inner = Body.of(block, diagnostics);
      remote = target(inner, "default");
      for (Body.Block named : inner.blocks(REMOTE, "name")) {
        if (remotes.put(named.name().text(), target(named)) != null) {
          diagnostics.add(duplicate(REMOTE, named.name().text(), named));
        }
      }
      inner.close();
    }
    body.close();
    return new EncryptionBlock(
        keyProviders, methods, state, plan, remote, remotes, body.declaration());
  }

  private SortedMap<Name, Part> parts(Body body, String kind, String link) {
    SortedMap<Name, Part> parts = new TreeMap<>();
    for (Body.Block block : body.blocks(kind, "type", "name")) {
      StringNode type = block.labels().getFirst();
      Name name = new Name(type.text(), block.name().text());
      Names.check(block.name(), kind, diagnostics);
      if (parts.put(name, part(name, block, link)) != null) {
        diagnostics.add(duplicate(kind, name.toString(), block));
      }
    }
    return parts;
  }

  private static Diagnostic duplicate(String kind, String name, Body.Block block) {
    return Diagnostic.error(
            "config.duplicate-declaration",
            "Duplicate " + kind,
            "Found multiple instances of " + kind + "." + name + ". Give each a name of its own.")
        .at(block.declaration());
  }

  private Part part(Name name, Body.Block block, String linkName) {
    Body body = Body.of(block, diagnostics);
    Member link = body.argument(linkName);
    SortedMap<String, Argument> arguments = new TreeMap<>();
    for (Member member : body.rest().members()) {
      Argument argument =
          new Argument(Body.parse(member.value(), diagnostics), member.keyNode().range());
      if (arguments.putIfAbsent(member.key(), argument) != null) {
        body.argument(member.key());
      }
    }
    return new Part(
        name,
        arguments,
        link == null ? null : link(link.value(), KEY_PROVIDER),
        block.declaration(),
        block.labels().getFirst().range());
  }

  private @Nullable Target target(Body body, String name) {
    Target found = null;
    for (Body.Block block : body.blocks(name)) {
      if (found != null) {
        diagnostics.add(duplicate("block", name, block));
      }
      found = target(block);
    }
    return found;
  }

  private Target target(Body.Block block) {
    Body body = Body.of(block, diagnostics);
    Member method = body.argument(METHOD);
    boolean enforced = body.flag("enforced", false);
    Member granularity = body.argument("granularity");
    Target fallback = target(body, "fallback");
    body.close();
    return new Target(
        method == null ? null : link(method.value(), METHOD),
        fallback,
        enforced,
        granularity == null ? null : granularity(granularity.value()),
        block.declaration());
  }

  private @Nullable Link link(Node node, String kind) {
    if (node instanceof Node.NullNode) {
      return null;
    }
    Matcher matcher = LINK.matcher(node instanceof StringNode text ? text.text() : "");
    if (matcher.matches() && matcher.group(1).equals(kind)) {
      return new Link(new Name(matcher.group(2), matcher.group(3)), node.range());
    }
    diagnostics.add(
        Diagnostic.error(
                CODE,
                "Invalid reference",
                "A "
                    + (kind.equals(METHOD) ? "method" : "key provider")
                    + " is named like this: "
                    + kind
                    + ".TYPE.NAME.")
            .at(node.range()));
    return null;
  }

  private @Nullable Granularity granularity(Node node) {
    String word = node instanceof StringNode text ? text.text() : "";
    Granularity granularity = GRANULARITIES.get(word);
    if (granularity == null) {
      diagnostics.add(
          Diagnostic.error(
                  CODE,
                  "Unknown granularity",
                  "The granularity is \"whole\", to encrypt the whole state, or \"sensitive\", to"
                      + " encrypt each sensitive value and leave the rest readable."
                      + Suggestion.didYouMean(word, GRANULARITIES.keySet()))
              .at(node.range()));
    }
    return granularity;
  }
}
