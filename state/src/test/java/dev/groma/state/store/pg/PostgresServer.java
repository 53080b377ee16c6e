package dev.groma.state.store.pg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

/// A real PostgreSQL server on this machine, in a folder that is deleted afterwards.
///
/// The server refuses to run as root: then it runs as the user `postgres`.
final class PostgresServer implements AutoCloseable {
  private static final Path ROOT = Path.of("/usr/lib/postgresql");

  private final Path binaries;
  private final Path folder;
  private final int port;

  private PostgresServer(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /// The newest server that is installed; nothing when there is none.
  static Optional<Path> installed() throws IOException {
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
  static PostgresServer start(Path binaries) throws IOException {
    Path folder = Files.createTempDirectory("groma-pg-");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(binaries, folder, port);
    if (isRoot()) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    server.asOwner("initdb", "-D", server.data(), "-U", "groma", "-A", "trust", "-E", "UTF8", "-N");
    server.asOwner(
        "pg_ctl",
        "-D",
        server.data(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p " + port + " -h 127.0.0.1 -k " + folder + " -F -c max_connections=150",
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

  int port() {
    return port;
  }

  /// Where it listens.
  String url() {
    return "postgres://groma@127.0.0.1:" + port + "/postgres?sslmode=disable";
  }

  /// Carries out commands in a session of its own.
  void execute(String... commands) throws SQLException {
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
  List<String> ask(String query) throws SQLException {
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
