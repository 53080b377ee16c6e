package dev.groma.engine.render.review;

import dev.groma.engine.render.Json;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Finding.Level;
import dev.groma.schemas.diag.SourceRange;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Findings as SARIF 2.1.0, for code scanning. Places are relative to the root of the repository.
final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Words words;
  private final String directory;

  private Sarif(Words words, String directory) {
    this.words = words;
    this.directory = directory;
  }

  static String render(Review review, Format.Options options) {
    return new Sarif(Words.of(options.language()), options.directory())
        .document(review, options.version());
  }

  private String document(Review review, String version) {
    Map<String, Finding> rules = new TreeMap<>();
    review.findings().forEach(finding -> rules.putIfAbsent(finding.rule(), finding));
    List<String> names = new ArrayList<>(rules.keySet());
    Json.Arr described = new Json.Arr();
    rules.values().forEach(finding -> described.add(rule(finding)));
    Json.Arr results = new Json.Arr();
    review.findings().forEach(finding -> results.add(result(finding, names)));
    Json.Obj driver =
        new Json.Obj().put("name", "Groma").put("semanticVersion", version).put("rules", described);
    Json.Obj run =
        new Json.Obj()
            .put("tool", new Json.Obj().put("driver", driver))
            .put(
                "automationDetails",
                new Json.Obj()
                    .put("id", "groma/" + review.stack() + "/" + review.workspace() + "/"))
            .put("columnKind", "unicodeCodePoints")
            .put("results", results);
    return new Json.Obj()
        .put("$schema", SCHEMA)
        .put("version", "2.1.0")
        .put("runs", new Json.Arr().add(run))
        .pretty();
  }

  private static Json message(String text) {
    return new Json.Obj().put("text", text);
  }

  private static String level(Level level) {
    return switch (level) {
      case BLOCKING, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "note";
    };
  }

  private Json rule(Finding finding) {
    return new Json.Obj()
        .put("id", finding.rule())
        .put("shortDescription", message(words.of(finding.summary())))
        .put("defaultConfiguration", new Json.Obj().put("level", level(finding.level())))
        .put(
            "properties",
            new Json.Obj().put("tags", Json.texts(List.of(ReviewJson.word(finding.kind())))));
  }

  private Json result(Finding finding, List<String> rules) {
    Json.Arr locations = new Json.Arr();
    finding.places().stream().distinct().forEach(place -> locations.add(location(place, finding)));
    if (finding.places().isEmpty()) {
      locations.add(directory(finding));
    }
    return new Json.Obj()
        .put("ruleId", finding.rule())
        .put("ruleIndex", rules.indexOf(finding.rule()))
        .put("level", level(finding.level()))
        .put("message", message(words.of(finding.summary()) + ". " + words.of(finding.detail())))
        .put("locations", locations)
        .put("partialFingerprints", new Json.Obj().put("finding/v1", fingerprint(finding)));
  }

  /// The directory of the configuration: code scanning refuses a result that is nowhere.
  private Json directory(Finding finding) {
    return located(
        directory.isEmpty() ? "./" : uri(directory + "/"),
        new Json.Obj().put("startLine", 1),
        finding);
  }

  private Json location(SourceRange place, Finding finding) {
    Json.Obj region =
        new Json.Obj()
            .put("startLine", place.start().line())
            .put("startColumn", place.start().column());
    if (place.end().compareTo(place.start()) > 0) {
      region.put("endLine", place.end().line()).put("endColumn", place.end().column());
    }
    return located(uri(inRepository(place.file())), region, finding);
  }

  private static Json located(String uri, Json region, Finding finding) {
    Json.Obj physical =
        new Json.Obj()
            .put("artifactLocation", new Json.Obj().put("uri", uri))
            .put("region", region);
    return new Json.Obj()
        .put("physicalLocation", physical)
        .putUnlessEmpty("logicalLocations", logical(finding));
  }

  private static Json.Arr logical(Finding finding) {
    Json.Arr all = new Json.Arr();
    finding
        .addresses()
        .forEach(address ->
            all.add(
                new Json.Obj()
                    .put("fullyQualifiedName", address.toString())
                    .put("kind", "resource")));
    return all;
  }

  private String inRepository(String file) {
    return Path.of(directory).resolve(file).normalize().toString().replace('\\', '/');
  }

  private static String uri(String file) {
    try {
      return new URI(null, null, file, null).toASCIIString();
    } catch (URISyntaxException _) {
      return "./" + file.replaceAll("[^A-Za-z0-9./_-]", "_");
    }
  }

  /// The same for the same finding in the next plan, whatever its words.
  private static String fingerprint(Finding finding) {
    try {
      byte[] text = (finding.rule() + finding.addresses()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
