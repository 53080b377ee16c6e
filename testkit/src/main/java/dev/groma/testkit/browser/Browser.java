package dev.groma.testkit.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A headless Chromium, driven over the DevTools protocol
/// (<https://chromedevtools.github.io/devtools-protocol/>). It has a profile of its own and ends
/// with [#close] at the latest.
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Process process;
  private final Path profile;
  private final Protocol protocol;

  private Browser(Process process, Path profile, Protocol protocol) {
    this.process = process;
    this.profile = profile;
    this.protocol = protocol;
  }

  /// The program on this machine, if there is one.
  ///
  /// @param path the folders to look in, as `PATH` has them
  public static Optional<Path> find(String path) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts `program`.
  ///
  /// @throws IOException when it does not come up
  public static Browser start(Path program) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("groma-browser");
    List<String> line = new ArrayList<>(List.of(program.toString(), "--headless=new"));
    line.addAll(
        List.of(
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--mute-audio",
            "about:blank"));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try {
      return new Browser(process, profile, new Protocol(address(process.inputReader())));
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// What the program says must be read to its end, lest it waits for a reader.
  private static URI address(BufferedReader lines) throws IOException {
    List<String> said = new ArrayList<>();
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      said.add(text);
      Matcher found = LISTENING.matcher(text);
      if (found.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(found.group(1));
      }
    }
    throw new IOException("The browser did not start:\n" + String.join("\n", said));
  }

  /// Opens `address` in a window of `width` by `height` pixels and waits until it is loaded.
  ///
  /// @param dark what the page is told that its reader prefers
  public Page open(URI address, int width, int height, boolean dark) throws IOException {
    return Page.open(protocol, address, width, height, dark);
  }

  @Override
  public void close() throws IOException {
    protocol.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete();
  }

  /// Children of the browser may still be writing their last.
  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        try {
          Files.deleteIfExists(file);
        } catch (DirectoryNotEmptyException _) {
          // It lies in the folder for temporary files.
        }
      }
    } catch (UncheckedIOException _) {
      // The same.
    }
  }
}
