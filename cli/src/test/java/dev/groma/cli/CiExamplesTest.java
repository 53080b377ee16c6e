package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The recipes for CI systems: their scripts are run as the systems run them, and the recipes call
/// these scripts and no others.
final class CiExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "ci");

  private static Shell.Result run(Shell shell, CloudEmulator.Running cloud, String... words)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(shell.directory().toFile()).redirectErrorStream(true);
    builder.environment().put("GROMA", shell.directory().resolve("groma").toString());
    builder.environment().put("KSYUN_ENDPOINT", String.valueOf(cloud.endpoints().get("ksyun")));
    builder.environment().put("KSYUN_ACCESS_KEY", cloud.accessKey());
    builder.environment().put("KSYUN_SECRET_KEY", cloud.secretKey());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "ana");
      builder.environment().put("GIT_" + who + "_EMAIL", "ana@example.com");
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Shell.Result(process.exitValue(), text);
  }

  private static void git(Shell shell, CloudEmulator.Running cloud, String... words)
      throws Exception {
    List<String> line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(words));
    Shell.Result result = run(shell, cloud, line.toArray(String[]::new));
    assertThat(result.code()).as(result.text()).isZero();
  }

  private static void stack(Shell shell, String address) throws IOException {
    shell.write(
        "stacks/network/main.tf.yaml",
        """
        provider:
          ksyun: {region: cn-beijing-6}
        resource:
          ksyun_vpn_customer_gateway:
            office:
              customer_gateway_name: office
              customer_gateway_address: %s
        """
            .formatted(address));
  }

  /// A repository with the scripts in `ci`, and the program.
  private static void repository(Shell shell) throws IOException {
    shell.write("stacks.yaml", Files.readString(EXAMPLES.resolve("stacks.yaml")));
    for (String name : List.of("plan.sh", "apply.sh", "drift.sh")) {
      Path copy = shell.write("ci/" + name, Files.readString(EXAMPLES.resolve(name)));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path program =
        shell.write(
            "groma",
            """
            #!/bin/sh
            exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' dev.groma.cli.Main "$@"
            """
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    shell.write(".gitignore", "groma\n.plans\nreports\n*.tfstate*\n.terraform*\n");
  }

  @Test
  void whatIsReviewedIsAppliedAndDriftIsFound() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ZERO, List.of())) {
      repository(shell);
      stack(shell, "203.0.113.7");
      git(shell, cloud, "init", "-q", "-b", "main");
      git(shell, cloud, "add", ".");
      git(shell, cloud, "commit", "-q", "-m", "Begin");
      git(shell, cloud, "switch", "-q", "-c", "change");
      stack(shell, "203.0.113.8");
      git(shell, cloud, "commit", "-q", "-a", "-m", "Move the office");

      Shell.Result planned = run(shell, cloud, "ci/plan.sh", "stacks/network");
      assertThat(planned.code()).as(planned.text()).isZero();
      assertThat(planned.text()).contains("1 to add", "The plan of stacks/network is ");

      git(shell, cloud, "switch", "-q", "main");
      Shell.Result unreviewed = run(shell, cloud, "ci/apply.sh", "stacks/network");
      assertThat(unreviewed.code()).isEqualTo(1);
      assertThat(unreviewed.text()).contains("Nobody reviewed a plan");

      git(shell, cloud, "merge", "-q", "--no-ff", "--no-edit", "change");
      Shell.Result applied = run(shell, cloud, "ci/apply.sh", "stacks/network");
      assertThat(applied.code()).as(applied.text()).isZero();
      assertThat(applied.text()).contains("Resources: 1 added, 0 changed, 0 destroyed.");
      Shell.Result twice = run(shell, cloud, "ci/apply.sh", "stacks/network");
      assertThat(twice.code()).as("the plan is of an older state").isEqualTo(1);

      Shell.Result clean = run(shell, cloud, "ci/drift.sh", "stacks.yaml", "reports");
      assertThat(clean.code()).as(clean.text()).isZero();
      String objects = DriftTest.behind(cloud, "ksyun", "GET", "", "");
      Matcher id = Pattern.compile("\"customer-gateway\":\\{\"([^\"]+)\"").matcher(objects);
      assertThat(id.find()).as(objects).isTrue();
      DriftTest.behind(
          cloud, "ksyun", "PUT", "/customer-gateway/" + id.group(1), "{\"name\": \"renamed\"}");
      Shell.Result drift = run(shell, cloud, "ci/drift.sh", "stacks.yaml", "reports");
      assertThat(drift.code()).as(drift.text()).isEqualTo(3);
      assertThat(drift.text()).contains("\"office\" -> \"renamed\"");
      for (String report :
          List.of("drift.json", "drift.md", "drift.html", "drift.xml", "groma_drift.prom")) {
        assertThat(shell.read("reports/" + report)).as(report).contains("stacks/network");
      }
    }
  }

  @Test
  void recipesCallTheScriptsThatAreTested() throws IOException {
    TreeSet<String> called = new TreeSet<>();
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        String text = Files.readString(file);
        if (name.endsWith(".yml")) {
          assertThat(Tree.load(file).isObject()).as(file.toString()).isTrue();
        }
        Matcher script = Pattern.compile("ci/([a-z]+\\.sh)").matcher(text);
        while (script.find()) {
          assertThat(EXAMPLES.resolve(script.group(1))).isExecutable();
          called.add(String.valueOf(file.getName(file.getNameCount() - 2)) + " " + script.group(1));
        }
      }
    }
    assertThat(called)
        .containsExactlyInAnyOrder(
            "gitee apply.sh",
            "gitee drift.sh",
            "gitee plan.sh",
            "github apply.sh",
            "github drift.sh",
            "github plan.sh",
            "gitlab apply.sh",
            "gitlab drift.sh",
            "gitlab plan.sh",
            "jenkins apply.sh",
            "jenkins drift.sh",
            "jenkins plan.sh");
  }
}
