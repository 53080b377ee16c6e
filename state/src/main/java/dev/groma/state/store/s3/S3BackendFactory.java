package dev.groma.state.store.s3;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.ArgumentSchema;
import dev.groma.state.store.Arguments;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.s3.Credentials.Profiles;
import dev.groma.state.store.web.TlsAdvice;
import dev.groma.state.store.web.Trust;
import dev.groma.state.store.web.Web;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The backend `s3`: an object for each workspace in a bucket.
public final class S3BackendFactory implements BackendFactory {
  private static final TlsAdvice ADVICE =
      new TlsAdvice(
          "Set \"custom_ca_bundle\" (AWS_CA_BUNDLE) to a file with the certificate of the authority"
              + " that signed it, as PEM.",
          "The backend \"s3\" shows none. Let the object store take access keys without one, or"
              + " keep the state in \"http\" or \"pg\", which can show certificates.");

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public Block schema() {
    ArgumentSchema schema =
        new ArgumentSchema()
            .text("bucket", "The bucket.", "存储桶。")
            .text("key", "The name of the state in it.", "状态对象在桶中的名称。")
            .text(
                "region",
                "The region of the bucket (AWS_REGION, AWS_DEFAULT_REGION).",
                "桶所在的地域（AWS_REGION、AWS_DEFAULT_REGION）。")
            .text(
                "workspace_key_prefix",
                "What the names of the states of workspaces begin with, env: unless set.",
                "各 workspace 状态对象名称的前缀，默认 env:。")
            .of(
                "endpoints",
                Type.object(new TreeMap<>(Map.of("s3", Type.STRING))),
                "The addresses of services; s3 is the object store's (AWS_ENDPOINT_URL_S3).",
                "各服务的地址；s3 为对象存储的地址（AWS_ENDPOINT_URL_S3）。")
            .text(
                "endpoint",
                "The address of the object store, as older configurations write it.",
                "对象存储的地址（旧写法）。")
            .flag(
                "use_path_style",
                "Puts the bucket into the path instead of the host.",
                "将桶名放在路径中而不是主机名中。")
            .flag("force_path_style", "The older name of use_path_style.", "use_path_style 的旧名。")
            .flag(
                "use_dualstack_endpoint",
                "Uses the addresses of AWS that IPv6 reaches (AWS_USE_DUALSTACK_ENDPOINT).",
                "使用 AWS 支持 IPv6 的地址（AWS_USE_DUALSTACK_ENDPOINT）。")
            .flag(
                "use_fips_endpoint",
                "Uses the addresses of AWS for FIPS (AWS_USE_FIPS_ENDPOINT).",
                "使用 AWS 的 FIPS 地址（AWS_USE_FIPS_ENDPOINT）。")
            .text(
                "access_key",
                "The access key's ID (AWS_ACCESS_KEY_ID).",
                "访问密钥 ID（AWS_ACCESS_KEY_ID）。")
            .secret(
                "secret_key",
                "The access key's secret (AWS_SECRET_ACCESS_KEY).",
                "访问密钥（AWS_SECRET_ACCESS_KEY）。")
            .secret(
                "token",
                "The token of a temporary access key (AWS_SESSION_TOKEN).",
                "临时密钥的令牌（AWS_SESSION_TOKEN）。")
            .text(
                "profile",
                "The profile in the files of credentials (AWS_PROFILE).",
                "凭据文件中的 profile（AWS_PROFILE）。")
            .of(
                "shared_credentials_files",
                Type.list(Type.STRING),
                "The files of credentials (AWS_SHARED_CREDENTIALS_FILE), ~/.aws/credentials unless"
                    + " set.",
                "凭据文件（AWS_SHARED_CREDENTIALS_FILE），默认 ~/.aws/credentials。")
            .text(
                "shared_credentials_file",
                "The older name of shared_credentials_files.",
                "shared_credentials_files 的旧名。")
            .of(
                "shared_config_files",
                Type.list(Type.STRING),
                "The files of profiles (AWS_CONFIG_FILE), ~/.aws/config unless set.",
                "配置文件（AWS_CONFIG_FILE），默认 ~/.aws/config。");
    return more(schema).block();
  }

  private static ArgumentSchema more(ArgumentSchema schema) {
    return schema
        .flag("encrypt", "Lets the server encrypt what it keeps.", "由服务端加密存储。")
        .text(
            "kms_key_id", "The key of the server's key service to encrypt by.", "服务端加密所用的 KMS 密钥。")
        .secret(
            "sse_customer_key",
            "The key to encrypt by that the server does not keep, 32 bytes as base64"
                + " (AWS_SSE_CUSTOMER_KEY).",
            "服务端不保存的加密密钥，32 字节的 base64（AWS_SSE_CUSTOMER_KEY）。")
        .text("acl", "The canned access rule of the objects.", "对象的预设 ACL。")
        .text(
            "custom_ca_bundle",
            "A file of certificates, as PEM, that the server's is checked by (AWS_CA_BUNDLE).",
            "校验服务器证书所用的 CA 证书文件，PEM 格式（AWS_CA_BUNDLE）。")
        .flag("insecure", "Takes any certificate of the server.", "接受服务器的任何证书。")
        .number("max_retries", "How often a request is repeated, 5 unless set.", "请求的重试次数，默认 5。")
        .text("retry_mode", "Read and ignored.", "读取但忽略。")
        .flag(
            "use_lockfile",
            "Always so: the lock is an object beside the state, as Terraform's.",
            "始终如此：锁是状态旁的一个对象，与 Terraform 相同。")
        .text(
            "dynamodb_table",
            "The table of Terraform's older locks; refused unless use_lockfile is set.",
            "Terraform 旧式锁所用的表；除非设置 use_lockfile，否则拒绝。")
        .flag("skip_credentials_validation", "Always so.", "始终如此。")
        .flag("skip_metadata_api_check", "Always so.", "始终如此。")
        .flag("skip_region_validation", "Always so.", "始终如此。")
        .flag("skip_requesting_account_id", "Always so.", "始终如此。")
        .flag("skip_s3_checksum", "Always so.", "始终如此。");
  }

  @Override
  public Backend.Opened open(Value arguments, Surroundings surroundings) {
    Arguments given = new Arguments(arguments, surroundings.environment(), type());
    Profiles profiles = Profiles.of(given, surroundings.directory());
    Credentials credentials = Credentials.of(given, profiles);
    S3Client.Bucket bucket = bucket(given, profiles);
    String key = key(given);
    int versions = given.versions();
    Web web = web(given, surroundings.directory());
    if (given.text("dynamodb_table").isPresent() && !given.flag("use_lockfile", false)) {
      given.problem(
          "dynamodb_table",
          "Locks in a DynamoDB table are not supported. Set use_lockfile = true for everybody who"
              + " works with this state; Terraform 1.10 and later take both locks then.");
    }
    if (!given.problems().isEmpty() || web == null) {
      return new Backend.Opened(null, given.problems());
    }
    S3Client client = new S3Client(bucket, credentials, web, surroundings.clock());
    String prefix = given.text("workspace_key_prefix").orElse("env:");
    return new Backend.Opened(
        new S3Backend(client, key, prefix, versions, surroundings), List.of());
  }

  private static String key(Arguments given) {
    String key = given.required("key");
    if (key.startsWith("/") || key.endsWith("/")) {
      given.problem("key", "The value of \"key\" must not begin or end with a slash.");
    }
    return key;
  }

  private static @Nullable Web web(Arguments given, Path directory) {
    Optional<String> bundle = given.text("custom_ca_bundle", "AWS_CA_BUNDLE");
    try {
      String authorities =
          bundle.isEmpty() ? null : Files.readString(directory.resolve(bundle.get()));
      return new Web(
          new Trust(authorities, null, null, given.flag("insecure", false)).context(),
          ADVICE,
          new Web.Patience(
              given.number("max_retries", 5), Duration.ofMillis(200), Duration.ofSeconds(20)),
          given::variable);
    } catch (IOException | GeneralSecurityException e) {
      given.problem(
          "custom_ca_bundle",
          "The certificates in " + bundle.orElse("") + " cannot be read: " + e.getMessage() + ".");
      return null;
    }
  }

  private static S3Client.Bucket bucket(Arguments given, Profiles profiles) {
    String name = given.required("bucket");
    Optional<String> endpoint =
        given
            .within("endpoints")
            .text("s3")
            .or(() -> given.text("endpoint"))
            .or(() -> given.variable("AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "AWS_ENDPOINT_URL"));
    Optional<String> region =
        given.text("region", "AWS_REGION", "AWS_DEFAULT_REGION").or(() -> profiles.find("region"));
    if (region.isEmpty()) {
      given.required("region", "AWS_REGION", "AWS_DEFAULT_REGION");
    }
    String where = region.orElse("");
    URI service = service(given, endpoint.orElseGet(() -> aws(given, where)));
    boolean inPath =
        given.flag("use_path_style", given.flag("force_path_style", false))
            || (name.contains(".") && "https".equals(service.getScheme()));
    String path = service.getRawPath() == null ? "" : service.getRawPath().replaceAll("/+$", "");
    URI base =
        URI.create(
            service.getScheme()
                + "://"
                + (inPath ? "" : name + ".")
                + service.getRawAuthority()
                + path
                + (inPath ? "/" + Signature.encoded(name, false) : ""));
    SortedMap<String, String> always = new TreeMap<>();
    return new S3Client.Bucket(base, name, where, writing(given, always), always);
  }

  private static URI service(Arguments given, String endpoint) {
    try {
      URI uri = new URI(endpoint.contains("://") ? endpoint : "https://" + endpoint);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    given.problem("endpoints", "The endpoint \"" + endpoint + "\" is not an http or https URL.");
    return URI.create("https://invalid");
  }

  private static String aws(Arguments given, String region) {
    boolean dual = given.flag("use_dualstack_endpoint", false, "AWS_USE_DUALSTACK_ENDPOINT");
    boolean fips = given.flag("use_fips_endpoint", false, "AWS_USE_FIPS_ENDPOINT");
    return "https://s3"
        + (fips ? "-fips" : "")
        + (dual ? ".dualstack" : "")
        + "."
        + (region.isEmpty() ? "us-east-1" : region)
        + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
  }

  /// The headers that say how objects are encrypted and who may read them.
  private static SortedMap<String, String> writing(
      Arguments given, SortedMap<String, String> always) {
    SortedMap<String, String> writing = new TreeMap<>();
    Optional<String> customer = given.text("sse_customer_key", "AWS_SSE_CUSTOMER_KEY");
    Optional<String> kms = given.text("kms_key_id");
    if (customer.isPresent()) {
      customerKey(given, customer.get(), always);
      if (kms.isPresent()) {
        given.problem("kms_key_id", "Set only one of \"kms_key_id\" and \"sse_customer_key\".");
      }
    } else if (given.flag("encrypt", false)) {
      writing.put("x-amz-server-side-encryption", kms.isPresent() ? "aws:kms" : "AES256");
      kms.ifPresent(id -> writing.put("x-amz-server-side-encryption-aws-kms-key-id", id));
    }
    given.text("acl").ifPresent(acl -> writing.put("x-amz-acl", acl));
    return writing;
  }

  private static void customerKey(Arguments given, String text, SortedMap<String, String> always) {
    try {
      byte[] key = Base64.getDecoder().decode(text);
      if (key.length == 32) {
        always.put("x-amz-server-side-encryption-customer-algorithm", "AES256");
        always.put("x-amz-server-side-encryption-customer-key", text);
        always.put(
            "x-amz-server-side-encryption-customer-key-md5",
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(key)));
        return;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
    given.problem(
        "sse_customer_key",
        "The value of \"sse_customer_key\" must be 32 bytes, written as base64 (44 characters).");
  }
}
