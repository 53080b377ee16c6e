package dev.groma.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Installs modules from repositories and archives of this machine.
final class ModulesTest {
  private static final String MODULE =
      "{\"output\":{\"x\":{\"value\":%d}},\"variable\":{\"v\":{\"default\":1}}}";

  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.set("PATH", requireNonNull(System.getenv("PATH")));
    shell.set("HOME", shell.directory().toString());
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result call(String source, String... words) throws IOException {
    shell.write(
        "work/main.tf.yaml",
        "module: {m: {source: \"%s\"}}\noutput: {o: {value: \"${module.m.x}\"}}\n"
            .formatted(source));
    return run(words);
  }

  /// What was said, whatever the width of the lines.
  private static String flat(Shell.Result result) {
    return result.text().replaceAll("[│╷╵\\s]+", " ");
  }

  private Shell.Result run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "-chdir=work";
    System.arraycopy(words, 0, all, 1, words.length);
    return shell.run(all);
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /// A tar file, compressed; `@` before a name makes a link of it.
  private static byte[] tar(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        boolean link = file.getKey().startsWith("@");
        byte[] content = link ? new byte[0] : file.getValue().getBytes(StandardCharsets.UTF_8);
        byte[] name = file.getKey().replace("@", "").getBytes(StandardCharsets.UTF_8);
        if (name.length > 100) {
          entry(out, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', name);
        }
        byte[] shortened = name.length > 100 ? java.util.Arrays.copyOf(name, 100) : name;
        entry(out, shortened, link ? '2' : '0', content);
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void entry(GZIPOutputStream out, byte[] name, char kind, byte[] content)
      throws IOException {
    byte[] header = new byte[512];
    System.arraycopy(name, 0, header, 0, name.length);
    byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(size, 0, header, 124, size.length);
    header[156] = (byte) kind;
    out.write(header);
    out.write(content);
    out.write(new byte[(512 - content.length % 512) % 512]);
  }

  private void git(Path folder, String... words) throws IOException, InterruptedException {
    List<String> line = new java.util.ArrayList<>(List.of("git"));
    line.addAll(List.of("-c", "user.name=t", "-c", "user.email=t@example.com"));
    line.addAll(List.of("-c", "init.defaultBranch=main"));
    line.addAll(List.of(words));
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private Path repository() throws IOException, InterruptedException {
    shell.write("repo/net/main.tf.json", MODULE.formatted(1));
    Path folder = shell.directory().resolve("repo");
    git(folder, "init", "-q");
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "one");
    git(folder, "tag", "v1");
    return folder;
  }

  private void release(Path repository, int value) throws IOException, InterruptedException {
    Files.writeString(repository.resolve("net/main.tf.json"), MODULE.formatted(value));
    git(repository, "commit", "-qam", "more");
    git(repository, "tag", "-f", "v1");
  }

  @Test
  void aRepositoryIsPinnedToTheCommitThatItsTagHadFirst() throws IOException, InterruptedException {
    Path repository = repository();
    String source = "git::file://" + repository + "//net?ref=v1";
    assertThat(call(source, "plan").text())
        .contains("Module not installed", "main.tf.yaml line 1", "groma init");
    assertThat(run("init").code()).isZero();
    assertThat(run("apply", "-auto-approve").text()).contains("o = 1");
    String lock = shell.read("work/.groma.lock.json");
    assertThat(lock).contains("\"commit\"", "\"digest\" : \"h1:", source);
    assertThat(shell.directory().resolve("work/.terraform/modules/m/.git")).doesNotExist();

    release(repository, 2);
    PlanFile.delete(shell.directory().resolve("work/.terraform"));
    assertThat(run("get").code()).isZero();
    assertThat(run("plan").text()).contains("No changes");
    assertThat(shell.read("work/.groma.lock.json")).isEqualTo(lock);

    assertThat(run("init", "-upgrade").code()).isZero();
    assertThat(run("plan").text()).contains("o = 1 -> 2");
    assertThat(shell.read("work/.groma.lock.json")).isNotEqualTo(lock);
  }

  @Test
  void aSavedPlanHoldsTheModulesItWasMadeWith() throws IOException, InterruptedException {
    Path repository = repository();
    call("git::file://" + repository + "//net?ref=v1", "init");
    assertThat(run("plan", "-out=p").code()).isZero();
    PlanFile.delete(shell.directory().resolve("work/.terraform"));
    assertThat(run("apply", "p").text()).contains("o = 1");
  }

  @Test
  void whatGitSaysIsRepeatedWithoutPasswords() throws IOException {
    Shell.Result result = call("git::file://user:secret@/nowhere.git", "init");
    assertThat(result.code()).isEqualTo(1);
    assertThat(flat(result))
        .contains("Failed to download module", "git clone failed", "main.tf.yaml line 1")
        .doesNotContain("user:secret@/nowhere.git. ");
  }

  @Test
  void aRefThatIsNotThereIsNamed() throws IOException, InterruptedException {
    Path repository = repository();
    assertThat(flat(call("git::file://" + repository + "//net?ref=v9", "init")))
        .contains("The repository has no branch, tag or commit \"v9\".");
    assertThat(flat(call("git::file://" + repository + "//ne", "init")))
        .contains("There is no directory \"ne\"");
  }

  @Test
  void archivesComeOverHttpAndMustStayWhatTheyWere() throws IOException {
    Map<String, byte[]> served = new java.util.concurrent.ConcurrentHashMap<>();
    String longName = "a".repeat(60) + "/" + "b".repeat(60);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("./in/main.tf.json", MODULE.formatted(3));
    files.put(longName + "/readme", "long");
    served.put("/m.tar.gz", tar(files));
    served.put("/m.zip", zip(Map.of("main.tf.json", MODULE.formatted(4))));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = served.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(call(base + "/m.tar.gz//in", "init").code()).isZero();
      assertThat(run("apply", "-auto-approve").text()).contains("o = 3");
      assertThat(shell.read("work/.terraform/modules/m/" + longName + "/readme")).isEqualTo("long");
      assertThat(call(base + "/m.zip", "init").code()).isZero();
      assertThat(run("plan").text()).contains("o = 3 -> 4");
      assertThat(shell.read("work/.groma.lock.json")).contains("m.zip").doesNotContain("tar.gz");

      served.put("/m.zip", zip(Map.of("main.tf.json", MODULE.formatted(5))));
      PlanFile.delete(shell.directory().resolve("work/.terraform"));
      assertThat(flat(run("init")))
          .contains("pins the content h1:", "groma init -upgrade", "Failed to download module");
      assertThat(run("get", "-update").code()).isZero();
      assertThat(run("plan").text()).contains("o = 3 -> 5");

      assertThat(flat(call(base + "/gone.zip", "init"))).contains("status 404");
      assertThat(flat(call(base + "/m.zip?checksum=sha256:" + "0".repeat(64), "init")))
          .contains("The source demands the checksum sha256:000");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void archivesThatReachOutOfTheirFolderAreRefused() throws IOException {
    Path folder = shell.directory();
    Files.write(folder.resolve("evil.zip"), zip(Map.of("../../evil", "x")));
    Files.write(folder.resolve("link.tar.gz"), tar(Map.of("@link", "")));
    Files.writeString(folder.resolve("broken.zip"), "no archive");
    assertThat(flat(call(folder + "/evil.zip", "init")))
        .contains("The archive would write outside of its folder: ../../evil.");
    assertThat(flat(call(folder + "/link.tar.gz", "init"))).contains("a link or a device");
    assertThat(flat(call(folder + "/broken.zip", "init"))).contains("holds nothing");
    assertThat(folder.resolve("work/.terraform/modules/m")).doesNotExist();
    assertThat(folder.resolve("work/.terraform/evil")).doesNotExist();
  }

  @Test
  void modulesOfModulesAreInstalledAndOthersRemoved() throws IOException, InterruptedException {
    Path repository = repository();
    Path archive = shell.directory().resolve("outer.zip");
    Files.write(
        archive,
        zip(
            Map.of(
                "main.tf.json",
                """
                {"module":{"in":{"source":"git::file://%s//net?ref=v1"},"own":{"source":"./own"}},
                 "output":{"x":{"value":"${module.in.x + module.own.x}"}}}\
                """
                    .formatted(repository),
                "own/main.tf.json",
                MODULE.formatted(10),
                "own/escape/main.tf.json",
                "{\"module\":{\"e\":{\"source\":\"../../../../..\"}}}")));
    assertThat(call(archive.toString(), "init").text()).contains("- m from", "- m.in from");
    assertThat(run("apply", "-auto-approve").text()).contains("o = 11");
    assertThat(call(archive + "//own/escape", "init").text())
        .contains("Local module path escapes module package");
    assertThat(shell.directory().resolve("work/.terraform/modules/m.in")).doesNotExist();
  }

  @Test
  void theFolderIsWhereTheDataIs() throws IOException, InterruptedException {
    shell.set("GROMA_DATA_DIR", "data");
    Path repository = repository();
    assertThat(call("git::file://" + repository + "//net", "init").code()).isZero();
    assertThat(shell.directory().resolve("work/data/modules/m/net/main.tf.json")).exists();
    assertThat(run("plan", "-out=p").code()).isZero();
    assertThat(run("apply", "p").text()).contains("o = 1");
  }
}
