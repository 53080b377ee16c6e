package dev.groma.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The process of a [Station]: carries out the commands that it reads, each in a thread of its own,
/// and prints what came of them.
final class StationMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StationMain() {}

  /// Goes on until there are no more commands.
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode errand = JSON.readTree(line);
        Thread.ofPlatform().daemon().start(() -> out.println(done(errand)));
      }
    }
  }

  private static String done(JsonNode errand) {
    SortedMap<String, String> environment = new TreeMap<>();
    errand
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asString()));
    List<String> words = new ArrayList<>();
    errand.path("words").forEach(word -> words.add(word.asString()));
    StringWriter text = new StringWriter();
    PrintWriter both = new PrintWriter(text);
    Console console =
        new Console(
            both,
            both,
            new BufferedReader(new StringReader("")),
            false,
            environment,
            Path.of(errand.path("directory").asString()),
            Interrupts.none());
    int code = Main.run(console, words.toArray(String[]::new));
    console.flush();
    return JSON.createObjectNode()
        .put("number", errand.path("number").asInt())
        .put("code", code)
        .put("text", text.toString())
        .toString();
  }
}
