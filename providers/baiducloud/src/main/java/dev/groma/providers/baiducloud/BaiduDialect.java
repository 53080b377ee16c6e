package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.driver.Dialect;
import dev.groma.providers.driver.Given;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What Baidu's cloud asks of a `provider` block: the options of the signature, and whether to work
/// with temporary credentials that STS gives. Source: the page of the Go SDK, 配置生成签名字符串选项 and
/// 使用STS创建PeerConn Client.
record BaiduDialect() implements Dialect {
  /// STS is here whatever region is worked in.
  private static final String STS = "https://sts.bj.baidubce.com";

  private static final String HEADERS = "signed_headers";
  private static final String EXPIRY = "signature_expiry_seconds";
  private static final String SESSION = "session";
  private static final String DURATION = "session.duration_seconds";
  private static final String ENDPOINT = "session.endpoint";
  private static final int LONGEST_SESSION = 129_600;

  @Override
  public Block arguments() {
    Map<String, Attribute> all = new TreeMap<>();
    all.put(
        HEADERS,
        Attribute.of(
            Type.list(Type.STRING),
            Mode.OPTIONAL,
            new Doc(
                "The headers that are signed; host and those that begin with x-bce- always are. If"
                    + " not set: host, content-type, content-length and content-md5.",
                "参与签名的请求头；host 与 x-bce- 开头的请求头总是参与。默认为"
                    + " host、content-type、content-length、content-md5。")));
    all.put(
        EXPIRY,
        number("How many seconds a signature is good; 1800 if not set.", "签名的有效期（秒），默认 1800。"));
    Map<String, Attribute> session = new TreeMap<>();
    session.put(
        "duration_seconds",
        number(
            "How many seconds the temporary credentials last; they are renewed before. 43200 if not"
                + " set.",
            "临时凭证的有效期（秒），到期前自动更新，默认 43200。"));
    session.put(
        "acl",
        text(
            "An access control list in JSON that narrows what they permit.",
            "限制临时凭证权限的访问控制列表（JSON）。"));
    session.put(
        "endpoint", text("The URL of STS; " + STS + " if not set.", "STS 的地址，默认 " + STS + "。"));
    Block block =
        new Block(
            new TreeMap<>(session),
            new TreeMap<>(),
            new Doc(
                "Work with temporary credentials, which STS gives for the access key.",
                "使用 STS 以 Access Key 换取的临时凭证。"),
            null);
    return Block.of(all, Map.of(SESSION, new NestedBlock(NestedBlock.Nesting.SINGLE, block, 0, 1)));
  }

  private static Attribute text(String english, String chinese) {
    return Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese));
  }

  private static Attribute number(String english, String chinese) {
    return Attribute.of(Type.NUMBER, Mode.OPTIONAL, new Doc(english, chinese));
  }

  @Override
  public List<Diagnostic> check(Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    range(found, configuration, EXPIRY, Integer.MAX_VALUE);
    range(found, configuration, DURATION, LONGEST_SESSION);
    if (Facts.at(configuration, ENDPOINT) instanceof Value.Str s
        && CloudSettings.url(s.text().strip(), paths()) == null) {
      found.add(
          wrong(
              ENDPOINT,
              "\"endpoint\" must be a URL such as %s; this is %s.".formatted(STS, s.text())));
    }
    if (Facts.at(configuration, SESSION) instanceof Value.Obj
        && Facts.at(configuration, "session_token") instanceof Value.Str) {
      found.add(
          wrong(
              SESSION,
              "\"session_token\" goes with temporary credentials that are there already, and \"%s\" fetches new ones. Remove one of the two."
                  .formatted(SESSION)));
    }
    return found;
  }

  private static void range(
      List<Diagnostic> found, Value configuration, String argument, int most) {
    if (Facts.at(configuration, argument) instanceof Num n) {
      double value = n.toBigDecimal().doubleValue();
      if (value < 1 || value > most || value != Math.rint(value)) {
        found.add(
            wrong(
                argument,
                "\"%s\" must be 1 to %s seconds; this is %s.".formatted(argument, most, n)));
      }
    }
  }

  private static Diagnostic wrong(String argument, String message) {
    return Diagnostic.error(
            "provider.wrong-argument", "Wrong argument in a provider configuration", message)
        .at(Facts.path(argument));
  }

  @Override
  public Signer signer(CloudProfile.Signing signing, CloudSettings settings) {
    Given given = settings.given();
    BceAuthV1.Options options =
        new BceAuthV1.Options(
            headers(given.value(HEADERS)),
            number(given.value(EXPIRY), BceAuthV1.Options.USUAL.seconds()));
    if (!(given.value(SESSION) instanceof Value.Obj)) {
      return new BceAuthV1(settings.credentials(), options);
    }
    URI sts =
        settings.emulated()
            ? settings.endpoint()
            : CloudSettings.url(given.text(ENDPOINT).orElse(STS), paths());
    return new SessionSigner(
        settings.credentials(),
        options,
        new SessionSigner.Session(
            sts == null ? settings.endpoint() : sts,
            number(given.value(DURATION), 0),
            given.text("session.acl").orElse(null)));
  }

  private static Set<String> headers(Value configured) {
    if (!(configured instanceof Value.ListOf list)) {
      return BceAuthV1.Options.USUAL.headers();
    }
    Set<String> names = new TreeSet<>();
    for (Value element : list.elements()) {
      if (element instanceof Value.Str s) {
        names.add(s.text().strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static int number(Value configured, int otherwise) {
    return configured instanceof Num n ? n.toBigDecimal().intValue() : otherwise;
  }
}
