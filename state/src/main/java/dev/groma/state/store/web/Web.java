package dev.groma.state.store.web;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Sends requests, and sends them again when no answer comes or the server says that it is at fault
/// or busy. Follows nobody elsewhere, since credentials would go there too.
public final class Web {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final TlsAdvice advice;
  private final Patience patience;

  /// How often and when a request is repeated.
  ///
  /// @param retries how often
  /// @param first the pause before the first time, which doubles from time to time
  /// @param longest the longest pause
  public record Patience(int retries, Duration first, Duration longest) {}

  /// A client.
  ///
  /// @param tls how servers are checked; null as the platform does
  /// @param advice for those who are not trusted
  /// @param proxies gives the value of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
  public Web(@Nullable SSLContext tls, TlsAdvice advice, Patience patience, Proxies proxies) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(new Selector(proxies));
    if (tls != null) {
      builder.sslContext(tls);
    }
    client = builder.build();
    this.advice = advice;
    this.patience = patience;
  }

  /// Looks up what the environment says of proxies.
  @FunctionalInterface
  public interface Proxies {
    /// The value of the first of `names` that is set.
    Optional<String> variable(String... names);
  }

  /// Sends what `request` makes, anew each time.
  ///
  /// An interrupt of the thread does not end it: what is being recorded is to be recorded.
  ///
  /// @throws NoAnswerException when there is no answer
  public Reply send(Supplier<HttpRequest> request) throws NoAnswerException {
    boolean arrived = false;
    Duration pause = patience.first;
    for (int attempt = 0; ; attempt++) {
      HttpRequest made = request.get();
      try {
        HttpResponse<byte[]> answer =
            client.sendAsync(made, HttpResponse.BodyHandlers.ofByteArray()).join();
        if (attempt >= patience.retries || !isPassing(answer.statusCode())) {
          return new Reply(answer.statusCode(), answer.headers(), answer.body(), arrived);
        }
        arrived = true;
      } catch (CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        arrived = arrived || !isUnsent(cause);
        if (attempt >= patience.retries || cause instanceof SSLException) {
          throw new NoAnswerException(cause, arrived, advice(made.uri(), cause));
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(patience.longest) > 0 ? patience.longest : twice;
    }
  }

  private String advice(URI uri, Throwable cause) {
    boolean hungUp =
        "https".equals(uri.getScheme())
            && !(cause instanceof ConnectException)
            && !(cause instanceof HttpTimeoutException);
    return advice
        .about(cause)
        .orElse(
            "Look whether its address is right and can be reached from here."
                + (hungUp
                    ? " A server may also hang up like this when it wants a certificate of its"
                        + " clients. "
                        + advice.certificate()
                    : ""));
  }

  private static boolean isPassing(int status) {
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
  }

  private static boolean isUnsent(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  /// The proxies that the environment names.
  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    private Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      Optional<String> proxy =
          "https".equals(uri.getScheme())
              ? proxies.variable("HTTPS_PROXY", "https_proxy")
              : proxies.variable("http_proxy");
      if (proxy.isEmpty() || isDirect(uri.getHost())) {
        return List.of(Proxy.NO_PROXY);
      }
      URI address = URI.create(proxy.get().contains("://") ? proxy.get() : "http://" + proxy.get());
      int port = address.getPort() < 0 ? 80 : address.getPort();
      return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    }

    private boolean isDirect(String host) {
      String plain = host.toLowerCase(Locale.ROOT);
      if (plain.equals("localhost") || plain.startsWith("127.") || plain.equals("[::1]")) {
        return true;
      }
      for (String rule : proxies.variable("NO_PROXY", "no_proxy").orElse("").split(",", -1)) {
        String name = rule.strip().toLowerCase(Locale.ROOT);
        String suffix = name.startsWith(".") ? name : "." + name;
        if (name.equals("*") || (!name.isEmpty() && ("." + plain).endsWith(suffix))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
