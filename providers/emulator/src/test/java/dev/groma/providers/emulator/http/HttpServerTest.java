package dev.groma.providers.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        HttpServer.start(
            0,
            request ->
                switch (request.path()) {
                  case "/cut" -> Cut.CONNECTION;
                  case "/bug" -> throw new IllegalStateException("oops");
                  case "/nothing" -> Response.of(204, "");
                  default ->
                      Response.of(
                          200,
                          "%s %s <%s>"
                              .formatted(request.method(), request.target(), request.body()));
                });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Sends text, LF as CRLF, and reads until the server closes the connection.
  private String exchange(String sent) throws IOException {
    try (var socket = new Socket(LOCAL, server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(sent.replace("\n", "\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    assertThat(
            exchange(
                """
                POST /a?flag&b=%20 HTTP/1.1
                Host: x
                Content-Length: 2

                hiGET /b HTTP/1.1
                Host: x

                DELETE /nothing HTTP/1.1
                Connection: close

                """))
        .isEqualTo(
            """
            HTTP/1.1 200\s
            Content-Length: 23

            POST /a?flag&b=%20 <hi>\
            HTTP/1.1 200\s
            Content-Length: 9

            GET /b <>\
            HTTP/1.1 204\s
            Connection: close

            """);
  }

  @Test
  void chunksExtensionsAndTrailersAreRead() throws Exception {
    assertThat(
            exchange(
                """
                POST / HTTP/1.1
                Transfer-Encoding: chunked
                Connection: close

                3;x=y
                abc
                A
                0123456789
                0
                Trailer: t

                """))
        .endsWith("\n\nPOST / <abc0123456789>");
  }

  @Test
  void aBodyMayBeAbsentOrAnnounced() throws Exception {
    assertThat(exchange("POST / HTTP/1.1\nConnection: close\n\n")).endsWith("POST / <>");
    assertThat(
            exchange(
                "PUT / HTTP/1.1\nExpect: 100-continue\nContent-Length: 1\nConnection: close\n\nx"))
        .startsWith("HTTP/1.1 100 Continue\n\nHTTP/1.1 200")
        .endsWith("PUT / <x>");
  }

  @Test
  void olderAndUpgradingClientsAreServed() throws Exception {
    assertThat(exchange("GET / HTTP/1.0\n\n")).endsWith("GET / <>");
    assertThat(
            exchange(
                "GET / HTTP/1.1\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n\nGET /2 HTTP/1.1\nConnection: Close\n\n"))
        .contains("GET / <>")
        .endsWith("GET /2 <>");
    assertThat(exchange("GET http://h:1/p?q HTTP/1.1\nConnection: close\n\n"))
        .endsWith("GET /p?q <>");
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    assertThat(exchange("HEAD / HTTP/1.1\nConnection: close\n\n"))
        .contains("Content-Length: 9")
        .endsWith("\n\n");
  }

  @Test
  void aCutIsAReset() {
    assertThatThrownBy(() -> exchange("GET /cut HTTP/1.1\n\n")).isInstanceOf(SocketException.class);
  }

  @Test
  void aBugIsToldAndTheServerGoesOn() throws Exception {
    assertThat(exchange("GET /bug HTTP/1.1\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 500")
        .contains("oops", "This is a bug in Groma.");
    assertThat(exchange("GET / HTTP/1.1\nConnection: close\n\n")).endsWith("GET / <>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\n\n",
        "GET / HTTP/2\n\n",
        "GET / HTTP/1.1\nno colon\n\n",
        "POST / HTTP/1.1\nContent-Length: -1\n\n",
        "POST / HTTP/1.1\nContent-Length: 99999999999\n\n",
        "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\nzz\n",
        "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\nabc\n",
      })
  void whatIsNotHttpIsRefused(String sent) throws Exception {
    assertThat(exchange(sent)).startsWith("HTTP/1.1 400").contains("Bad request: ");
  }

  @Test
  void closingEndsOpenConnections() throws Exception {
    try (var socket = new Socket(LOCAL, server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      server.close();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).endsWith("<>");
    }
    int port = server.port();
    assertThatThrownBy(() -> new Socket(LOCAL, port).close()).isInstanceOf(IOException.class);
  }
}
