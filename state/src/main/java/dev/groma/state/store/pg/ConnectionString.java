package dev.groma.state.store.pg;

import dev.groma.state.store.Arguments;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to reach a database, as libpq and Terraform write it: a URL or `name=value` pairs, and for
/// what these leave out the variables `PG*`. TLS is required unless `sslmode` says otherwise, as
/// Terraform has it.
final class ConnectionString {
  private static final Pattern URL = Pattern.compile("postgres(ql)?://");
  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s']*)");

  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("host", "PGHOST"),
          Map.entry("port", "PGPORT"),
          Map.entry("dbname", "PGDATABASE"),
          Map.entry("user", "PGUSER"),
          Map.entry("password", "PGPASSWORD"),
          Map.entry("sslmode", "PGSSLMODE"),
          Map.entry("sslrootcert", "PGSSLROOTCERT"),
          Map.entry("sslcert", "PGSSLCERT"),
          Map.entry("sslkey", "PGSSLKEY"),
          Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
          Map.entry("application_name", "PGAPPNAME"),
          Map.entry("options", "PGOPTIONS"));

  /// What the driver calls them; other names are settings of the server.
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("user", "user"),
          Map.entry("password", "password"),
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("options", "options"));

  private static final List<String> FILES = List.of("sslrootcert", "sslcert", "sslkey");

  private final Map<String, String> settings;

  private ConnectionString(Map<String, String> settings) {
    this.settings = settings;
  }

  /// The connection of `arguments`, which note what is wrong.
  ///
  /// @param directory where the names of files start from
  static ConnectionString of(Arguments arguments, Path directory) {
    String text = arguments.text("conn_str", "PG_CONN_STR").orElse("");
    Map<String, String> settings = new TreeMap<>();
    if (!parse(text, settings)) {
      arguments.problem(
          "conn_str",
          "The value of \"conn_str\" is not a connection string. Write"
              + " postgres://user@host:5432/database?sslmode=verify-full, or pairs such as"
              + " \"host=... user=... dbname=...\"; keep the password in PGPASSWORD. Characters"
              + " such as @ and / in a user or password of a URL are written %40 and %2F.");
    }
    VARIABLES.forEach((name, variable) -> {
      Optional<String> value = arguments.variable(variable);
      value.ifPresent(v -> settings.putIfAbsent(name, v));
    });
    settings.putIfAbsent("host", "localhost");
    settings.putIfAbsent("port", "5432");
    settings.putIfAbsent("sslmode", "require");
    settings.putIfAbsent("connect_timeout", "10");
    settings.putIfAbsent("application_name", "groma");
    if (settings.getOrDefault("host", "").startsWith("/")) {
      arguments.problem(
          "conn_str",
          "The host "
              + settings.get("host")
              + " is a Unix socket, which is not supported. Name the host that the server listens"
              + " on, such as localhost.");
    }
    FILES.forEach(
        name -> settings.computeIfPresent(name, (_, file) -> directory.resolve(file).toString()));
    if (settings.containsKey("sslrootcert") && "require".equals(settings.get("sslmode"))) {
      // As libpq has it: who names an authority wants it to be looked at.
      settings.put("sslmode", "verify-ca");
    }
    arguments
        .variable("HOME")
        .map(home -> Path.of(home, ".postgresql", "root.crt"))
        .filter(Files::isReadable)
        .ifPresent(file -> settings.putIfAbsent("sslrootcert", file.toString()));
    ConnectionString connection = new ConnectionString(settings);
    connection.checkFiles(arguments);
    return connection;
  }

  private void checkFiles(Arguments arguments) {
    if (settings.containsKey("sslcert") != settings.containsKey("sslkey") && !hasStore()) {
      arguments.problem(
          "conn_str",
          "Set both sslcert and sslkey (PGSSLCERT, PGSSLKEY) in \"conn_str\", or neither.");
    } else if (usesPem()) {
      try {
        new PemSockets(properties()).getDefaultCipherSuites();
      } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
        arguments.problem(
            "conn_str",
            "A file of sslrootcert, sslcert or sslkey cannot be used ("
                + e.getClass().getSimpleName()
                + "): "
                + e.getMessage()
                + ". Name PEM files with certificates, and with a key in PKCS #8 without a"
                + " passphrase.");
      }
    }
  }

  /// Whether the key and its certificate are in one file, a key store.
  private boolean hasStore() {
    return setting("sslkey").endsWith(".p12") || setting("sslkey").endsWith(".pfx");
  }

  /// Whether there is anything to read in PEM, or the platform's authorities count; other keys are
  /// left to the driver.
  private boolean usesPem() {
    boolean any = FILES.stream().anyMatch(settings::containsKey);
    boolean verifies = setting("sslmode").startsWith("verify-");
    return (any || verifies) && !hasStore() && !setting("sslkey").endsWith(".pk8") && !isOff();
  }

  private boolean isOff() {
    return "disable".equals(settings.get("sslmode"));
  }

  private static boolean parse(String text, Map<String, String> settings) {
    return URL.matcher(text).lookingAt() ? parseUrl(text, settings) : parsePairs(text, settings);
  }

  private static boolean parseUrl(String text, Map<String, String> settings) {
    try {
      URI uri = new URI(text);
      String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      int at = authority.lastIndexOf('@');
      if (at >= 0) {
        String[] user = authority.substring(0, at).split(":", 2);
        settings.put("user", decoded(user[0]));
        if (user.length == 2) {
          settings.put("password", decoded(user[1]));
        }
      }
      String host = authority.substring(at + 1);
      int colon = host.lastIndexOf(':');
      if (colon > host.lastIndexOf(']')) {
        settings.put("port", host.substring(colon + 1));
        host = host.substring(0, colon);
      }
      if (!host.isEmpty()) {
        settings.put("host", decoded(host));
      }
      String path = uri.getRawPath();
      if (path != null && path.length() > 1) {
        settings.put("dbname", decoded(path.substring(1)));
      }
      return uri.getRawQuery() == null || parseQuery(uri.getRawQuery(), settings);
    } catch (URISyntaxException | IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean parseQuery(String query, Map<String, String> settings) {
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length != 2) {
        return false;
      }
      settings.put(decoded(parts[0]), decoded(parts[1]));
    }
    return true;
  }

  private static boolean parsePairs(String text, Map<String, String> settings) {
    Matcher matcher = PAIR.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String value = matcher.group(2);
      if (value.startsWith("'")) {
        value = value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
      }
      settings.put(matcher.group(1), value);
      end = matcher.end();
    }
    return text.substring(end).isBlank();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  private String database() {
    String user = settings.getOrDefault("user", "");
    return settings.getOrDefault("dbname", user.isEmpty() ? "postgres" : user);
  }

  /// The database as messages call it.
  String name() {
    return "postgres://" + setting("host") + ":" + setting("port") + "/" + database();
  }

  /// The address for the driver.
  String url() {
    return "jdbc:postgresql://"
        + setting("host")
        + ":"
        + setting("port")
        + "/"
        + java.net.URLEncoder.encode(database(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The rest for the driver. A server that does not answer for a minute counts as lost.
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", "60");
    StringBuilder options = new StringBuilder(setting("options"));
    settings.forEach((name, value) -> {
      String property = PROPERTIES.get(name);
      if (property != null) {
        properties.setProperty(property, value);
      } else if (!name.equals("host") && !name.equals("port") && !name.equals("dbname")) {
        options.append(" -c ").append(name).append('=').append(value.replace(" ", "\\ "));
      }
    });
    if (usesPem()) {
      properties.setProperty("sslfactory", PemSockets.class.getName());
    }
    if (!options.isEmpty()) {
      properties.setProperty("options", options.toString().strip());
    }
    return properties;
  }
}
