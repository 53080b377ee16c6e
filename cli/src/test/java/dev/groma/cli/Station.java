package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// A process of its own that carries out commands, many of them, in the directories that they are
/// given: it can be killed in the middle of them, and it can be kept from writing large files.
final class Station implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Process process;
  private final Writer errands;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Shell.Result>> open = new ConcurrentHashMap<>();

  Station() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // It would be a file, of which there may be none.
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                StationMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    errands = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(this::listen);
  }

  private void listen() {
    try (BufferedReader done = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = done.readLine(); line != null; line = done.readLine()) {
        JsonNode end = JSON.readTree(line);
        CompletableFuture<Shell.Result> wanted = open.remove(end.path("number").asInt());
        if (wanted != null) {
          wanted.complete(new Shell.Result(end.path("code").asInt(), end.path("text").asString()));
        }
      }
    } catch (IOException _) {
      // It was killed.
    }
    open.values().forEach(one -> one.complete(new Shell.Result(137, "killed")));
  }

  long pid() {
    return process.pid();
  }

  /// Begins a command.
  CompletableFuture<Shell.Result> start(
      Path directory, Map<String, String> environment, List<String> words) throws IOException {
    ObjectNode errand = JSON.createObjectNode().put("directory", directory.toString());
    int number = numbers.incrementAndGet();
    errand.put("number", number);
    ObjectNode variables = errand.putObject("environment");
    environment.forEach(variables::put);
    words.forEach(errand.withArray("words")::add);
    CompletableFuture<Shell.Result> end = new CompletableFuture<>();
    open.put(number, end);
    errands.write(errand + "\n");
    errands.flush();
    return end;
  }

  /// Lets no file grow beyond `bytes`, as a full disk does at some place or other. That is the
  /// limit which `ulimit -f` sets; who writes beyond it gets an error.
  void limit(String bytes) throws IOException {
    Process limited =
        new ProcessBuilder("prlimit", "--pid=" + pid(), "--fsize=" + bytes + ":unlimited")
            .inheritIO()
            .start();
    assertThat(limited.onExit().join().exitValue()).isZero();
  }

  /// Kills it by a signal, and the programs that it has started.
  void kill() {
    // A shell that reads a pipe would outlive its parent.
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    kill();
  }
}
