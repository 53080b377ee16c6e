package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to a service: connections, certificates, proxies and limits.
final class TransportTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final MockWebServer server = new MockWebServer();
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Request request(String scheme) {
    return new Request(
        "GET",
        URI.create(scheme + "://127.0.0.1:" + server.getPort()),
        "/",
        List.of(),
        new TreeMap<>(Map.of("user-agent", "groma/test")),
        List.of(),
        null);
  }

  private static MockResponse body(Buffer body) {
    return new MockResponse.Builder().body(body).build();
  }

  private static Network network(@Nullable String authorities, Network.@Nullable Identity client) {
    return new Network(null, authorities, client, false, 100, 20, Duration.ofSeconds(10));
  }

  private RecordedRequest taken() throws InterruptedException {
    return server.takeRequest();
  }

  private static Transport.Outcome send(Network network, Request request) {
    try (Transport transport = new Transport(network)) {
      return transport.send(request, LONG);
    }
  }

  @Test
  void aConnectionIsUsedAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.enqueue(body(new Buffer().writeUtf8("{}")));
    }
    try (Transport transport = new Transport(Network.PLAIN)) {
      for (int i = 0; i < 3; i++) {
        assertThat(transport.send(request("http"), LONG))
            .isInstanceOf(Transport.Outcome.Answered.class);
        RecordedRequest taken = taken();
        assertThat(taken.getConnectionIndex()).isZero();
        assertThat(taken.getExchangeIndex()).isEqualTo(i);
        assertThat(taken.getHeaders().get("user-agent")).isEqualTo("groma/test");
      }
    }
  }

  @Test
  void answersMayBeCompressed() throws Exception {
    Buffer packed = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(packed))) {
      sink.writeUtf8("{\"a\":1}");
    }
    server.enqueue(
        new MockResponse.Builder().body(packed).addHeader("Content-Encoding", "gzip").build());
    Transport.Outcome outcome = send(Network.PLAIN, request("http"));
    assertThat(taken().getHeaders().get("accept-encoding")).isEqualTo("gzip");
    assertThat(((Transport.Outcome.Answered) outcome).body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() throws Exception {
    Buffer packed = new Buffer();
    byte[] zeros = new byte[1 << 20];
    try (var sink = Okio.buffer(new GzipSink(packed))) {
      for (int i = 0; i <= Transport.LARGEST_ANSWER >> 20; i++) {
        sink.write(zeros);
      }
    }
    server.enqueue(
        new MockResponse.Builder().body(packed).addHeader("Content-Encoding", "gzip").build());
    Transport.Outcome outcome = send(Network.PLAIN, request("http"));
    assertThat(((Transport.Outcome.Lost) outcome).reason())
        .isInstanceOf(Transport.TooLarge.class)
        .hasMessage("the answer is larger than 32 MiB");
  }

  @Test
  void noCallTakesLongerThanItMay() {
    server.enqueue(
        new MockResponse.Builder()
            .body("{}")
            .headersDelay(20, java.util.concurrent.TimeUnit.SECONDS)
            .build());
    try (Transport transport = new Transport(Network.PLAIN)) {
      assertThat(transport.send(request("http"), Duration.ofMillis(200)))
          .isInstanceOf(Transport.Outcome.Lost.class);
    }
  }

  @Test
  void aProxyThatAsksWhoWeAreIsTold() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(407).addHeader("Proxy-Authenticate", "Basic").build());
    server.enqueue(body(new Buffer().writeUtf8("{}")));
    URI proxy = URI.create("http://me:my-password@127.0.0.1:" + server.getPort());
    Request request =
        new Request(
            "GET",
            URI.create("http://cloud.invalid"),
            "/x",
            List.of(),
            new TreeMap<>(),
            List.of(),
            null);
    Transport.Outcome outcome =
        send(new Network(proxy, null, null, false, 100, 20, Duration.ofSeconds(10)), request);
    assertThat(((Transport.Outcome.Answered) outcome).status()).isEqualTo(200);
    assertThat(taken().getHeaders().get("proxy-authorization")).isNull();
    RecordedRequest second = taken();
    assertThat(second.getHeaders().get("host")).isEqualTo("cloud.invalid");
    assertThat(second.getHeaders().get("proxy-authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("me:my-password".getBytes(StandardCharsets.UTF_8)));
  }

  // Certificates

  private KeyStore keys(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }

  private static String certificate(KeyStore store, String name) throws Exception {
    return pem("CERTIFICATE", store.getCertificate(name).getEncoded());
  }

  private void secure(KeyStore own, KeyStore trusted, String protocol) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("client", trusted.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance(protocol);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    server.useHttps(context.getSocketFactory());
    server.requireClientAuth();
  }

  @Test
  void onlyGivenAuthoritiesAreTrustedAndTheClientProvesWhoItIs() throws Exception {
    KeyStore own = keys("server");
    KeyStore client = keys("client");
    secure(own, client, "TLSv1.2");
    for (int i = 0; i < 3; i++) {
      server.enqueue(body(new Buffer().writeUtf8("{}")));
    }
    Network.Identity identity =
        new Network.Identity(
            certificate(client, "client"),
            pem(
                "PRIVATE KEY",
                Objects.requireNonNull(client.getKey("client", PASSWORD)).getEncoded()));
    Transport.Outcome good = send(network(certificate(own, "server"), identity), request("https"));
    assertThat(((Transport.Outcome.Answered) good).status()).isEqualTo(200);
    assertThat(Objects.requireNonNull(taken().getHandshake()).tlsVersion().javaName())
        .isIn("TLSv1.2", "TLSv1.3");
    assertThat(send(network(null, identity), request("https")))
        .as("an authority that nobody named")
        .isInstanceOf(Transport.Outcome.NotSent.class);
    assertThat(send(network(certificate(own, "server"), null), request("https")))
        .as("a client without a certificate")
        .isNotInstanceOf(Transport.Outcome.Answered.class);
  }
}
