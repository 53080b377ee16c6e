package dev.groma.cli.modules;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/// Fetches single files over HTTP, or from this machine.
final class Download {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// The largest file that is taken, in bytes.
  private static final long LIMIT = 512L << 20;

  private Download() {}

  /// Writes what `url` gives to `file`.
  ///
  /// @return its SHA-256 digest in hexadecimal
  static String fetch(String url, Path file) throws FetchException, InterruptedException {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new FetchException("The URL cannot be read: " + e.getMessage() + ".");
    }
    try {
      if ("file".equals(address.getScheme())) {
        try (InputStream in = Files.newInputStream(Path.of(address.getPath()))) {
          return copy(in, file);
        }
      }
      return overHttp(address, file);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new FetchException(Git.withoutPasswords(url) + " could not be read: " + why + ".");
    }
  }

  private static String overHttp(URI address, Path file)
      throws IOException, InterruptedException, FetchException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw new FetchException(
              Git.withoutPasswords(address.toString())
                  + " was answered with the status "
                  + response.statusCode()
                  + ".");
        }
        return copy(in, file);
      }
    }
  }

  private static String copy(InputStream in, Path file) throws IOException, FetchException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > LIMIT) {
          throw new FetchException("It is larger than " + (LIMIT >> 20) + " MiB.");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
