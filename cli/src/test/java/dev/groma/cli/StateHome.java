package dev.groma.cli;

import dev.groma.testkit.servers.BucketServer;
import dev.groma.testkit.servers.Certificates;
import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A place where a backend keeps states, with the server behind it.
///
/// @param block the block `backend` of a configuration that uses it
/// @param variables what the environment says besides
/// @param received tells all that the server was ever sent, but for the credentials
/// @param http the server, where it is one of HTTP
/// @param closing ends the server
record StateHome(
    String block,
    Map<String, String> variables,
    Telling received,
    @Nullable HttpStates http,
    Closing closing)
    implements AutoCloseable {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  /// The kinds of backends.
  enum Kind {
    LOCAL,
    HTTP,
    PG,
    S3;

    boolean hasWorkspaces() {
      return this != HTTP;
    }

    boolean hasHistory() {
      return this != HTTP;
    }

    /// Whether the lock of a process that was killed stays.
    boolean keepsLocksOfTheDead() {
      return this == HTTP || this == S3;
    }
  }

  /// Says what a server was sent.
  @FunctionalInterface
  interface Telling {
    String all() throws IOException;
  }

  /// Ends a server.
  @FunctionalInterface
  interface Closing {
    void close();
  }

  /// One of `kind`, empty. Those of PostgreSQL are schemas of `postgres`, which goes on.
  static StateHome open(Kind kind, @Nullable PostgresServer postgres) throws IOException {
    return switch (kind) {
      case LOCAL -> new StateHome("local: {path: net.tfstate}", Map.of(), () -> "", null, () -> {});
      case HTTP -> http(Certificates.Speech.PLAIN, "");
      case PG -> pg(postgres, "groma", "sslmode=disable");
      case S3 -> s3(Certificates.Speech.PLAIN, "");
    };
  }

  /// A state behind HTTP, with `more` arguments.
  static StateHome http(Certificates.Speech speech, String more) throws IOException {
    HttpStates server = new HttpStates("ann", "correct-horse-battery", speech);
    return new StateHome(
        """
        http:
              address: %1$s
              lock_address: %1$s
              unlock_address: %1$s
              retry_max: 0
              %2$s
        """
            .formatted(server.address("net"), more),
        Map.of("TF_HTTP_USERNAME", "ann", "TF_HTTP_PASSWORD", "correct-horse-battery"),
        server::received,
        server,
        server::close);
  }

  /// A schema of its own in `postgres`.
  ///
  /// @param parameters of the connection
  static StateHome pg(@Nullable PostgresServer postgres, String user, String parameters) {
    if (postgres == null) {
      throw new IllegalArgumentException("there is no PostgreSQL");
    }
    return new StateHome(
        "pg: {conn_str: \"postgres://%s@127.0.0.1:%d/postgres?%s\", schema_name: net_%d}"
            .formatted(user, postgres.port(), parameters, SCHEMAS.incrementAndGet()),
        Map.of(),
        postgres::received,
        null,
        () -> {});
  }

  /// A bucket, with `more` arguments.
  static StateHome s3(Certificates.Speech speech, String more) throws IOException {
    BucketServer server = BucketServer.start(speech);
    return new StateHome(
        """
        s3:
              bucket: %s
              key: a dir/net.tfstate
              region: cn-north-1
              endpoint: %s
              use_path_style: true
              max_retries: 0
              %s
        """
            .formatted(BucketServer.BUCKET, server.url(), more),
        Map.of(
            "AWS_ACCESS_KEY_ID", BucketServer.KEY_ID,
            "AWS_SECRET_ACCESS_KEY", BucketServer.SECRET),
        server::received,
        null,
        server::close);
  }

  /// Has commands of `shell` keep their states here.
  void prepare(Shell shell) throws IOException {
    shell.write("backend.tf.yaml", "terraform:\n  backend:\n    " + block.strip() + "\n");
    variables.forEach(shell::set);
  }

  @Override
  public void close() {
    closing.close();
  }
}
