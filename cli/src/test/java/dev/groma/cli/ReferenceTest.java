package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.testkit.spec.Language;
import dev.groma.testkit.spec.ReferencePage;
import dev.groma.testkit.spec.SpecFile;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pages in `docs/resources` say what the specs say, in English and Chinese, with an example
/// that is valid. The example of a type is `docs/resources/CLOUD/examples/TYPE.tf.yaml`; a cloud
/// that has that directory has one for each of its types.
///
/// `-Dgolden.accept=true` writes the pages anew.
final class ReferenceTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGES = ROOT.resolve("docs/resources");

  private static List<String> clouds() throws IOException {
    try (Stream<Path> providers = Files.list(ROOT.resolve("providers"))) {
      return providers
          .map(directory -> directory.getFileName().toString())
          .filter(cloud -> Files.exists(main(cloud).resolve("errors.yaml")))
          .sorted()
          .toList();
    }
  }

  private static Path main(String cloud) {
    return ROOT.resolve(
        "providers/%1$s/src/main/resources/dev/groma/providers/%1$s".formatted(cloud));
  }

  private static Path examples(String cloud) {
    return PAGES.resolve(cloud).resolve("examples");
  }

  private static Path example(String cloud, SpecFile spec) {
    String kind = spec.managed() ? "" : "data-";
    return examples(cloud).resolve(kind + spec.type() + ".tf.yaml");
  }

  @Test
  void everyTypeHasItsPages() throws IOException {
    for (String cloud : clouds()) {
      Tree errors = Tree.load(main(cloud).resolve("errors.yaml"));
      Set<String> expected = new TreeSet<>();
      for (SpecFile spec : SpecFile.load(main(cloud).resolve("resources"))) {
        Path file = example(cloud, spec);
        String example = Files.exists(file) ? Files.readString(file) : "";
        for (Language language : Language.values()) {
          String name = language.file(spec.managed() ? spec.type() : "data-" + spec.type());
          expected.add(name);
          Generated.check(
              PAGES.resolve(cloud).resolve(name),
              new ReferencePage(spec, errors, example, language).text());
        }
      }
      try (Stream<Path> files = Files.list(PAGES.resolve(cloud))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.endsWith(".md"))
            .as("pages without a spec are to be deleted")
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void everyExampleIsValid() throws IOException {
    List<String> seen = new ArrayList<>();
    for (String cloud : clouds()) {
      if (!Files.isDirectory(examples(cloud))) {
        continue;
      }
      for (SpecFile spec : SpecFile.load(main(cloud).resolve("resources"))) {
        String text = Files.readString(example(cloud, spec));
        assertThat(text).contains(spec.type() + ":");
        try (Shell shell = new Shell()) {
          shell.write("main.tf.yaml", text);
          Shell.Result result = shell.run("validate", "-no-color");
          assertThat(result.text()).as(spec.type()).contains("The configuration is valid");
          assertThat(result.code()).isZero();
        }
        seen.add(spec.type());
      }
    }
    assertThat(seen).contains("baiducloud_peer_conn", "ksyun_vpn_tunnel");
  }
}
