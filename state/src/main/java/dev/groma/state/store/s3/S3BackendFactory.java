package dev.groma.state.store.s3;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.ArgumentSchema;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The backend `s3`: an object for each workspace in a bucket.
public final class S3BackendFactory implements BackendFactory {
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
    return new Backend.Opened(
        null,
        List.of(
            Diagnostic.error(
                "backend.unfinished", "Not there yet", "The backend \"s3\" is not there yet.")));
  }
}
