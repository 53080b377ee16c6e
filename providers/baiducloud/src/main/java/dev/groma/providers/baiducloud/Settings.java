package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.Cloud;
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
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a `provider "baiducloud"` block, the environment and the emulator say together.
///
/// @param accessKey the access key
/// @param secretKey its secret
/// @param sessionToken the token of temporary credentials, or null
/// @param region the region
/// @param vpc where the VPC service is
/// @param proxy the HTTP proxy, or null
record Settings(
    String accessKey,
    String secretKey,
    @Nullable String sessionToken,
    String region,
    URI vpc,
    @Nullable URI proxy) {
  /// The hosts of the VPC service by region, from the table of the PeerConn page.
  private static final Map<String, String> HOSTS =
      new TreeMap<>(
          Map.of(
              "bj", "bcc.bj.baidubce.com",
              "gz", "bcc.gz.baidubce.com",
              "su", "bcc.su.baidubce.com",
              "hkg", "bcc.hkg.baidubce.com",
              "fwh", "bcc.fwh.baidubce.com",
              "bd", "bcc.bd.baidubce.com"));

  private static final String DEFAULT_REGION = "bj";

  private static final List<String> NEEDED =
      List.of(
          "access_key",
          "secret_key",
          "session_token",
          "region",
          "endpoint",
          "endpoints.vpc",
          "proxy");

  /// The arguments of the `provider` block.
  static final Schema SCHEMA = schema();

  private static Schema schema() {
    Map<String, Attribute> endpoints =
        Map.of("vpc", optional("The URL of the VPC service.", "VPC 服务的地址。"));
    Map<String, Attribute> attributes =
        Map.of(
            "access_key",
            optional(
                "The access key; otherwise BAIDUCLOUD_ACCESS_KEY.",
                "Access Key，默认取 BAIDUCLOUD_ACCESS_KEY。"),
            "secret_key",
            optional(
                    "The secret key; otherwise BAIDUCLOUD_SECRET_KEY.",
                    "Secret Key，默认取 BAIDUCLOUD_SECRET_KEY。")
                .asSensitive(),
            "session_token",
            optional(
                    "The token of temporary credentials; otherwise BAIDUCLOUD_SESSION_TOKEN.",
                    "临时凭证的 Session Token，默认取 BAIDUCLOUD_SESSION_TOKEN。")
                .asSensitive(),
            "region",
            optional(
                "The region; otherwise BAIDUCLOUD_REGION, otherwise bj.",
                "区域，默认取 BAIDUCLOUD_REGION，否则为 bj。"),
            "endpoint",
            optional("The URL of every service.", "所有服务的地址。"),
            "proxy",
            optional("The URL of an HTTP proxy.", "HTTP 代理的地址。"));
    NestedBlock nested =
        new NestedBlock(NestedBlock.Nesting.SINGLE, Block.of(endpoints, Map.of()), 0, 1);
    return new Schema(0, Block.of(attributes, Map.of("endpoints", nested)));
  }

  private static Attribute optional(String english, String chinese) {
    return Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese));
  }

  /// What came of reading the configuration.
  sealed interface Result {
    /// Everything is known.
    record Ready(Settings settings) implements Result {}

    /// Something that is needed is not known yet.
    record NotYet(Diagnostic why) implements Result {}

    /// Something is wrong or missing.
    record Wrong(List<Diagnostic> diagnostics) implements Result {}
  }

  /// What is wrong with the known parts of `configuration`.
  static List<Diagnostic> check(Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    for (String name : List.of("endpoint", "endpoints.vpc", "proxy")) {
      text(configuration, name)
          .filter(text -> url(text) == null)
          .ifPresent(text -> found.add(wrongUrl(name, text)));
    }
    text(configuration, "region")
        .filter(region -> !HOSTS.containsKey(region.toLowerCase(Locale.ROOT)))
        .filter(_ -> text(configuration, "endpoint").isEmpty())
        .filter(_ -> text(configuration, "endpoints.vpc").isEmpty())
        .ifPresent(region -> found.add(unknownRegion(region)));
    return found;
  }

  /// Brings everything together. The emulator stands before any endpoint that is configured, so
  /// that nothing real is touched.
  static Result of(Value configuration, ProviderContext context) {
    for (String name : NEEDED) {
      if (!Facts.at(configuration, name).isKnown()) {
        return new Result.NotYet(notKnown(name));
      }
    }
    List<Diagnostic> wrong = new ArrayList<>(check(configuration));
    Optional<ProviderContext.Endpoint> emulator =
        Optional.ofNullable(context.endpoints().get("baiducloud"));
    Optional<String> accessKey =
        text(configuration, "access_key")
            .or(() -> context.variable("BAIDUCLOUD_ACCESS_KEY"))
            .or(() -> emulator.map(ProviderContext.Endpoint::accessKey));
    Optional<String> secretKey =
        text(configuration, "secret_key")
            .or(() -> context.variable("BAIDUCLOUD_SECRET_KEY"))
            .or(() -> emulator.map(ProviderContext.Endpoint::secretKey));
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      wrong.add(noCredentials(accessKey.isEmpty(), secretKey.isEmpty()));
    }
    String region =
        text(configuration, "region")
            .or(() -> context.variable("BAIDUCLOUD_REGION"))
            .orElse(DEFAULT_REGION)
            .toLowerCase(Locale.ROOT);
    String endpoint =
        emulator
            .map(ProviderContext.Endpoint::url)
            .or(() -> text(configuration, "endpoints.vpc"))
            .or(() -> text(configuration, "endpoint"))
            .orElse(HOSTS.getOrDefault(region, ""));
    URI vpc = url(endpoint);
    if (vpc == null && !Diagnostic.hasErrors(wrong)) {
      wrong.add(unknownRegion(region));
    }
    if (vpc == null || accessKey.isEmpty() || secretKey.isEmpty() || Diagnostic.hasErrors(wrong)) {
      return new Result.Wrong(wrong);
    }
    String token =
        text(configuration, "session_token")
            .or(() -> context.variable("BAIDUCLOUD_SESSION_TOKEN"))
            .orElse(null);
    URI proxy = text(configuration, "proxy").map(Settings::url).orElse(null);
    return new Result.Ready(
        new Settings(accessKey.get(), secretKey.get(), token, region, vpc, proxy));
  }

  /// The cloud that these settings lead to.
  Cloud cloud(ErrorTable errors, String version) {
    return new Cloud(
        "Baidu AI Cloud",
        new TreeMap<>(Map.of("vpc", vpc)),
        new BceAuthV1(accessKey, secretKey, sessionToken),
        errors,
        new TreeMap<>(Map.of("provider.region", Value.of(region))),
        "groma/" + version,
        proxy);
  }

  private static Optional<String> text(Value configuration, String name) {
    return Facts.at(configuration, name) instanceof Value.Str s && !s.text().isBlank()
        ? Optional.of(s.text().strip())
        : Optional.empty();
  }

  /// A URL with scheme and host and nothing else; `https` when no scheme is given; null when it is
  /// none.
  private static @Nullable URI url(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "https://" + text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      String path = uri.getRawPath();
      boolean bare = path == null || path.isEmpty() || path.equals("/");
      return web && bare && uri.getHost() != null && uri.getRawQuery() == null ? uri : null;
    } catch (URISyntaxException _) {
      return null;
    }
  }

  private static Diagnostic wrongUrl(String name, String text) {
    return Diagnostic.error(
            "provider.wrong-url",
            "Wrong URL in a provider configuration",
            "\"%s\" must be a URL such as https://bcc.bj.baidubce.com, without a path; this is %s."
                .formatted(name, text))
        .at(Facts.path(name));
  }

  private static Diagnostic unknownRegion(String region) {
    return Diagnostic.error(
            "provider.unknown-region",
            "Unknown region",
            "Baidu AI Cloud has no region \"%s\" that Groma knows: %s.%s Set \"endpoint\" to use another one."
                .formatted(
                    region,
                    String.join(", ", HOSTS.keySet()),
                    Suggestion.didYouMean(region, HOSTS.keySet())))
        .at(Path.of("region"));
  }

  private static Diagnostic noCredentials(boolean accessKey, boolean secretKey) {
    String missing =
        accessKey && secretKey
            ? "an access key and a secret key"
            : accessKey ? "an access key" : "a secret key";
    return Diagnostic.error(
        "provider.no-credentials",
        "No credentials for Baidu AI Cloud",
        "The provider \"baiducloud\" needs "
            + missing
            + ". Set the environment variables BAIDUCLOUD_ACCESS_KEY and BAIDUCLOUD_SECRET_KEY, or"
            + " the arguments access_key and secret_key of the provider. To try things out without"
            + " an account, add -emulator to the command.");
  }

  private static Diagnostic notKnown(String name) {
    return Diagnostic.error(
        "provider.not-known",
        "The provider is not configured yet",
        "The argument \"%s\" of the provider \"baiducloud\" is known only after apply, so Baidu AI Cloud cannot be called now. Give it a value that is known, or apply what it depends on first with -target."
            .formatted(name));
  }

  /// Region and endpoint: the rest is secret.
  @Override
  public String toString() {
    return region + " at " + vpc;
  }
}
