package dev.groma.cli.modules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The digest of all files of a folder: `h1:` and the base64 of the SHA-256 of the lines `digest
/// name`, sorted by name, as Go's `dirhash` makes it.
final class PackageDigest {
  private PackageDigest() {}

  static String of(Path folder) throws IOException {
    MessageDigest all = Download.sha256();
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    List<String> names =
        files.stream()
            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !name.startsWith(".git/"))
            .sorted()
            .toList();
    for (String name : names) {
      all.update((one(folder.resolve(name)) + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return "h1:" + Base64.getEncoder().encodeToString(all.digest());
  }

  private static String one(Path file) throws IOException {
    MessageDigest digest = Download.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
