package dev.groma.state.store.s3;

import dev.groma.state.store.StorageException;
import dev.groma.state.store.web.NoAnswerException;
import dev.groma.state.store.web.Reply;
import dev.groma.state.store.web.Web;
import dev.groma.state.store.web.WebTrouble;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The requests to a bucket that the store needs, as the API reference of S3 has them.
final class S3Client {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Bucket bucket;
  private final Credentials credentials;
  private final Signature signature;
  private final Web web;
  private final Clock clock;

  S3Client(Bucket bucket, Credentials credentials, Web web, Clock clock) {
    this.bucket = bucket;
    this.credentials = credentials;
    this.signature =
        new Signature(credentials.keyId(), credentials.secret(), bucket.region(), "s3");
    this.web = web;
    this.clock = clock;
  }

  /// Where a bucket is, and what goes with each object.
  ///
  /// @param base the address of the bucket, without a slash at its end
  /// @param name the bucket
  /// @param region its region
  /// @param writing headers of requests that write objects
  /// @param always headers of requests that write or read objects
  record Bucket(
      URI base,
      String name,
      String region,
      SortedMap<String, String> writing,
      SortedMap<String, String> always) {
    @Override
    public String toString() {
      return base.toString();
    }
  }

  /// An object.
  static final class Found {
    private final byte[] bytes;
    private final String tag;
    private final Duration age;
    private final Instant changed;

    private Found(Reply reply) {
      bytes = reply.body();
      tag = reply.header("ETag");
      changed = date(reply.header("Last-Modified"));
      age = Duration.between(changed, date(reply.header("Date")));
    }

    private static Instant date(String text) {
      try {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeParseException _) {
        return Instant.EPOCH;
      }
    }

    /// What it holds; not copied.
    byte[] bytes() {
      return bytes;
    }

    /// Its entity tag, with the quotes.
    String tag() {
      return tag;
    }

    /// How long ago it was written, by the clock of the server.
    Duration age() {
      return age;
    }

    /// When it was written.
    Instant changed() {
      return changed;
    }
  }

  /// What a write depends on.
  sealed interface Condition {}

  /// There is no such object.
  record Absent() implements Condition {}

  /// The object has this tag.
  record Tagged(String tag) implements Condition {}

  /// The outcome of a write.
  sealed interface Outcome {}

  /// It is written.
  record Written(String tag) implements Outcome {}

  /// The condition does not hold.
  record Refused() implements Outcome {}

  /// The answer was lost.
  record Lost(StorageException why) implements Outcome {}

  String place(String key) {
    return "s3://" + bucket.name + "/" + key;
  }

  private Reply send(
      String method,
      String key,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body)
      throws NoAnswerException {
    return web.send(() -> request(method, key, new TreeMap<>(query), headers, body));
  }

  private HttpRequest request(
      String method,
      String key,
      SortedMap<String, String> query,
      Map<String, String> headers,
      byte[] body) {
    Instant now = clock.instant();
    String path =
        (bucket.base.getRawPath() == null ? "" : bucket.base.getRawPath())
            + "/"
            + Signature.encoded(key, true);
    String payload = Signature.digest(body);
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", bucket.base.getRawAuthority());
    signed.put("x-amz-date", Signature.time(now));
    signed.put("x-amz-content-sha256", payload);
    if (credentials.token() != null) {
      signed.put("x-amz-security-token", credentials.token());
    }
    String authorization =
        signature.authorization(new Signature.Signed(method, path, query, signed, payload), now);
    String parameters = query.isEmpty() ? "" : "?" + Signature.encoded(query);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create(
                    bucket.base.getScheme()
                        + "://"
                        + bucket.base.getRawAuthority()
                        + path
                        + parameters))
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0 && !method.equals("PUT")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", authorization);
    signed.forEach((name, value) -> {
      if (!name.equals("host")) {
        builder.header(name, value);
      }
    });
    return builder.build();
  }

  private StorageException refused(String key, String doing, Reply reply) {
    return new StorageException(S3Trouble.refused(place(key), doing, reply), null);
  }

  /// The object `key`, or that version of it; null when there is none.
  @Nullable Found get(String key, @Nullable String version, boolean start) {
    SortedMap<String, String> headers = new TreeMap<>(bucket.always);
    if (start) {
      headers.put("range", "bytes=0-1023");
    }
    Map<String, String> query = version == null ? Map.of() : Map.of("versionId", version);
    try {
      Reply reply = send("GET", key, query, headers, new byte[0]);
      if (reply.isOk()) {
        return new Found(reply);
      }
      if (S3Trouble.isMissing(reply)) {
        return null;
      }
      throw refused(key, "reading", reply);
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(place(key), e);
    }
  }

  /// Writes the object `key`; in any case when `condition` is null.
  ///
  /// @throws StorageException when that is refused for other reasons
  Outcome put(String key, byte[] bytes, @Nullable Condition condition) {
    SortedMap<String, String> headers = new TreeMap<>(bucket.always);
    headers.putAll(bucket.writing);
    headers.put("content-type", "application/json");
    switch (condition) {
      case Absent _ -> headers.put("if-none-match", "*");
      case Tagged t -> headers.put("if-match", t.tag);
      case null -> {}
    }
    try {
      Reply reply = send("PUT", key, Map.of(), headers, bytes);
      if (reply.isOk()) {
        return new Written(reply.header("ETag"));
      }
      StorageException refused = refused(key, "writing", reply);
      if (reply.isRepeated() || reply.isDoubtful()) {
        return new Lost(refused);
      }
      if (isConditionFailed(reply, condition)) {
        return new Refused();
      }
      throw refused;
    } catch (NoAnswerException e) {
      StorageException unanswered = WebTrouble.unanswered(place(key), e);
      if (e.mayHaveArrived()) {
        return new Lost(unanswered);
      }
      throw unanswered;
    }
  }

  /// 412, or 409 when another write was under way, or 404 when the object was deleted meanwhile.
  private static boolean isConditionFailed(Reply reply, @Nullable Condition condition) {
    return condition != null
        && (reply.status() == 412
            || reply.status() == 409
            || (condition instanceof Tagged && S3Trouble.isMissing(reply)));
  }

  /// Deletes the object `key`, if there is one.
  void delete(String key) {
    try {
      Reply reply = send("DELETE", key, Map.of(), Map.of(), new byte[0]);
      if (!reply.isOk() && !S3Trouble.isMissing(reply)) {
        throw refused(key, "deleting", reply);
      }
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(place(key), e);
    }
  }

  /// An object in a list.
  record Listed(String key, Instant changed, long size, String tag, String version) {}

  /// The objects whose keys begin with `prefix`, in the order of their keys.
  List<Listed> list(String prefix) {
    return list(prefix, "");
  }

  /// The same, those only that come after `after` in the order of their names.
  List<Listed> list(String prefix, String after) {
    List<Listed> all = new ArrayList<>();
    SortedMap<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", prefix));
    if (!after.isEmpty()) {
      query.put("start-after", after);
    }
    while (true) {
      S3Xml page = S3Xml.read(asked("", query, "listing"));
      page.each("Contents", entry -> all.add(listed(entry)));
      all.removeIf(one -> one.key().compareTo(after) <= 0);
      String next = page.text("NextContinuationToken");
      if (!page.text("IsTruncated").equals("true") || next.isEmpty()) {
        return all;
      }
      query.put("continuation-token", next);
    }
  }

  private static Listed listed(Map<String, String> entry) {
    return new Listed(
        entry.getOrDefault("Key", ""),
        Instant.parse(entry.getOrDefault("LastModified", "1970-01-01T00:00:00Z")),
        Long.parseLong(entry.getOrDefault("Size", "0")),
        entry.getOrDefault("ETag", ""),
        entry.getOrDefault("VersionId", ""));
  }

  /// Whether the bucket keeps versions; not when that may not be known.
  boolean isVersioned() {
    try {
      Reply reply = send("GET", "", Map.of("versioning", ""), Map.of(), new byte[0]);
      return reply.isOk() && S3Xml.read(reply.text()).text("Status").equals("Enabled");
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(place(""), e);
    }
  }

  /// The first page of the versions of the object `key`, the newest first.
  List<Listed> versions(String key) {
    List<Listed> all = new ArrayList<>();
    Map<String, String> query = Map.of("versions", "", "prefix", key, "max-keys", "1000");
    S3Xml.read(asked("", query, "listing versions"))
        .each(
            "Version",
            entry -> {
              Listed listed = listed(entry);
              if (listed.key.equals(key)) {
                all.add(listed);
              }
            });
    return all;
  }

  private String asked(String key, Map<String, String> query, String doing) {
    try {
      Reply reply = send("GET", key, query, Map.of(), new byte[0]);
      if (!reply.isOk()) {
        throw refused(key, doing, reply);
      }
      return reply.text();
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(place(key), e);
    }
  }
}
