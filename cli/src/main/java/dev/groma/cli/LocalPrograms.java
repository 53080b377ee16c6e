package dev.groma.cli;

import dev.groma.engine.plan.ProgramRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// Runs programs as processes of this machine.
///
/// @param environment the environment of this process
record LocalPrograms(Map<String, String> environment) implements ProgramRunner {
  @Override
  public int run(Program program, Consumer<String> lines) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(program.words())
            .directory(program.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      // A program may leave others behind that hold its stream open, so its end is what counts.
      Thread reader = Thread.ofVirtual().start(() -> read(process, lines));
      int code = process.waitFor();
      reader.join(500);
      return code;
    } finally {
      process.destroy();
    }
  }

  private static void read(Process process, Consumer<String> lines) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
    } catch (IOException _) {
      // The stream was closed: nothing more will be said.
    }
  }
}
