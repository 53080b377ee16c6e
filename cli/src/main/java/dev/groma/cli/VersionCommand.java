package dev.groma.cli;

import dev.groma.state.format.StateWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma version`: prints the version of the program and the platform it runs on.
final class VersionCommand implements Command {
  /// The version of the program, without the suffix of a development build.
  static final String VERSION = "0.1.0";

  /// Names that the field uses for what Java calls otherwise.
  private static final Map<String, String> FIELD_NAMES =
      Map.of("mac os x", "darwin", "x86_64", "amd64", "aarch64", "arm64");

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String description() {
    return "Print the version of Groma and the platform.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.JSON, "Print JSON."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    return print(console, Options.isOn(arguments, Options.JSON));
  }

  int print(Console console, boolean json) {
    String platform = property("os.name") + "_" + property("os.arch");
    if (json) {
      console
          .out()
          .println(
              """
              {
                "groma_version": "%s",
                "terraform_version": "%s",
                "platform": "%s",
                "provider_selections": {},
                "terraform_outdated": false
              }\
              """
                  .formatted(VERSION, StateWriter.TERRAFORM_VERSION, platform));
    } else {
      console.out().println("Groma v" + VERSION);
      console.out().println("on " + platform);
    }
    return 0;
  }

  private static String property(String name) {
    String value = System.getProperty(name).toLowerCase(Locale.ROOT);
    return FIELD_NAMES.getOrDefault(value, value);
  }
}
