package dev.groma.testkit.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A strict double of an object store with one bucket, in paths. It checks signatures by itself,
/// keeps to conditions, gives lists in pages of two, and can keep versions. It shares no code with
/// the client.
public final class BucketServer implements AutoCloseable {
  /// The name of the bucket.
  public static final String BUCKET = "states";

  /// The access key.
  public static final String KEY_ID = "AKIDEXAMPLE";

  /// The secret of the access key.
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private static final int PAGE = 2;

  /// What the server does otherwise than it should.
  public enum Fault {
    /// Nothing.
    NONE,
    /// Writes the next state and does not say so.
    LOSES_ANSWER,
    /// Writes nothing.
    DISK_FULL,
    /// Writes although a condition does not hold.
    IGNORES_CONDITIONS,
    /// Refuses conditions.
    KNOWS_NO_CONDITIONS
  }

  private static final class Version {
    private final String id;
    private final byte[] bytes;
    private final String tag;
    private final Instant changed;

    private Version(String id, byte[] bytes, String tag, Instant changed) {
      this.id = id;
      this.bytes = bytes;
      this.tag = tag;
      this.changed = changed;
    }
  }

  private final HttpServer server;
  private final ReentrantLock mutex = new ReentrantLock();
  private final TreeMap<String, List<Version>> objects = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private final StringBuilder received = new StringBuilder();
  private Fault fault = Fault.NONE;
  private boolean versioned;
  private int count;
  private @Nullable String wantedKey;

  private BucketServer(HttpServer server) {
    this.server = server;
  }

  /// Starts one.
  public static BucketServer start() throws IOException {
    return start(Certificates.Speech.PLAIN);
  }

  /// Starts one that speaks so.
  public static BucketServer start(Certificates.Speech speech) throws IOException {
    HttpServer http = Certificates.listen(speech);
    BucketServer bucket = new BucketServer(http);
    http.createContext("/", bucket::serve);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return bucket;
  }

  /// Its address.
  public String url() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort();
  }

  /// Sets what it does otherwise than it should.
  public void fault(Fault next) {
    fault = next;
  }

  /// Keeps versions from now on.
  public void keepVersions() {
    versioned = true;
  }

  /// Makes everything older; the answers bear the time of the machine.
  public void pass(Duration time) {
    mutex.lock();
    try {
      objects
          .values()
          .forEach(versions ->
              versions.replaceAll(v -> new Version(v.id, v.bytes, v.tag, v.changed.minus(time))));
    } finally {
      mutex.unlock();
    }
  }

  /// Wants this customer key with each object from now on.
  public void want(String customerKey) {
    wantedKey = customerKey;
  }

  /// The requests so far: method, key and query.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// All that was ever sent to it.
  public String received() {
    mutex.lock();
    try {
      return received.toString();
    } finally {
      mutex.unlock();
    }
  }

  /// The newest version of each object, as text.
  public Map<String, String> contents() {
    mutex.lock();
    try {
      Map<String, String> all = new TreeMap<>();
      objects.forEach(
          (key, versions) -> all.put(key, new String(versions.getLast().bytes, ISO_8859_1)));
      return all;
    } finally {
      mutex.unlock();
    }
  }

  /// Changes an object behind the client's back.
  public void overwrite(String key, byte[] bytes) {
    mutex.lock();
    try {
      store(key, bytes);
    } finally {
      mutex.unlock();
    }
  }

  /// The newest version of an object.
  public byte[] bytes(String key) {
    return Objects.requireNonNull(objects.get(key)).getLast().bytes;
  }

  /// The same as text.
  public String text(String key) {
    return new String(bytes(key), UTF_8);
  }

  /// Forgets all objects.
  public void clear() {
    objects.clear();
  }

  private Version store(String key, byte[] bytes) {
    Version version = new Version("v" + ++count, bytes, tag(bytes), Instant.now());
    List<Version> versions = objects.computeIfAbsent(key, _ -> new ArrayList<>());
    if (!versioned) {
      versions.clear();
    }
    versions.add(version);
    return version;
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
      return '"' + String.format("%032x", new BigInteger(1, md5)) + '"';
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    mutex.lock();
    try {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      received.append(exchange.getRequestURI()).append('\n');
      received.append(exchange.getRequestHeaders().entrySet()).append('\n');
      received.append(new String(body, ISO_8859_1)).append('\n');
      String wrong = signatureProblem(exchange, body);
      if (wrong != null) {
        answer(exchange, 403, error("SignatureDoesNotMatch", wrong));
      } else {
        route(exchange, body);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } finally {
      mutex.unlock();
      exchange.close();
    }
  }

  private void route(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = query(exchange);
    String start = "/" + BUCKET + "/";
    if (!path.startsWith(start)) {
      answer(exchange, 404, error("NoSuchBucket", "The specified bucket does not exist"));
      return;
    }
    String key = path.substring(start.length());
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, key, body);
      case "DELETE" -> {
        objects.remove(key);
        answer(exchange, 204, "");
      }
      case "GET" -> {
        if (!key.isEmpty()) {
          get(exchange, key, query.get("versionId"));
        } else if (query.containsKey("versioning")) {
          answer(
              exchange,
              200,
              "<VersioningConfiguration>"
                  + (versioned ? "<Status>Enabled</Status>" : "")
                  + "</VersioningConfiguration>");
        } else if (query.containsKey("versions")) {
          versions(exchange, query);
        } else {
          list(exchange, query);
        }
      }
      default -> answer(exchange, 405, error("MethodNotAllowed", "no such method"));
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return query;
  }

  private boolean lacksCustomerKey(HttpExchange exchange) throws IOException {
    String sent =
        exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption-customer-key");
    if (wantedKey != null && !wantedKey.equals(sent)) {
      answer(exchange, 400, error("InvalidRequest", "the customer key is missing"));
      return true;
    }
    return false;
  }

  private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
    if (lacksCustomerKey(exchange)) {
      return;
    }
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    String none = exchange.getRequestHeaders().getFirst("If-None-Match");
    List<Version> there = objects.get(key);
    if (fault == Fault.DISK_FULL) {
      answer(exchange, 507, error("StorageFull", "The disk is full"));
      return;
    }
    if (fault == Fault.KNOWS_NO_CONDITIONS && (match != null || none != null)) {
      answer(exchange, 501, error("NotImplemented", "A header you provided is not implemented"));
      return;
    }
    boolean fails =
        (match != null && there == null)
            || (match != null && there != null && !match.equals(there.getLast().tag))
            || (none != null && there != null);
    if (fails && fault != Fault.IGNORES_CONDITIONS) {
      answer(
          exchange,
          match != null && there == null ? 404 : 412,
          error("PreconditionFailed", "At least one of the preconditions did not hold"));
      return;
    }
    Version version = store(key, body);
    if (fault == Fault.LOSES_ANSWER && key.endsWith(".tfstate")) {
      fault = Fault.NONE;
      return;
    }
    exchange.getResponseHeaders().set("ETag", version.tag);
    answer(exchange, 200, "");
  }

  private void get(HttpExchange exchange, String key, @Nullable String id) throws IOException {
    List<Version> versions = objects.getOrDefault(key, List.of());
    Version found =
        versions.reversed().stream()
            .filter(version -> id == null || version.id.equals(id))
            .findFirst()
            .orElse(null);
    if (found == null) {
      answer(exchange, 404, error("NoSuchKey", "The specified key does not exist."));
    } else if (!lacksCustomerKey(exchange)) {
      exchange.getResponseHeaders().set("ETag", found.tag);
      exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(found.changed));
      byte[] bytes = found.bytes;
      boolean part = exchange.getRequestHeaders().containsKey("Range");
      answer(
          exchange,
          part ? 206 : 200,
          part ? Arrays.copyOf(bytes, Math.min(1024, bytes.length)) : bytes);
    }
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
            .filter(key -> key.compareTo(after) > 0)
            .limit(PAGE + 1)
            .toList();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<ListBucketResult>");
    for (String key : keys.subList(0, Math.min(PAGE, keys.size()))) {
      Version newest = Objects.requireNonNull(objects.get(key)).getLast();
      xml.append("<Contents>").append(entry(key, newest));
      xml.append("<Owner><ID>x</ID></Owner></Contents>");
    }
    xml.append("<IsTruncated>").append(keys.size() > PAGE).append("</IsTruncated>");
    if (keys.size() > PAGE) {
      xml.append("<NextContinuationToken>").append(escaped(keys.get(PAGE - 1)));
      xml.append("</NextContinuationToken>");
    }
    answer(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private void versions(HttpExchange exchange, Map<String, String> query) throws IOException {
    StringBuilder xml = new StringBuilder("<ListVersionsResult>");
    objects.forEach((key, versions) -> {
      if (key.startsWith(query.getOrDefault("prefix", ""))) {
        for (Version version : versions.reversed()) {
          xml.append("<Version>").append(entry(key, version)).append("<VersionId>");
          xml.append(version.id).append("</VersionId></Version>");
        }
      }
    });
    answer(exchange, 200, xml.append("</ListVersionsResult>").toString());
  }

  private static String entry(String key, Version version) {
    return "<Key>"
        + escaped(key)
        + "</Key><LastModified>"
        + version.changed
        + "</LastModified><ETag>"
        + escaped(version.tag)
        + "</ETag><Size>"
        + version.bytes.length
        + "</Size>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String error(String code, String message) {
    return "<Error><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message><RequestId>req-1</RequestId></Error>";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, body.getBytes(UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  // ---- signatures, from the description of Signature Version 4 ----

  private static @Nullable String signatureProblem(HttpExchange exchange, byte[] body)
      throws GeneralSecurityException {
    var headers = exchange.getRequestHeaders();
    String given = headers.getFirst("Authorization");
    String hash = hex(MessageDigest.getInstance("SHA-256").digest(body));
    if (given == null || !hash.equals(headers.getFirst("x-amz-content-sha256"))) {
      return "no signature, or another body";
    }
    Map<String, String> parts =
        Arrays.stream(given.substring(given.indexOf(' ') + 1).split(", "))
            .map(part -> part.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String[] scope = parts.getOrDefault("Credential", "").split("/", -1);
    List<String> names = List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1));
    for (String must : headers.keySet()) {
      String low = must.toLowerCase(java.util.Locale.ROOT);
      if ((low.startsWith("x-amz-") || low.equals("host")) && !names.contains(low)) {
        return "not signed: " + low;
      }
    }
    String query =
        exchange.getRequestURI().getRawQuery() == null
            ? ""
            : Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .sorted()
                .collect(Collectors.joining("&"));
    String lines =
        names.stream()
            .map(name -> name + ":" + headers.getFirst(name).trim() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query,
            lines,
            String.join(";", names),
            hash);
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            headers.getFirst("x-amz-date"),
            scope[1] + "/" + scope[2] + "/" + scope[3] + "/aws4_request",
            hex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8))));
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String part : List.of(scope[1], scope[2], scope[3], "aws4_request")) {
      key = mac(key, part);
    }
    boolean right =
        scope[0].equals(KEY_ID)
            && scope[3].equals("s3")
            && hex(mac(key, toSign)).equals(parts.get("Signature"));
    return right ? null : "another signature for " + canonical;
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
