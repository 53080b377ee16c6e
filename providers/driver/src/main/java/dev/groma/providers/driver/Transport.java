package dev.groma.providers.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/// Carries requests over HTTP, each exactly once; the only user of OkHttp.
final class Transport implements AutoCloseable {
  static final long LARGEST_ANSWER = 32L << 20;

  /// How many connections are kept for the next request, for a minute: about as many as there are
  /// calls at once.
  private static final int IDLE = 32;

  private static final String PROXY_PROOF = "Proxy-Authorization";

  private final OkHttpClient http;

  /// What became of a request.
  sealed interface Outcome {
    /// The service answered.
    ///
    /// @param headers by name in lower case; of several with one name the last
    record Answered(int status, SortedMap<String, String> headers, String body)
        implements Outcome {}

    /// The request did not leave this machine.
    record NotSent(IOException reason) implements Outcome {}

    /// The request may have reached the service; no answer came.
    record Lost(IOException reason) implements Outcome {}
  }

  /// The answer has more bytes than are read.
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("the answer is larger than " + (LARGEST_ANSWER >> 20) + " MiB");
    }
  }

  Transport(Network network) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(IDLE, 1, TimeUnit.MINUTES))
            .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(network.connectTimeout())
            .writeTimeout(Duration.ofSeconds(30))
            .readTimeout(Duration.ofSeconds(60))
            .addNetworkInterceptor(chain -> {
              AtomicBoolean sent = chain.request().tag(AtomicBoolean.class);
              if (sent != null) {
                sent.set(true);
              }
              return chain.proceed(chain.request());
            });
    URI proxy = network.proxy();
    if (proxy != null) {
      int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
      builder.proxy(
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
      String user = proxy.getUserInfo();
      if (user != null) {
        int colon = user.indexOf(':');
        String proof =
            okhttp3.Credentials.basic(
                colon < 0 ? user : user.substring(0, colon),
                colon < 0 ? "" : user.substring(colon + 1),
                StandardCharsets.UTF_8);
        builder.proxyAuthenticator((_, response) -> proven(response, proof));
      }
    }
    if (network.insecure() || network.authorities() != null || network.identity() != null) {
      secure(builder, network);
    }
    http = builder.build();
  }

  /// The request to a proxy again, with a password; null when it was refused.
  private static okhttp3.@Nullable Request proven(Response response, String proof) {
    okhttp3.Request request = response.request();
    return request.header(PROXY_PROOF) != null
        ? null
        : request.newBuilder().header(PROXY_PROOF, proof).build();
  }

  private static void secure(OkHttpClient.Builder builder, Network network) {
    try {
      Tls tls = Tls.of(network);
      builder.sslSocketFactory(tls.sockets(), tls.trust());
      if (network.insecure()) {
        builder.hostnameVerifier((_, _) -> true);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificates were not checked beforehand", e);
    }
  }

  /// Sends `request` once and waits for the answer, but no longer than `limit`.
  Outcome send(Request request, Duration limit) {
    AtomicBoolean sent = new AtomicBoolean();
    Call call = http.newCall(okRequest(request, sent));
    call.timeout().timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      SortedMap<String, String> headers = new TreeMap<>();
      response
          .headers()
          .forEach(pair -> headers.put(pair.getFirst().toLowerCase(Locale.ROOT), pair.getSecond()));
      return new Outcome.Answered(
          response.code(), Collections.unmodifiableSortedMap(headers), text(response.body()));
    } catch (IOException e) {
      return sent.get() ? new Outcome.Lost(e) : new Outcome.NotSent(e);
    }
  }

  private static okhttp3.Request okRequest(Request request, AtomicBoolean sent) {
    okhttp3.Request.Builder builder =
        new okhttp3.Request.Builder().url(request.url()).tag(AtomicBoolean.class, sent);
    request.headers().forEach(builder::header);
    String body = request.content();
    boolean needsBody = request.method().equals("POST") || request.method().equals("PUT");
    builder.method(
        request.method(),
        body == null && !needsBody
            ? null
            : RequestBody.create(
                (body == null ? "" : body).getBytes(StandardCharsets.UTF_8), null));
    return builder.build();
  }

  private static String text(ResponseBody body) throws IOException {
    BufferedSource source = body.source();
    if (source.request(LARGEST_ANSWER + 1)) {
      throw new TooLarge();
    }
    return source.readUtf8();
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
