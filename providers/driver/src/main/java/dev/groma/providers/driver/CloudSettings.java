package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a `provider` block, the environment and the emulator say together.
///
/// @param profile the cloud
/// @param credentials what requests are signed with
/// @param signature the name of the signature
/// @param region the region
/// @param endpoint where the service is
/// @param network how it is reached
/// @param given the arguments, for what is special about a cloud
/// @param random for nonces
/// @param emulated true when the emulator answers at `endpoint`, for every service
public record CloudSettings(
    CloudProfile profile,
    Credentials credentials,
    String signature,
    String region,
    URI endpoint,
    Network network,
    Given given,
    RandomGenerator random,
    boolean emulated) {
  private static final List<String> URLS = List.of("endpoint", "proxy");
  private static final List<String> FILES =
      List.of("ca_file", "client_certificate_file", "client_key_file");

  /// What came of reading the configuration.
  public sealed interface Result {
    /// Everything is known.
    record Ready(CloudSettings settings) implements Result {}

    /// Something that is needed is not known yet.
    record NotYet(Diagnostic why) implements Result {}

    /// Something is wrong or missing.
    record Wrong(List<Diagnostic> diagnostics) implements Result {
      /// Copies the list.
      public Wrong {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }

  // The arguments

  /// The arguments of the `provider` block of a cloud.
  public static Schema schema(CloudProfile profile) {
    Map<String, Attribute> all = new TreeMap<>();
    all.put("access_key", or(profile, "The access key", "Access Key", "ACCESS_KEY"));
    all.put("secret_key", or(profile, "The secret key", "Secret Key", "SECRET_KEY").asSensitive());
    all.put(
        profile.tokenArgument(),
        or(profile, "The token of temporary credentials", "临时凭证的 Token", tokenVariable(profile))
            .asSensitive());
    all.put("region", or(profile, "The region", "区域", "REGION"));
    all.put("endpoint", text("The URL of every service.", "所有服务的地址。"));
    all.put(
        "proxy",
        text(
                "The URL of an HTTP proxy, with user and password where it needs them; otherwise"
                    + " HTTPS_PROXY and NO_PROXY.",
                "HTTP 代理的地址，可含用户名和密码，默认取 HTTPS_PROXY 和 NO_PROXY。")
            .asSensitive());
    all.put(
        "ca_file",
        text(
            "A file with certificates (PEM) to trust besides those of the system.",
            "额外信任的 CA 证书文件（PEM）。"));
    all.put(
        "client_certificate_file",
        text("A file with the certificate (PEM) of this client.", "客户端证书文件（PEM）。"));
    all.put(
        "client_key_file",
        text("A file with its private key (PEM, PKCS#8).", "客户端私钥文件（PEM，PKCS#8）。"));
    all.put(
        "insecure",
        Attribute.of(
            Type.BOOL,
            Mode.OPTIONAL,
            new Doc("Whether certificates are not checked: for tests only.", "是否跳过证书校验，仅用于测试。")));
    all.put(
        "max_requests_per_second",
        Attribute.of(
            Type.NUMBER,
            Mode.OPTIONAL,
            new Doc(
                "How many requests are sent to an endpoint in a second at most; 100 if not set.",
                "每秒向同一地址发送的最大请求数，默认 100。")));
    all.put(
        "max_retries",
        Attribute.of(
            Type.NUMBER,
            Mode.OPTIONAL,
            new Doc(
                "How often a request is sent again at most, where that does no harm; 0 for never."
                    + " If not set, as often as the kind of error is worth it.",
                "请求失败后最多重试的次数，0 表示不重试；不填则按错误类型决定。")));
    all.put(
        "connect_timeout_seconds",
        Attribute.of(
            Type.NUMBER,
            Mode.OPTIONAL,
            new Doc(
                "How long making a connection may take; 10 if not set.", "建立连接的最长时间（秒），默认 10。")));
    if (profile.signatures().size() > 1) {
      all.put(
          "signature",
          text(
              "How requests are signed: "
                  + String.join(" or ", profile.signatures().keySet())
                  + ".",
              "签名方式：" + String.join("、", profile.signatures().keySet()) + "。"));
    }
    NestedBlock endpoints =
        new NestedBlock(
            NestedBlock.Nesting.SINGLE,
            Block.of(
                Map.of(profile.service(), text("The URL of this service.", "该服务的地址。")), Map.of()),
            0,
            1);
    Map<String, NestedBlock> blocks = new TreeMap<>(Map.of("endpoints", endpoints));
    Block special = profile.dialect().arguments();
    all.putAll(special.attributes());
    blocks.putAll(special.blocks());
    return new Schema(0, Block.of(all, blocks));
  }

  private static String tokenVariable(CloudProfile profile) {
    return profile.tokenArgument().toUpperCase(Locale.ROOT);
  }

  private static Attribute or(CloudProfile profile, String en, String zh, String variable) {
    String name = profile.variable(variable);
    return text(en + "; otherwise " + name + ".", zh + "，默认取 " + name + "。");
  }

  private static Attribute text(String english, String chinese) {
    return Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese));
  }

  // What is wrong without looking further

  /// What is wrong with the known parts of `configuration`.
  public static List<Diagnostic> check(CloudProfile profile, Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    List<String> urls = new ArrayList<>(URLS);
    urls.add("endpoints." + profile.service());
    for (String name : urls) {
      text(configuration, name)
          .filter(text -> url(text, name.equals("proxy") ? Set.of("") : paths(profile)) == null)
          .ifPresent(text -> found.add(wrongUrl(profile, name, text)));
    }
    found.addAll(profile.dialect().check(configuration));
    text(configuration, "region")
        .filter(_ -> !profile.regions().isEmpty())
        .filter(region -> host(profile, region.toLowerCase(Locale.ROOT)).isEmpty())
        .filter(_ -> configuredEndpoint(profile, configuration).isEmpty())
        .ifPresent(region -> found.add(unknownRegion(profile, region)));
    text(configuration, "signature")
        .filter(name -> !profile.signatures().containsKey(name))
        .ifPresent(name -> found.add(wrongSignature(profile, name)));
    if (text(configuration, "client_certificate_file").isPresent()
        != text(configuration, "client_key_file").isPresent()) {
      found.add(
          Diagnostic.error(
              "provider.half-identity",
              "Half a client certificate",
              "\"client_certificate_file\" and \"client_key_file\" belong together. Set both, or"
                  + " none."));
    }
    return found;
  }

  private static Optional<String> configuredEndpoint(CloudProfile profile, Value configuration) {
    return text(configuration, "endpoints." + profile.service())
        .or(() -> text(configuration, "endpoint"));
  }

  private static Optional<String> host(CloudProfile profile, String region) {
    String known = profile.regions().get(region);
    String pattern = profile.anyRegion();
    boolean named = region.matches("[a-z0-9-]+");
    return known != null || pattern == null || !named
        ? Optional.ofNullable(known)
        : Optional.of(pattern.formatted(region));
  }

  // Bringing it together

  /// Brings everything together. The emulator stands before any endpoint that is configured, so
  /// that nothing real is touched.
  public static Result of(CloudProfile profile, Value configuration, ProviderContext context) {
    for (String name : schema(profile).block().attributes().keySet()) {
      if (!Facts.at(configuration, name).isKnown()) {
        return new Result.NotYet(notKnown(profile, name));
      }
    }
    if (!Facts.at(configuration, "endpoints").isWhollyKnown()) {
      return new Result.NotYet(notKnown(profile, "endpoints"));
    }
    List<Diagnostic> wrong = new ArrayList<>(check(profile, configuration));
    Optional<ProviderContext.Endpoint> emulator =
        Optional.ofNullable(context.endpoints().get(profile.emulatedAs()));
    Map<String, String> fallbacks =
        emulator.isPresent()
            ? Map.of()
            : profile.dialect().fallbacks(configuration, context, wrong);
    Given given = new Given(profile, configuration, context, fallbacks);
    Optional<String> accessKey =
        given.text("access_key").or(() -> emulator.map(ProviderContext.Endpoint::accessKey));
    Optional<String> secretKey =
        given.text("secret_key").or(() -> emulator.map(ProviderContext.Endpoint::secretKey));
    wrong.addAll(profile.dialect().incomplete(given));
    boolean keys = accessKey.isPresent() && secretKey.isPresent();
    if (!keys && !profile.dialect().needsNoKeys(given)) {
      wrong.add(noCredentials(profile, accessKey.isEmpty(), secretKey.isEmpty()));
    }
    String region = given.text("region").orElse(profile.defaultRegion()).toLowerCase(Locale.ROOT);
    Optional<String> where =
        emulator
            .map(ProviderContext.Endpoint::url)
            .or(() -> configuredEndpoint(profile, configuration))
            .or(() -> given.text("endpoint"))
            .or(() -> host(profile, region));
    URI endpoint = where.map(text -> url(text, paths(profile))).orElse(null);
    if (endpoint == null && !Diagnostic.hasErrors(wrong)) {
      wrong.add(profile.regions().isEmpty() ? noEndpoint(profile) : unknownRegion(profile, region));
    }
    URI proxy = proxy(configuration, context, emulator.isPresent() ? null : endpoint);
    Network network = network(configuration, proxy, context.workingDirectory(), wrong);
    if (endpoint == null || Diagnostic.hasErrors(wrong)) {
      return new Result.Wrong(wrong);
    }
    String token = given.text(profile.tokenArgument()).orElse(null);
    CloudSettings settings =
        new CloudSettings(
            profile,
            new Credentials(accessKey.orElse(""), secretKey.orElse(""), token),
            text(configuration, "signature")
                .orElseGet(() -> profile.signatures().keySet().stream().findFirst().orElse("")),
            region,
            endpoint,
            network,
            given,
            context.random(),
            emulator.isPresent());
    wrong.addAll(profile.dialect().problems(settings));
    return Diagnostic.hasErrors(wrong) ? new Result.Wrong(wrong) : new Result.Ready(settings);
  }

  /// The proxy on the way to `endpoint`: the one of the configuration, or that of the environment
  /// as other programs understand it.
  private static @Nullable URI proxy(
      Value configuration, ProviderContext context, @Nullable URI endpoint) {
    Optional<URI> configured = text(configuration, "proxy").map(text -> url(text, Set.of("")));
    if (configured.isPresent() || endpoint == null) {
      return configured.orElse(null);
    }
    boolean secure = "https".equals(endpoint.getScheme());
    // HTTP_PROXY in capitals can be set by whoever calls a CGI program, so nobody reads it.
    Optional<String> given =
        secure ? context.variable("HTTPS_PROXY", "https_proxy") : context.variable("http_proxy");
    String exceptions = context.variable("NO_PROXY", "no_proxy").orElse("");
    return given
        .filter(_ -> !isExcepted(endpoint.getHost(), exceptions))
        .map(text -> text.contains("://") ? text : "http://" + text)
        .map(text -> url(text, Set.of("")))
        .orElse(null);
  }

  private static boolean isExcepted(String host, String exceptions) {
    for (String exception : exceptions.split("[\\s,]+", -1)) {
      String name = exception.startsWith(".") ? exception.substring(1) : exception;
      if (name.equals("*")
          || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
        return true;
      }
    }
    return host.equals("localhost") || host.startsWith("127.");
  }

  private static Network network(
      Value configuration, @Nullable URI proxy, java.nio.file.Path folder, List<Diagnostic> wrong) {
    Map<String, String> contents = new TreeMap<>();
    for (String name : FILES) {
      text(configuration, name)
          .ifPresent(file -> {
            try {
              contents.put(name, Files.readString(folder.resolve(file)));
            } catch (IOException | InvalidPathException e) {
              wrong.add(unreadable(name, file, String.valueOf(e.getMessage())));
            }
          });
    }
    String certificate = contents.get("client_certificate_file");
    String key = contents.get("client_key_file");
    boolean insecure = Value.of(true).equals(Facts.at(configuration, "insecure"));
    int rate = number(configuration, "max_requests_per_second", 1, 10_000, Network.PLAIN.rate());
    int retries =
        number(configuration, "max_retries", 0, Network.MOST_RETRIES, Network.MOST_RETRIES);
    int seconds =
        number(
            configuration,
            "connect_timeout_seconds",
            1,
            3600,
            Math.toIntExact(Network.PLAIN.connectTimeout().toSeconds()));
    Network network =
        new Network(
            proxy,
            contents.get("ca_file"),
            certificate == null || key == null ? null : new Network.Identity(certificate, key),
            insecure,
            rate,
            retries,
            Duration.ofSeconds(seconds));
    try {
      Tls.of(network);
    } catch (GeneralSecurityException e) {
      wrong.add(
          Diagnostic.error(
              "provider.wrong-certificate",
              "A certificate or key cannot be used",
              "The files %s cannot be used: %s."
                  .formatted(String.join(", ", contents.keySet()), e.getMessage())));
    }
    return network;
  }

  private static int number(
      Value configuration, String argument, int least, int most, int otherwise) {
    return Facts.at(configuration, argument) instanceof Num n
        ? Math.clamp(Math.round(n.toBigDecimal().doubleValue()), least, most)
        : otherwise;
  }

  /// The cloud that these settings lead to.
  public Cloud cloud(ErrorTable errors, String version) {
    CloudProfile.Signing signing =
        profile
            .signatures()
            .getOrDefault(
                signature,
                (_, _) -> {
                  throw new IllegalStateException("no signature " + signature);
                });
    Cloud.Service service =
        profile.dialect().service(new Cloud.Service(endpoint, profile.parameters()), this);
    SortedMap<String, Cloud.Service> services = new TreeMap<>(Map.of(profile.service(), service));
    profile
        .dialect()
        .hosts()
        .keySet()
        .forEach(
            name -> services.put(name, new Cloud.Service(endpoint(name), profile.parameters())));
    SortedMap<String, Value> context = new TreeMap<>();
    context.put(Facts.PROVIDER + "region", Value.of(region));
    profile
        .dialect()
        .context(given)
        .forEach((name, value) -> context.put(Facts.PROVIDER + name, value));
    return new Cloud(
        profile.title(),
        services,
        profile.dialect().signer(signing, this),
        errors,
        context,
        "groma/" + version,
        profile.trialParameter(),
        network);
  }

  /// Where a further service is: the emulator, the URL that is configured for it or for all, or its
  /// host in the region.
  public URI endpoint(String name) {
    if (emulated) {
      return endpoint;
    }
    String url =
        given
            .text("endpoints." + name)
            .or(() -> given.text("endpoint"))
            .orElseGet(() -> profile.dialect().hosts().getOrDefault(name, "%s").formatted(region));
    URI found = url(url, Set.of(""));
    return found == null ? endpoint : found;
  }

  /// What the user should know about these settings: what makes them unsafe.
  public List<Diagnostic> warnings() {
    return network.insecure()
        ? List.of(
            Diagnostic.warning(
                    "provider.insecure",
                    "Certificates are not checked",
                    "\"insecure\" is set, so anybody on the way to %s can read and change every request, keys and secrets included. Give the CA of the cloud with \"ca_file\" instead."
                        .formatted(profile.title()))
                .at(Path.of("insecure")))
        : List.of();
  }

  private static Optional<String> text(Value configuration, String name) {
    return Given.configured(configuration, name);
  }

  private static Set<String> paths(CloudProfile profile) {
    return profile.dialect().paths();
  }

  /// A URL with scheme, host and one of `paths`, and nothing else; `https` when no scheme is given;
  /// null when it is none.
  public static @Nullable URI url(String text, Set<String> paths) {
    try {
      URI uri = new URI(text.contains("://") ? text : "https://" + text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/$", "");
      return web && paths.contains(path) && uri.getHost() != null && uri.getRawQuery() == null
          ? uri
          : null;
    } catch (URISyntaxException _) {
      return null;
    }
  }

  // Messages

  private static Diagnostic wrongUrl(CloudProfile profile, String name, String text) {
    String paths =
        paths(profile).stream()
            .filter(path -> !path.isEmpty())
            .map(path -> " or with the path " + path)
            .sorted()
            .collect(Collectors.joining());
    return Diagnostic.error(
            "provider.wrong-url",
            "Wrong URL in a provider configuration",
            "\"%s\" must be a URL such as https://cloud.example.com, without a path%s; this is %s."
                .formatted(
                    name,
                    name.equals("proxy") ? "" : paths,
                    text.replaceAll("//[^/]*@", "//(user)@")))
        .at(Facts.path(name));
  }

  private static Diagnostic unreadable(String name, String file, String why) {
    return Diagnostic.error(
            "provider.unreadable-file",
            "A file of a provider configuration cannot be read",
            "\"%s\" names the file %s, which cannot be read: %s.".formatted(name, file, why))
        .at(Path.of(name));
  }

  private static Diagnostic wrongSignature(CloudProfile profile, String name) {
    return Diagnostic.error(
            "provider.unknown-signature",
            "Unknown signature",
            "\"signature\" must be %s; this is %s.%s"
                .formatted(
                    String.join(" or ", profile.signatures().keySet()),
                    name,
                    Suggestion.didYouMean(name, profile.signatures().keySet())))
        .at(Path.of("signature"));
  }

  private static Diagnostic unknownRegion(CloudProfile profile, String region) {
    return Diagnostic.error(
            "provider.unknown-region",
            "Unknown region",
            "%s has no region \"%s\" that Groma knows: %s.%s Set \"endpoint\" to use another one."
                .formatted(
                    profile.title(),
                    region,
                    String.join(", ", profile.regions().keySet()),
                    Suggestion.didYouMean(region, profile.regions().keySet())))
        .at(Path.of("region"));
  }

  private static Diagnostic noEndpoint(CloudProfile profile) {
    return Diagnostic.error(
            "provider.no-endpoint",
            "No endpoint for " + profile.title(),
            "Where %s is depends on who runs it. Set \"endpoint\", or the environment variable %s, to the URL that its operators give. To try things out without an account, add -emulator to the command."
                .formatted(profile.title(), profile.variable("ENDPOINT")))
        .at(Path.of("endpoint"));
  }

  private static Diagnostic noCredentials(
      CloudProfile profile, boolean accessKey, boolean secretKey) {
    String missing =
        accessKey && secretKey
            ? "an access key and a secret key"
            : accessKey ? "an access key" : "a secret key";
    return Diagnostic.error(
        "provider.no-credentials",
        "No credentials for " + profile.title(),
        "The provider \"%s\" needs %s. Set the environment variables %s and %s, or the arguments access_key and secret_key of the provider. To try things out without an account, add -emulator to the command."
            .formatted(
                profile.name(),
                missing,
                profile.variable("ACCESS_KEY"),
                profile.variable("SECRET_KEY")));
  }

  private static Diagnostic notKnown(CloudProfile profile, String name) {
    return Diagnostic.error(
        "provider.not-known",
        "The provider is not configured yet",
        "The argument \"%s\" of the provider \"%s\" is known only after apply, so %s cannot be called now. Give it a value that is known, or apply what it depends on first with -target."
            .formatted(name, profile.name(), profile.title()));
  }

  /// Region and endpoint: the rest is secret.
  @Override
  public String toString() {
    return region + " at " + endpoint;
  }
}
