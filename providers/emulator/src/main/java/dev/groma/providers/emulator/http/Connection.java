package dev.groma.providers.emulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads requests from one connection and writes the replies, until either side ends it (RFC 9112).
final class Connection {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final int LARGEST_BODY = 16 * 1024 * 1024;

  private final Socket socket;
  private final Handler handler;
  private final InputStream in;

  Connection(Socket socket, Handler handler) throws IOException {
    this.socket = socket;
    this.handler = handler;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  void serve() throws IOException {
    boolean more = true;
    while (more) {
      try {
        more = serveOne();
      } catch (BadMessage bad) {
        write(Response.of(400, "Bad request: " + bad.getMessage() + "\n"), false, false);
        more = false;
      }
    }
  }

  private boolean serveOne() throws IOException, BadMessage {
    Optional<String> start = firstLine();
    if (start.isEmpty()) {
      return false;
    }
    String[] parts = start.get().split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new BadMessage("the request line must be METHOD TARGET HTTP/1.1");
    }
    List<Header> headers = headers();
    var request = new Request(parts[0].toUpperCase(Locale.ROOT), origin(parts[1]), headers, "");
    boolean keep = keepAlive(parts[2], request);
    String body = text(body(request));
    Reply reply = answer(new Request(request.method(), request.target(), request.headers(), body));
    return switch (reply) {
      case Response response -> {
        write(response, request.method().equals("HEAD"), keep);
        yield keep;
      }
      case Cut.CONNECTION -> {
        socket.setSoLinger(true, 0);
        socket.close();
        yield false;
      }
    };
  }

  private Reply answer(Request request) {
    try {
      return handler.answer(request);
    } catch (RuntimeException bug) {
      return Response.of(500, "The emulator failed: " + bug + ". This is a bug in Groma.\n");
    }
  }

  private static boolean keepAlive(String version, Request request) {
    List<String> options =
        List.of(
            request.header("Connection").orElse("").toLowerCase(Locale.ROOT).split(",\\s*", -1));
    return version.equals("HTTP/1.0") ? options.contains("keep-alive") : !options.contains("close");
  }

  /// The target in origin form; a client that thinks this is a proxy sends a whole URL.
  private static String origin(String target) {
    int scheme = target.indexOf("://");
    if (target.startsWith("/") || scheme < 0) {
      return target;
    }
    int path = target.indexOf('/', scheme + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  private Optional<String> firstLine() throws IOException, BadMessage {
    Optional<String> line = line();
    while (line.isPresent() && line.get().isEmpty()) {
      line = line();
    }
    return line;
  }

  private List<Header> headers() throws IOException, BadMessage {
    var headers = new ArrayList<Header>();
    String line = requireLine();
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MOST_HEADERS) {
        throw new BadMessage("a header is malformed or there are too many");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      line = requireLine();
    }
    return headers;
  }

  private byte[] body(Request request) throws IOException, BadMessage {
    boolean chunked =
        request.header("Transfer-Encoding").map(v -> v.equalsIgnoreCase("chunked")).orElse(false);
    int length = chunked ? -1 : number(request.header("Content-Length").orElse("0"), 10);
    if (length != 0
        && request.header("Expect").map(v -> v.equalsIgnoreCase("100-continue")).orElse(false)) {
      socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
    }
    return chunked ? chunks() : bytes(length);
  }

  private byte[] chunks() throws IOException, BadMessage {
    var body = new ByteArrayOutputStream();
    int size = chunkSize();
    while (size > 0) {
      body.write(bytes(size));
      if (!requireLine().isEmpty() || body.size() > LARGEST_BODY) {
        throw new BadMessage("a chunk is malformed or the body is too large");
      }
      size = chunkSize();
    }
    headers(); // the trailer
    return body.toByteArray();
  }

  private int chunkSize() throws IOException, BadMessage {
    String line = requireLine();
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static int number(String text, int radix) throws BadMessage {
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 0 && number <= LARGEST_BODY) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new BadMessage("the length of the body is malformed or too large");
  }

  private static String text(byte[] bytes) throws BadMessage {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new BadMessage("the body is not UTF-8");
    }
  }

  private String requireLine() throws IOException, BadMessage {
    return line().orElseThrow(EOFException::new);
  }

  /// The next line without its end; empty when the client has closed the connection.
  private Optional<String> line() throws IOException, BadMessage {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new BadMessage("a line is too long");
      }
      next = in.read();
    }
    String text = line.toString(UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  private void write(Response response, boolean head, boolean keep) throws IOException {
    byte[] body = response.body().getBytes(UTF_8);
    var top = new StringBuilder();
    top.append("HTTP/1.1 ").append(response.status()).append(" \r\n");
    response
        .headers()
        .forEach((name, value) -> top.append(name).append(": ").append(value).append("\r\n"));
    if (response.status() != 204) {
      top.append("Content-Length: ").append(body.length).append("\r\n");
    }
    top.append(keep ? "\r\n" : "Connection: close\r\n\r\n");
    var message = new ByteArrayOutputStream();
    message.write(top.toString().getBytes(UTF_8));
    if (!head && response.status() != 204) {
      message.write(body);
    }
    socket.getOutputStream().write(message.toByteArray());
    socket.getOutputStream().flush();
  }

  private static final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    BadMessage(String message) {
      super(message);
    }
  }
}
