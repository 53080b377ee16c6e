package dev.groma.state.store.http;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.ArgumentSchema;
import dev.groma.state.store.Arguments;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.web.TlsAdvice;
import dev.groma.state.store.web.Trust;
import dev.groma.state.store.web.Web;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The backend `http`: one state behind one address.
public final class HttpBackendFactory implements BackendFactory {
  private static final TlsAdvice ADVICE =
      new TlsAdvice(
          "Set \"client_ca_certificate_pem\" (TF_HTTP_CLIENT_CA_CERTIFICATE_PEM) to the certificate"
              + " of the authority that signed it, as PEM: the text and not the name of a file.",
          "Set \"client_certificate_pem\" and \"client_private_key_pem\""
              + " (TF_HTTP_CLIENT_CERTIFICATE_PEM, TF_HTTP_CLIENT_PRIVATE_KEY_PEM) to a certificate"
              + " that the server trusts and to its key, as PEM.");

  /// The seconds between uploads during a run.
  private static final int UPLOADS = 10;

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Block schema() {
    return new ArgumentSchema()
        .text("address", "The address of the state (TF_HTTP_ADDRESS).", "状态的地址（TF_HTTP_ADDRESS）。")
        .text(
            "update_method",
            "The method that writes the state, POST unless set (TF_HTTP_UPDATE_METHOD).",
            "写入状态的方法，默认 POST（TF_HTTP_UPDATE_METHOD）。")
        .text(
            "lock_address",
            "The address that takes the lock; no locking without it (TF_HTTP_LOCK_ADDRESS).",
            "加锁的地址；不设置则不加锁（TF_HTTP_LOCK_ADDRESS）。")
        .text(
            "lock_method",
            "The method that takes the lock, LOCK unless set (TF_HTTP_LOCK_METHOD).",
            "加锁的方法，默认 LOCK（TF_HTTP_LOCK_METHOD）。")
        .text(
            "unlock_address",
            "The address that gives the lock back (TF_HTTP_UNLOCK_ADDRESS).",
            "解锁的地址（TF_HTTP_UNLOCK_ADDRESS）。")
        .text(
            "unlock_method",
            "The method that gives the lock back, UNLOCK unless set (TF_HTTP_UNLOCK_METHOD).",
            "解锁的方法，默认 UNLOCK（TF_HTTP_UNLOCK_METHOD）。")
        .text("username", "The user (TF_HTTP_USERNAME).", "用户名（TF_HTTP_USERNAME）。")
        .secret("password", "The user's password (TF_HTTP_PASSWORD).", "密码（TF_HTTP_PASSWORD）。")
        .flag("skip_cert_verification", "Takes any certificate of the server.", "接受服务器的任何证书。")
        .number(
            "retry_max",
            "How often a request is repeated, 2 unless set (TF_HTTP_RETRY_MAX).",
            "请求的重试次数，默认 2（TF_HTTP_RETRY_MAX）。")
        .number(
            "retry_wait_min",
            "The seconds before the first repetition, 1 unless set (TF_HTTP_RETRY_WAIT_MIN).",
            "首次重试前等待的秒数，默认 1（TF_HTTP_RETRY_WAIT_MIN）。")
        .number(
            "retry_wait_max",
            "The most seconds between repetitions, 30 unless set (TF_HTTP_RETRY_WAIT_MAX).",
            "两次重试之间最多等待的秒数，默认 30（TF_HTTP_RETRY_WAIT_MAX）。")
        .text(
            "client_ca_certificate_pem",
            "The certificates, as PEM, that the server's is checked by"
                + " (TF_HTTP_CLIENT_CA_CERTIFICATE_PEM).",
            "校验服务器证书所用的 CA 证书，PEM 格式（TF_HTTP_CLIENT_CA_CERTIFICATE_PEM）。")
        .text(
            "client_certificate_pem",
            "The certificate, as PEM, to show to the server (TF_HTTP_CLIENT_CERTIFICATE_PEM).",
            "向服务器出示的客户端证书，PEM 格式（TF_HTTP_CLIENT_CERTIFICATE_PEM）。")
        .secret(
            "client_private_key_pem",
            "The private key of that certificate, as PEM (TF_HTTP_CLIENT_PRIVATE_KEY_PEM).",
            "该证书的私钥，PEM 格式（TF_HTTP_CLIENT_PRIVATE_KEY_PEM）。")
        .block();
  }

  @Override
  public Backend.Opened open(Value arguments, Surroundings surroundings) {
    Arguments given = new Arguments(arguments, surroundings.environment(), type());
    String address = given.required("address", "TF_HTTP_ADDRESS");
    URI state = url(given, "address", address);
    Optional<String> lock = given.text("lock_address", "TF_HTTP_LOCK_ADDRESS");
    Optional<String> unlock = given.text("unlock_address", "TF_HTTP_UNLOCK_ADDRESS");
    HttpPlace.Addresses addresses =
        new HttpPlace.Addresses(
            withoutUser(state),
            given.text("update_method", "TF_HTTP_UPDATE_METHOD").orElse("POST"),
            lock.map(text -> withoutUser(url(given, "lock_address", text))).orElse(null),
            given.text("lock_method", "TF_HTTP_LOCK_METHOD").orElse("LOCK"),
            unlock.map(text -> withoutUser(url(given, "unlock_address", text))).orElse(null),
            given.text("unlock_method", "TF_HTTP_UNLOCK_METHOD").orElse("UNLOCK"),
            authorization(given, state));
    Web.Patience patience =
        new Web.Patience(
            given.number("retry_max", 2, "TF_HTTP_RETRY_MAX"),
            Duration.ofSeconds(given.number("retry_wait_min", 1, "TF_HTTP_RETRY_WAIT_MIN")),
            Duration.ofSeconds(given.number("retry_wait_max", 30, "TF_HTTP_RETRY_WAIT_MAX")));
    int uploads = given.number("", UPLOADS, "TF_STATE_PERSIST_INTERVAL");
    SSLContext tls = tls(given);
    if (!given.problems().isEmpty()) {
      return new Backend.Opened(null, given.problems());
    }
    LocalLog log = new LocalLog(journal(surroundings.directory(), state));
    HttpPlace place =
        new HttpPlace(
            addresses,
            new Web(tls, ADVICE, patience, given::variable),
            log,
            Duration.ofSeconds(Math.max(1, uploads)));
    return new Backend.Opened(new HttpBackend(place, surroundings), List.of());
  }

  /// The file of the journal: one for each address, since a directory may be used with several.
  private static Path journal(Path directory, URI state) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(state.toString().getBytes(StandardCharsets.UTF_8));
      String name = "http-" + HexFormat.of().formatHex(digest, 0, 8) + ".journal";
      return directory.resolve(".groma").resolve(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static URI url(Arguments given, String name, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    if (!text.isEmpty()) {
      given.problem(name, "The value of \"" + name + "\" must be an http or https URL.");
    }
    return URI.create("http://invalid");
  }

  /// The credentials of the arguments, else those in the address.
  private static @Nullable String authorization(Arguments given, URI state) {
    Optional<String> user = given.text("username", "TF_HTTP_USERNAME");
    String password = given.text("password", "TF_HTTP_PASSWORD").orElse("");
    return user.map(name -> name + ":" + password)
        .or(() -> Optional.ofNullable(state.getUserInfo()))
        .map(text ->
            "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .orElse(null);
  }

  private static URI withoutUser(URI uri) {
    String user = uri.getRawUserInfo();
    return user == null ? uri : URI.create(uri.toString().replaceFirst("//[^/@]*@", "//"));
  }

  private static @Nullable SSLContext tls(Arguments given) {
    Optional<String> certificate =
        given.text("client_certificate_pem", "TF_HTTP_CLIENT_CERTIFICATE_PEM");
    Optional<String> key = given.text("client_private_key_pem", "TF_HTTP_CLIENT_PRIVATE_KEY_PEM");
    if (certificate.isPresent() != key.isPresent()) {
      given.problem(
          certificate.isPresent() ? "client_private_key_pem" : "client_certificate_pem",
          "Set both \"client_certificate_pem\" and \"client_private_key_pem\", or neither.");
      return null;
    }
    try {
      return new Trust(
              given
                  .text("client_ca_certificate_pem", "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM")
                  .orElse(null),
              certificate.orElse(null),
              key.orElse(null),
              given.flag("skip_cert_verification", false))
          .context();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      given.problem(
          "client_certificate_pem",
          "A certificate or the private key of the backend \"http\" cannot be read: "
              + e.getMessage()
              + ". Give them as PEM, the text and not the name of a file.");
      return null;
    }
  }
}
