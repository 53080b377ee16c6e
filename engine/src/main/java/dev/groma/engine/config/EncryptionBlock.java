package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import dev.groma.state.crypto.Encryption.Granularity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// How states and plans are to be encrypted: `terraform { encryption { ... } }`, as OpenTofu has
/// it. Not evaluated; what its names stand for is decided where the keys are fetched.
///
/// @param keyProviders where keys come from
/// @param methods how things are encrypted
/// @param state what the method of states is; null when nothing is said
/// @param plan what the method of plans is; null when nothing is said
/// @param remote the same for the states that `terraform_remote_state` reads
/// @param remotes the same for some of them by name: `NAME`, `MODULE.NAME`, `MODULE.NAME[KEY]`
/// @param declaration the beginning of the block
public record EncryptionBlock(
    SortedMap<Name, Part> keyProviders,
    SortedMap<Name, Part> methods,
    @Nullable Target state,
    @Nullable Target plan,
    @Nullable Target remote,
    SortedMap<String, Target> remotes,
    SourceRange declaration) {
  /// Copies the maps.
  public EncryptionBlock {
    keyProviders = Collections.unmodifiableSortedMap(new TreeMap<>(keyProviders));
    methods = Collections.unmodifiableSortedMap(new TreeMap<>(methods));
    remotes = Collections.unmodifiableSortedMap(new TreeMap<>(remotes));
  }

  /// The two labels of a part: `key_provider "TYPE" "NAME"`.
  public record Name(String type, String name) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : name.compareTo(other.name);
    }

    /// `TYPE.NAME`.
    @Override
    public String toString() {
      return type + "." + name;
    }
  }

  /// A part that is named elsewhere: `method.aes_gcm.a`, `key_provider.argon2id.b`.
  ///
  /// @param range where that is written
  public record Link(Name name, SourceRange range) {}

  /// An argument of a part.
  ///
  /// @param value what it stands for
  /// @param range its name
  public record Argument(Expression value, SourceRange range) {}

  /// A key provider or a method.
  ///
  /// @param arguments its arguments but for the link
  /// @param link the key provider that it builds upon: `keys` of a method, `chain` of a key
  ///   provider
  /// @param declaration its beginning
  /// @param range its type
  public record Part(
      Name name,
      SortedMap<String, Argument> arguments,
      @Nullable Link link,
      SourceRange declaration,
      SourceRange range) {
    /// Copies the map.
    public Part {
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    private Part with(Part over) {
      SortedMap<String, Argument> merged = new TreeMap<>(arguments);
      merged.putAll(over.arguments);
      return new Part(name, merged, over.link == null ? link : over.link, declaration, range);
    }
  }

  /// What is encrypted by which method.
  ///
  /// @param method null when nothing is said, which is an error when nothing says it elsewhere
  /// @param fallback by what older things may be encrypted
  /// @param enforced nothing may be in clear
  /// @param granularity how much of a state; null when nothing is said
  /// @param declaration its beginning
  public record Target(
      @Nullable Link method,
      @Nullable Target fallback,
      boolean enforced,
      @Nullable Granularity granularity,
      SourceRange declaration) {

    private Target with(Target over) {
      return new Target(
          over.method == null ? method : over.method,
          over.fallback == null ? fallback : over.fallback,
          enforced || over.enforced,
          over.granularity == null ? granularity : over.granularity,
          declaration);
    }
  }

  /// What reading a text gave.
  ///
  /// @param block null when there is an error
  public record Loaded(@Nullable EncryptionBlock block, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Loaded {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// The block whose contents `text` is.
  ///
  /// @param name what messages call the text
  public static Loaded parse(String text, String name) {
    SourceText source = new SourceText(name, text);
    boolean json = text.stripLeading().startsWith("{");
    Read read = SourceReader.read(source, json ? Syntax.JSON : Syntax.YAML);
    if (read.root() == null || read.hasErrors()) {
      return new Loaded(null, List.of(unreadable(name, read.diagnostics())));
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    Body body = Body.of(read.root(), SourceRange.of(name), diagnostics);
    EncryptionBlock block = new EncryptionReader(diagnostics).read(body);
    return new Loaded(Diagnostic.hasErrors(diagnostics) ? null : block, diagnostics);
  }

  /// What is wrong with a text that may hold secrets: where, not what.
  private static Diagnostic unreadable(String name, List<Diagnostic> found) {
    SourceRange place =
        found.stream()
            .map(Diagnostic::subject)
            .flatMap(java.util.stream.Stream::ofNullable)
            .findFirst()
            .orElse(SourceRange.of(name));
    return Diagnostic.error(
            "config.encryption",
            "Invalid encryption configuration",
            "The text is neither JSON nor YAML, see line "
                + place.start().line()
                + ", column "
                + place.start().column()
                + ". It is what would stand in the block `encryption` of `terraform`, in JSON or"
                + " YAML; Terraform's native syntax is not read. The text itself is not shown,"
                + " since it may hold secrets.")
        .at(SourceRange.of(name));
  }

  /// This with what `over` says in the place of the same: argument by argument in key providers and
  /// methods, and in what they are used for.
  public EncryptionBlock with(EncryptionBlock over) {
    return new EncryptionBlock(
        merged(keyProviders, over.keyProviders, Part::with),
        merged(methods, over.methods, Part::with),
        merged(state, over.state),
        merged(plan, over.plan),
        merged(remote, over.remote),
        merged(remotes, over.remotes, Target::with),
        declaration);
  }

  private static @Nullable Target merged(@Nullable Target base, @Nullable Target over) {
    return base == null ? over : over == null ? base : base.with(over);
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> merged(
      SortedMap<K, V> base, SortedMap<K, V> over, BinaryOperator<V> both) {
    SortedMap<K, V> all = new TreeMap<>(base);
    over.forEach((key, value) -> {
      V before = all.get(key);
      all.put(key, before == null ? value : both.apply(before, value));
    });
    return all;
  }
}
