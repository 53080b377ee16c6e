package dev.groma.cli.encryption;

import dev.groma.engine.config.EncryptionBlock;
import dev.groma.engine.config.EncryptionBlock.Link;
import dev.groma.engine.config.EncryptionBlock.Name;
import dev.groma.engine.config.EncryptionBlock.Part;
import dev.groma.engine.config.EncryptionBlock.Target;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Encryption.Granularity;
import dev.groma.state.crypto.KeySource;
import dev.groma.state.crypto.Keyring;
import dev.groma.state.crypto.Method;
import dev.groma.state.crypto.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the states and plans of a configuration are encrypted, as its block `encryption` says, with
/// the keys that it names.
///
/// 1. What the block says is looked at as a whole; keys are fetched when they are asked for, each
///    once.
/// 2. A key to seal with is fetched before anything is done: no run finds out at its end that it
///    cannot record what it did.
///
/// Serves many threads, as the encryptions do.
public final class EncryptionSettings implements AutoCloseable {
  private static final String UNENCRYPTED = "unencrypted";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:module\\.(.+)\\.)?data\\.terraform_remote_state\\.([^.\\[]+)(\\[.*])?");

  private final @Nullable EncryptionBlock block;
  private final @Nullable KeyProviders providers;
  private final Surroundings surroundings;
  private final Keyring ring = new Keyring();
  private final Map<Name, Method> methods = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean anywhere;

  /// @param block what is configured; null for nothing
  public EncryptionSettings(@Nullable EncryptionBlock block, Surroundings surroundings) {
    this.block = block;
    this.surroundings = surroundings;
    this.providers = block == null ? null : new KeyProviders(block.keyProviders(), surroundings);
  }

  /// This, where states may be of any workspace.
  public EncryptionSettings anywhere() {
    anywhere = true;
    return this;
  }

  /// What is wrong with `block` as it stands; another place may say what it lacks.
  public static List<Diagnostic> check(@Nullable EncryptionBlock block) {
    List<Diagnostic> found = new ArrayList<>();
    if (block != null) {
      block.keyProviders().values().forEach(part -> KeyProviders.check(part, found));
      block.methods().values().forEach(part -> checkMethod(part, found));
      wholeTargets(block)
          .filter(target -> target.granularity() != null)
          .forEach(target ->
              found.add(
                  error(
                          "Unsupported granularity",
                          "Only states have parts that can be encrypted by themselves: write"
                              + " `granularity` in the block `state`, not here.")
                      .at(target.declaration())));
    }
    return found;
  }

  /// What is always encrypted as a whole, and the fallbacks, which only read.
  private static Stream<Target> wholeTargets(EncryptionBlock block) {
    List<Target> all = new ArrayList<>();
    List<@Nullable Target> tops = new ArrayList<>(block.remotes().values());
    tops.add(block.state() == null ? null : block.state().fallback());
    tops.add(block.plan());
    tops.add(block.remote());
    for (Target top : tops) {
      for (Target target = top; target != null; target = target.fallback()) {
        all.add(target);
      }
    }
    return all.stream();
  }

  private static void checkMethod(Part part, List<Diagnostic> found) {
    String type = part.name().type();
    List<String> known = new ArrayList<>(List.of(UNENCRYPTED));
    Arrays.stream(Suite.values()).map(Suite::word).forEach(known::add);
    if (!known.contains(type)) {
      found.add(
          error(
                  "Unknown encryption method",
                  "There is no encryption method \""
                      + type
                      + "\". There are aes_gcm, sm4_gcm and unencrypted."
                      + Suggestion.didYouMean(type, known))
              .at(part.range()));
    }
    part.arguments()
        .forEach((name, argument) ->
            found.add(
                error(
                        "Unsupported argument",
                        "The method "
                            + type
                            + " takes no argument \""
                            + name
                            + "\"."
                            + (type.equals(UNENCRYPTED)
                                ? ""
                                : " It takes \"keys\", a key provider."))
                    .at(argument.range())));
  }

  static Diagnostic error(String summary, String detail) {
    return Diagnostic.error("encryption.configuration", summary, detail);
  }

  /// How states are encrypted; nothing after an error, which `diagnostics` takes.
  public Optional<Encryption> state(Consumer<Diagnostic> diagnostics) {
    return of(block == null ? null : block.state(), "state", diagnostics);
  }

  /// How plans are encrypted; nothing after an error, which `diagnostics` takes.
  public Optional<Encryption> plan(Consumer<Diagnostic> diagnostics) {
    return of(block == null ? null : block.plan(), "plan", diagnostics);
  }

  /// How the state is encrypted that a data source `terraform_remote_state` reads; nothing after an
  /// error, which `diagnostics` takes.
  ///
  /// @param address the instance of the data source
  public Optional<Encryption> remoteState(String address, Consumer<Diagnostic> diagnostics) {
    if (block == null) {
      return Optional.of(Encryption.NONE);
    }
    Target target = block.remote();
    String named = "remote_state_data_sources.default";
    Matcher matcher = ADDRESS.matcher(address);
    if (matcher.matches()) {
      String module = matcher.group(1) == null ? "" : matcher.group(1) + ".";
      String key = matcher.group(3) == null ? "" : matcher.group(3);
      for (String name : List.of(module + matcher.group(2), module + matcher.group(2) + key)) {
        if (block.remotes().containsKey(name)) {
          target = block.remotes().get(name);
          named = "remote_state_data_source." + name;
        }
      }
    }
    return of(target, named, diagnostics);
  }

  private Optional<Encryption> of(
      @Nullable Target target, String name, Consumer<Diagnostic> diagnostics) {
    lock.lock();
    try {
      return encryption(target, name, diagnostics);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Encryption> encryption(
      @Nullable Target target, String name, Consumer<Diagnostic> diagnostics) {
    if (block == null || target == null) {
      return Optional.of(Encryption.NONE);
    }
    List<Diagnostic> found =
        new ArrayList<>(check(block).stream().filter(Diagnostic::isError).toList());
    List<Optional<Method>> chain =
        Diagnostic.hasErrors(found) ? List.of() : chain(target, name, found);
    found.forEach(diagnostics);
    if (Diagnostic.hasErrors(found)) {
      return Optional.empty();
    }
    Granularity granularity = target.granularity();
    Encryption encryption =
        new Encryption(
            chain.getFirst().orElse(null),
            granularity == null ? Granularity.WHOLE : granularity,
            chain.stream().skip(1).flatMap(Optional::stream).toList(),
            chain.contains(Optional.<Method>empty()),
            surroundings.random(),
            ring);
    return Optional.of(anywhere ? encryption.anywhere() : encryption);
  }

  /// The methods of `target` and its fallbacks; nothing stands for `unencrypted`.
  private List<Optional<Method>> chain(Target target, String name, List<Diagnostic> found) {
    List<Optional<Method>> chain = new ArrayList<>();
    String what = name;
    for (Target part = target; part != null; part = part.fallback()) {
      Link link = part.method();
      if (link == null) {
        found.add(
            error(
                    "Missing encryption method",
                    "There is no method for "
                        + what
                        + ". Write `method: ${method.TYPE.NAME}` here, or in the variable"
                        + " GROMA_ENCRYPTION."
                        + (part.enforced() ? " Encryption is enforced." : ""))
                .at(part.declaration()));
      } else if (link.name().type().equals(UNENCRYPTED) && isDeclared(link, what, found)) {
        chain.add(Optional.empty());
        if (target.enforced()) {
          found.add(
              error(
                      "Unencrypted method is forbidden",
                      "Unable to use the method `unencrypted`, since the `enforced` flag is used."
                          + " Take the flag away for the time of a migration.")
                  .at(link.range()));
        }
      } else if (isDeclared(link, what, found)) {
        method(link, chain.isEmpty(), found).ifPresent(method -> chain.add(Optional.of(method)));
      }
      what += ".fallback";
    }
    return chain;
  }

  private boolean isDeclared(Link link, String what, List<Diagnostic> found) {
    boolean declared = block != null && block.methods().containsKey(link.name());
    if (!declared) {
      found.add(
          error(
                  "Undefined encryption method",
                  "Can not find \"method." + link.name() + "\" for \"" + what + "\".")
              .at(link.range()));
    }
    return declared;
  }

  private Optional<Method> method(Link link, boolean seals, List<Diagnostic> found) {
    if (block == null || providers == null) {
      return Optional.empty();
    }
    Part part = block.methods().get(link.name());
    Optional<Suite> suite = Suite.find(link.name().type());
    if (part == null || suite.isEmpty()) {
      return Optional.empty();
    }
    if (part.link() == null) {
      found.add(
          error(
                  "Missing key provider",
                  "The method "
                      + part.name()
                      + " needs a key: write `keys: ${key_provider.TYPE.NAME}`.")
              .at(part.declaration()));
      return Optional.empty();
    }
    Method known = methods.get(part.name());
    Optional<KeySource> source = providers.source(part.link(), seals, found);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Method method =
        known != null ? known : new Method(part.name().toString(), suite.get(), source.get());
    methods.put(part.name(), method);
    return Optional.of(method);
  }

  /// What the block may use of the world, as far as keys need it.
  ///
  /// @param early evaluates its expressions
  /// @param directory what relative names start from, and where programs are run
  /// @param environment the environment variables
  /// @param random a source of randomness that nobody can predict
  public record Surroundings(
      dev.groma.engine.plan.EarlyValues early,
      java.nio.file.Path directory,
      Map<String, String> environment,
      java.util.random.RandomGenerator random) {
    /// Copies the map.
    public Surroundings {
      environment = new TreeMap<>(environment);
    }
  }

  /// Overwrites the keys.
  @Override
  public void close() {
    ring.close();
    if (providers != null) {
      providers.close();
    }
  }
}
