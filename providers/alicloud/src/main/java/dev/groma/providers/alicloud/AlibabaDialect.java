package dev.groma.providers.alicloud;

import dev.groma.providers.driver.Cloud;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.driver.Dialect;
import dev.groma.providers.driver.Given;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.PlanReviewer;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What Alibaba's clouds ask of a `provider` block: organisation and resource set, the form of the
/// answers, a role to take on, and the profiles of the vendor's command line.
///
/// An endpoint with the path `/asapi/v3` is an ASAPI gateway, any other a POP gateway (guide, 1.2
/// and 7.1).
///
/// @param sts where STS is when the configuration does not say; empty when that is not known
record AlibabaDialect(Optional<URI> sts) implements Dialect {
  static final String ASAPI = "/asapi/v3";
  private static final List<String> PREFIXES =
      List.of("ALICLOUD_", "ALIBABACLOUDSTACK_", "ALIBABA_CLOUD_");

  /// The names of the vendor's other tools, by argument.
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "access_key", List.of("ALIBABA_CLOUD_ACCESS_KEY_ID"),
          "secret_key", List.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
          "region", List.of("ALIBABA_CLOUD_REGION_ID"),
          "assume_role.role_arn", List.of("ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"),
          "assume_role.session_name", List.of("ALIBABA_CLOUD_ROLE_SESSION_NAME"));

  private static final String ROLE = "assume_role.role_arn";

  /// There is one cloud under both names.
  @Override
  public Optional<String> emulatedAs() {
    return Optional.of("alicloud");
  }

  @Override
  public Set<String> paths() {
    return Set.of("", ASAPI);
  }

  @Override
  public List<String> variables(String argument) {
    String name = argument.replace('.', '_').toUpperCase(Locale.ROOT);
    return Stream.concat(
            PREFIXES.stream().map(prefix -> prefix + name),
            OTHER_NAMES.getOrDefault(argument, List.of()).stream())
        .toList();
  }

  // The arguments

  @Override
  public Block arguments() {
    Map<String, Attribute> all = new TreeMap<>();
    all.put(
        "organization_id",
        text(
            "The organisation that calls are made for, sent as x-acs-organizationid.",
            "调用所属的组织 ID，以 x-acs-organizationid 发送。"));
    all.put("department", text("Another name of organization_id.", "organization_id 的另一个名称。"));
    all.put(
        "resource_group_id",
        text(
            "The resource set that calls are made for, sent as x-acs-resourcegroupid. It needs"
                + " organization_id.",
            "调用所属的资源集 ID，以 x-acs-resourcegroupid 发送，须同时填写 organization_id。"));
    all.put(
        "resource_group", text("Another name of resource_group_id.", "resource_group_id 的另一个名称。"));
    all.put("format", text("The form of answers: JSON or XML.", "返回数据的格式：JSON 或 XML。"));
    all.put("sts_endpoint", text("The URL of STS, for assume_role.", "STS 的地址，用于 assume_role。"));
    all.put("profile", text("A profile of the aliyun command line.", "阿里云命令行工具 aliyun 的配置名称。"));
    all.put(
        "shared_credentials_file",
        text("Its file; ~/.aliyun/config.json if not set.", "该工具的配置文件，默认 ~/.aliyun/config.json。"));
    Map<String, Attribute> role = new TreeMap<>();
    role.put("role_arn", text("The role to take on.", "要扮演的 RAM 角色 ARN。"));
    role.put(
        "session_name", text("What logs call the session; groma if not set.", "角色会话名称，默认 groma。"));
    role.put("policy", text("A policy that narrows the role.", "进一步限制权限的策略。"));
    role.put(
        "session_expiration",
        Attribute.of(
            Type.NUMBER,
            Mode.OPTIONAL,
            new Doc(
                "How many seconds its credentials last; they are renewed before.",
                "临时凭证的有效期（秒），到期前自动更新。")));
    NestedBlock assumeRole =
        new NestedBlock(NestedBlock.Nesting.SINGLE, Block.of(role, Map.of()), 0, 1);
    return Block.of(all, Map.of("assume_role", assumeRole));
  }

  private static Attribute text(String english, String chinese) {
    return Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese));
  }

  @Override
  public List<Diagnostic> check(Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    configured(configuration, "format")
        .filter(text -> !text.equalsIgnoreCase("JSON") && !text.equalsIgnoreCase("XML"))
        .ifPresent(text ->
            found.add(wrong("format", "\"format\" must be JSON or XML; this is %s.", text)));
    configured(configuration, "sts_endpoint")
        .filter(text -> CloudSettings.url(text, paths()) == null)
        .ifPresent(text ->
            found.add(
                wrong(
                    "sts_endpoint",
                    "\"sts_endpoint\" must be a URL such as https://sts.example.com; this is %s.",
                    text)));
    configured(configuration, "assume_role.session_name")
        .filter(text -> !text.matches("[a-zA-Z0-9.@_-]{2,64}"))
        .ifPresent(text ->
            found.add(
                wrong(
                    "assume_role.session_name",
                    "\"session_name\" must have 2 to 64 letters, digits and . @ - _; this is %s.",
                    text)));
    configured(configuration, "assume_role.policy")
        .filter(text -> text.length() > 1024)
        .ifPresent(text ->
            found.add(
                wrong(
                    "assume_role.policy",
                    "\"policy\" must have at most 1024 characters; this has %s.",
                    String.valueOf(text.length()))));
    return found;
  }

  private static Optional<String> configured(Value configuration, String name) {
    return Facts.at(configuration, name) instanceof Value.Str s && !s.text().isBlank()
        ? Optional.of(s.text().strip())
        : Optional.empty();
  }

  private static Diagnostic wrong(String argument, String message, String given) {
    return Diagnostic.error(
            "provider.wrong-argument",
            "Wrong argument in a provider configuration",
            message.formatted(given))
        .at(Facts.path(argument));
  }

  @Override
  public Map<String, String> fallbacks(
      Value configuration, ProviderContext context, List<Diagnostic> wrong) {
    boolean keysElsewhere =
        given(configuration, context, "access_key").isPresent()
            || given(configuration, context, "secret_key").isPresent();
    return keysElsewhere
        ? Map.of()
        : SharedProfile.load(
            given(configuration, context, "profile"),
            given(configuration, context, "shared_credentials_file"),
            context,
            wrong);
  }

  private Optional<String> given(Value configuration, ProviderContext context, String argument) {
    return configured(configuration, argument)
        .or(() -> context.variable(variables(argument).toArray(String[]::new)));
  }

  @Override
  public List<Diagnostic> problems(CloudSettings settings) {
    List<Diagnostic> found = new ArrayList<>();
    if (resourceGroup(settings).isPresent() && organization(settings).isEmpty()) {
      found.add(
          Diagnostic.error(
                  "provider.no-organization",
                  "A resource set without its organisation",
                  "\"resource_group_id\" is looked for in an organisation. Set \"organization_id\""
                      + " too.")
              .at(Path.of("resource_group_id")));
    }
    if (settings.given().text(ROLE).isPresent() && stsEndpoint(settings).isEmpty()) {
      found.add(
          Diagnostic.error(
                  "provider.no-sts-endpoint",
                  "No endpoint of STS",
                  "To take on a role, Groma has to call STS, and its place depends on who runs the"
                      + " cloud. Set \"sts_endpoint\"; usually it is"
                      + " https://sts-vpc.REGION.DOMAIN.")
              .at(Path.of("sts_endpoint")));
    }
    return found;
  }

  // Calling

  private static Optional<String> organization(CloudSettings settings) {
    return settings.given().text("organization_id").or(() -> settings.given().text("department"));
  }

  private static Optional<String> resourceGroup(CloudSettings settings) {
    return settings
        .given()
        .text("resource_group_id")
        .or(() -> settings.given().text("resource_group"));
  }

  private static boolean isAsapi(URI endpoint) {
    return endpoint.getPath() != null && endpoint.getPath().startsWith(ASAPI);
  }

  /// STS is a service of its own behind a POP gateway; an ASAPI gateway leads to it too.
  private Optional<URI> stsEndpoint(CloudSettings settings) {
    if (settings.emulated()) {
      return Optional.of(settings.endpoint());
    }
    return settings
        .given()
        .text("sts_endpoint")
        .map(text -> CloudSettings.url(text, paths()))
        .or(() ->
            isAsapi(settings.endpoint()) ? Optional.of(settings.endpoint()) : Optional.empty())
        .or(this::sts);
  }

  @Override
  public Cloud.Service service(Cloud.Service plain, CloudSettings settings) {
    boolean asapi = isAsapi(settings.endpoint());
    SortedMap<String, String> parameters = new TreeMap<>(plain.parameters());
    parameters.put("RegionId", settings.region());
    parameters.put(
        "Format", settings.given().text("format").orElse("JSON").toUpperCase(Locale.ROOT));
    if (asapi) {
      parameters.put("Product", "Vpc");
    }
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("x-acs-regionid", settings.region());
    headers.put("x-acs-caller-sdk-source", "groma");
    organization(settings).ifPresent(id -> headers.put("x-acs-organizationid", id));
    resourceGroup(settings).ifPresent(id -> headers.put("x-acs-resourcegroupid", id));
    return new Cloud.Service(plain.endpoint(), parameters, headers, "x-acs-instanceid", asapi);
  }

  @Override
  public List<PlanReviewer.Remark> review(List<PlanReviewer.Planned> objects, Instant now) {
    return new VpnReview(objects, now).remarks();
  }

  @Override
  public Signer signer(CloudProfile.Signing signing, CloudSettings settings) {
    RpcSignature signature = new RpcSignature(settings.random());
    Given given = settings.given();
    Optional<URI> sts = stsEndpoint(settings);
    Optional<String> arn = given.text(ROLE);
    if (arn.isEmpty() || sts.isEmpty()) {
      return (request, now) -> signature.sign(request, settings.credentials(), now);
    }
    AssumedRole.Role role =
        new AssumedRole.Role(
            arn.get(),
            given.text("assume_role.session_name").orElse("groma"),
            given.text("assume_role.policy").orElse(null),
            given.text("assume_role.session_expiration").orElse(null));
    return new AssumedRole(
        signature,
        settings.credentials(),
        role,
        new AssumedRole.Sts(sts.get(), isAsapi(sts.get())));
  }
}
