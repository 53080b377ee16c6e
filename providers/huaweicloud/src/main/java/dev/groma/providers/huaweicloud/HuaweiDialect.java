package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.driver.Dialect;
import dev.groma.providers.driver.Given;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the `provider` block of Huawei Cloud has besides the common arguments: IAM users, projects,
/// enterprise projects, profile files, and tags for everything.
final class HuaweiDialect implements Dialect {
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "region", List.of("HW_REGION_NAME"),
          "password", List.of("HW_USER_PASSWORD"),
          "domain_name", List.of("HW_ACCOUNT_NAME"),
          "project_name", List.of("HW_TENANT_NAME"),
          "project_id", List.of("HW_TENANT_ID"));

  @Override
  public Block arguments() {
    Map<String, Attribute> all = new TreeMap<>();
    all.put(
        "user_name",
        text(
            "The name of an IAM user, who logs in with a password instead of an access key;"
                + " otherwise HW_USER_NAME.",
            "IAM 用户名，使用密码登录而非 Access Key，默认取 HW_USER_NAME。"));
    all.put(
        "user_id",
        text("The id of the IAM user instead; otherwise HW_USER_ID.", "IAM 用户 ID，默认取 HW_USER_ID。"));
    all.put(
        "password",
        text(
                "The password of the IAM user; otherwise HW_PASSWORD or HW_USER_PASSWORD.",
                "IAM 用户的密码，默认取 HW_PASSWORD 或 HW_USER_PASSWORD。")
            .asSensitive());
    all.put(
        "domain_name",
        text(
            "The account that the IAM user belongs to; otherwise HW_DOMAIN_NAME.",
            "IAM 用户所属的账号名，默认取 HW_DOMAIN_NAME。"));
    all.put(
        "domain_id",
        text("The id of that account instead; otherwise HW_DOMAIN_ID.", "账号 ID，默认取 HW_DOMAIN_ID。"));
    all.put(
        "project_name",
        text(
            "The project; otherwise HW_PROJECT_NAME, or the one that is named like the region.",
            "项目名称，默认取 HW_PROJECT_NAME，否则为与区域同名的项目。"));
    all.put(
        "project_id",
        text(
            "The id of the project; otherwise HW_PROJECT_ID, or it is found out by the name.",
            "项目 ID，默认取 HW_PROJECT_ID，否则按名称查询。"));
    all.put(
        "enterprise_project_id",
        text(
            "The enterprise project of gateways that name none; otherwise"
                + " HW_ENTERPRISE_PROJECT_ID.",
            "未指定企业项目的网关所属的企业项目，默认取 HW_ENTERPRISE_PROJECT_ID。"));
    all.put(
        "shared_config_file",
        text(
            "The file of profiles; otherwise HW_SHARED_CONFIG_FILE or ~/.hcloud/config.json.",
            "配置文件路径，默认取 HW_SHARED_CONFIG_FILE 或 ~/.hcloud/config.json。"));
    all.put(
        "profile",
        text(
            "The profile in that file; otherwise HW_PROFILE or the current one.",
            "配置文件中的 profile，默认取 HW_PROFILE 或当前 profile。"));
    Map<String, NestedBlock> blocks = new TreeMap<>();
    Map<String, Attribute> urls = new TreeMap<>();
    for (String service : List.of("vpn", "iam", "eip")) {
      urls.put(service, text("The URL of the service " + service + ".", service + " 服务的地址。"));
    }
    blocks.put("endpoints", single(urls));
    blocks.put(
        "default_tags",
        single(
            Map.of(
                "tags",
                Attribute.of(
                    Type.map(Type.STRING),
                    Mode.OPTIONAL,
                    new Doc("Tags that everything gets.", "所有资源都带有的标签。")))));
    blocks.put(
        "ignore_tags",
        single(
            Map.of(
                "keys", texts("Tags that others manage, by key.", "由他人管理、应忽略的标签键。"),
                "key_prefixes",
                    texts("Tags that others manage, by how the key begins.", "由他人管理、应忽略的标签键前缀。"))));
    return Block.of(all, blocks);
  }

  private static NestedBlock single(Map<String, Attribute> attributes) {
    return new NestedBlock(NestedBlock.Nesting.SINGLE, Block.of(attributes, Map.of()), 0, 1);
  }

  private static Attribute text(String english, String chinese) {
    return Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese));
  }

  private static Attribute texts(String english, String chinese) {
    return Attribute.of(Type.list(Type.STRING), Mode.OPTIONAL, new Doc(english, chinese));
  }

  @Override
  public List<String> variables(String argument) {
    return VARIABLES.getOrDefault(argument, List.of());
  }

  @Override
  public SortedMap<String, String> hosts() {
    return new TreeMap<>(
        Map.of(
            "iam", "iam.%s.myhuaweicloud.com",
            "eip", "vpc.%s.myhuaweicloud.com"));
  }

  @Override
  public List<Diagnostic> check(Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    for (String name : List.of("endpoints.iam", "endpoints.eip")) {
      text(configuration, name)
          .filter(url -> CloudSettings.url(url, Set.of("")) == null)
          .ifPresent(url ->
              found.add(
                  Diagnostic.error(
                          "provider.wrong-url",
                          "Wrong URL in a provider configuration",
                          "\"%s\" must be a URL such as https://cloud.example.com, without a path; this is %s."
                              .formatted(name, url))
                      .at(Facts.path(name))));
    }
    return found;
  }

  private static Optional<String> text(Value configuration, String name) {
    return Facts.at(configuration, name) instanceof Value.Str s && !s.text().isBlank()
        ? Optional.of(s.text())
        : Optional.empty();
  }

  @Override
  public Map<String, String> fallbacks(
      Value configuration, ProviderContext context, List<Diagnostic> wrong) {
    return ProfileFile.arguments(
        text(configuration, "shared_config_file")
            .or(() -> context.variable("HW_SHARED_CONFIG_FILE")),
        text(configuration, "profile").or(() -> context.variable("HW_PROFILE")),
        context,
        wrong);
  }

  @Override
  public boolean needsNoKeys(Given given) {
    boolean user = given.text("user_name").isPresent() || given.text("user_id").isPresent();
    boolean keys = given.text("access_key").isPresent() && given.text("secret_key").isPresent();
    return user && !keys;
  }

  @Override
  public List<Diagnostic> incomplete(Given given) {
    if (!needsNoKeys(given)) {
      return List.of();
    }
    List<Diagnostic> found = new ArrayList<>();
    if (given.text("password").isEmpty()) {
      found.add(
          incomplete(
              "password", "The IAM user needs a password. Set \"password\" or HW_PASSWORD."));
    }
    boolean domain =
        given.text("user_id").isPresent()
            || given.text("domain_name").isPresent()
            || given.text("domain_id").isPresent();
    if (!domain) {
      found.add(
          incomplete(
              "domain_name",
              "An IAM user is known by name within an account only. Set \"domain_name\" or"
                  + " HW_DOMAIN_NAME to the name of the account."));
    }
    return found;
  }

  private static Diagnostic incomplete(String argument, String detail) {
    return Diagnostic.error(
            "provider.incomplete-user", "The log-in of an IAM user is not complete", detail)
        .at(Path.of(argument));
  }

  @Override
  public SortedMap<String, Value> context(Given given) {
    SortedMap<String, Value> context = new TreeMap<>();
    context.put(
        "enterprise_project_id",
        given
            .text("enterprise_project_id")
            .<Value>map(Value::of)
            .orElse(Value.nullOf(Type.STRING)));
    context.put("default_tags", given.value("default_tags.tags"));
    context.put("ignore_tags", given.value("ignore_tags"));
    return context;
  }

  @Override
  public Signer signer(CloudProfile.Signing signing, CloudSettings settings) {
    Given given = settings.given();
    URI iam = settings.endpoint("iam");
    Project project =
        new Project(
            given.text("project_id").orElse(null),
            given.text("project_name").orElse(settings.region()),
            iam);
    if (needsNoKeys(given)) {
      return new UserToken(
          new UserToken.User(
              given.text("user_id").orElse(""),
              given.text("user_name").orElse(""),
              given.text("password").orElse(""),
              given.text("domain_id").orElse(""),
              given.text("domain_name").orElse("")),
          project);
    }
    return new KeySigner(signing.signer(settings.credentials(), settings.region()), project);
  }
}
