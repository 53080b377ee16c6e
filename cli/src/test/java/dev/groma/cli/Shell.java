package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.conformance.Cases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A directory of its own in which commands are run, in this process or as a process of their own.
final class Shell implements AutoCloseable {
  /// What a command printed, standard error after standard output, and its exit code.
  record Result(int code, String text) {}

  /// The same with the streams apart.
  record Streams(int code, String out, String err) {}

  private final Path directory;
  private final SortedMap<String, String> environment = new TreeMap<>();
  private Console.Machine machine = Console.Machine.REAL;
  private final List<Process> children = new ArrayList<>();

  Shell() throws IOException {
    directory = Files.createTempDirectory("groma-shell").toRealPath();
    environment.put("HOSTNAME", "station");
  }

  /// The directory.
  Path directory() {
    return directory;
  }

  /// Sets an environment variable.
  void set(String name, String value) {
    environment.put(name, value);
  }

  /// Has commands run in this process on another machine.
  void on(Console.Machine other) {
    machine = other;
  }

  /// Writes a file.
  Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// Reads a file; empty when there is none.
  String read(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /// Runs a command in this process; nobody is there to answer.
  Result run(String... words) {
    return answering("", words);
  }

  /// Runs a command that must end well, and returns what it printed.
  String ok(String... words) {
    Result result = run(words);
    assertThat(result.code()).as(result.text()).isZero();
    return result.text();
  }

  /// Runs a command in this process; the lines of `answers` are its standard input.
  Result answering(String answers, String... words) {
    Streams streams = streams(answers, words);
    return new Result(streams.code(), streams.out() + streams.err());
  }

  /// The same with the streams apart.
  Streams streams(String answers, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader(answers)),
            false,
            environment,
            directory,
            Interrupts.none(),
            machine);
    int code = Main.run(console, words);
    console.flush();
    return new Streams(code, out.toString(), err.toString());
  }

  /// Starts a command in the process of `station`.
  CompletableFuture<Result> start(Station station, String... words) throws IOException {
    return station.start(directory, environment, List.of(words));
  }

  /// Starts a command as a process of its own, which ends with this shell at the latest. Both its
  /// streams are standard output.
  Process start(String... words) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("dev.groma.cli.Main");
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process child = builder.start();
    children.add(child);
    return child;
  }

  /// Reads what `child` prints up to the first line with `word`; all of it is returned.
  static String until(BufferedReader output, String word) throws IOException {
    StringBuilder seen = new StringBuilder();
    String line = output.readLine();
    while (line != null) {
      seen.append(line).append('\n');
      if (line.contains(word)) {
        return seen.toString();
      }
      line = output.readLine();
    }
    throw new AssertionError("never said \"" + word + "\":\n" + seen);
  }

  @Override
  public void close() throws IOException {
    children.forEach(Process::destroyForcibly);
    for (Process child : children) {
      child.onExit().join();
    }
    Cases.deleteTree(directory);
  }
}
