package dev.groma.testkit.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A real PostgreSQL server on this machine, in a folder that is deleted afterwards. It speaks
/// plain text and TLS, with the certificate of [Certificates].
///
/// The server refuses to run as root: then it runs as the user `postgres`.
public final class PostgresServer implements AutoCloseable {
  /// The user who must show a certificate of the authority.
  public static final String CERTIFIED = "certified";

  private static final Path ROOT = Path.of("/usr/lib/postgresql");
  private static final String RULES =
      "hostssl all "
          + CERTIFIED
          + " 127.0.0.1/32 trust clientcert=verify-ca\n"
          + "host all "
          + CERTIFIED
          + " all reject\n";

  private final Path binaries;
  private final Path folder;
  private final int port;

  private PostgresServer(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /// The newest server that is installed; nothing when there is none.
  public static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(ROOT)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(ROOT)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  /// Starts one.
  public static PostgresServer start(Path binaries) throws IOException {
    Path folder = Files.createTempDirectory("groma-pg-");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(binaries, folder, port);
    Certificates.unpack(folder);
    Files.setPosixFilePermissions(
        folder.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    server.asOwner("initdb", "-D", server.data(), "-U", "groma", "-A", "trust", "-E", "UTF8", "-N");
    Path rules = folder.resolve("data/pg_hba.conf");
    Files.writeString(rules, RULES + Files.readString(rules));
    server.asOwner(
        "pg_ctl",
        "-D",
        server.data(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p %1$d -h 127.0.0.1 -k %2$s -F -c max_connections=150 -c ssl=on".formatted(port, folder)
            + " -c ssl_cert_file=%1$s/server.pem -c ssl_key_file=%1$s/server.key".formatted(folder)
            + " -c ssl_ca_file=%1$s/authority.pem".formatted(folder),
        "start");
    return server;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void asOwner(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("groma-pg-", ".out");
    try {
      int code =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(command + " ended with " + code + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }

  /// The port that it listens on.
  public int port() {
    return port;
  }

  /// Where it listens.
  public String url() {
    return "postgres://groma@127.0.0.1:" + port + "/postgres?sslmode=disable";
  }

  /// Notes from now on what it is asked, with all parameters.
  public void record() throws SQLException {
    execute("ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()");
    while (!ask("SHOW log_statement").equals(List.of("all"))) {
      Thread.onSpinWait();
    }
  }

  /// What it was asked since, and what it said of itself.
  public String received() throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
  }

  /// Carries out commands in a session of its own.
  public void execute(String... commands) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "groma");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  /// The first column of what `query` finds, as text.
  public List<String> ask(String query) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "groma");
    List<String> found = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    asOwner("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
