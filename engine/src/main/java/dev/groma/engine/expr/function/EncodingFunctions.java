package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Functions that write values as text in some format, and that read such text.
final class EncodingFunctions {
  private static final int MOST_UNPACKED = 64 << 20;

  private EncodingFunctions() {}

  static List<Function> all() {
    return List.of(
        onText("base64encode", "Text in Base64.", t -> base64(t.getBytes(StandardCharsets.UTF_8))),
        onText(
            "base64decode", "The text that a Base64 text stands for.", EncodingFunctions::decoded),
        onText("base64gzip", "Text packed with gzip, in Base64.", t -> base64(packed(t))),
        onText(
            "base64gunzip",
            "The text that was packed with gzip and written in Base64.",
            EncodingFunctions::unpacked),
        csvdecode(),
        decoder("jsondecode", "str", "The value that a JSON text stands for.", JsonText::decode),
        encoder("jsonencode", "val", "A value as JSON text.")
            .does((a, _) ->
                a.getFirst().isWhollyKnown()
                    ? Value.of(JsonText.encode(a.getFirst()))
                    : partlyKnown(a.getFirst())),
        textencode(),
        textdecode(),
        onText(
            "urlencode",
            "Text with all characters escaped that have a meaning in a URL.",
            t ->
                URLEncoder.encode(t, StandardCharsets.UTF_8)
                    .replace("*", "%2A")
                    .replace("%7E", "~")),
        onText("urldecode", "The text that was escaped for a URL.", EncodingFunctions::urldecode),
        decoder("yamldecode", "src", "The value that a YAML text stands for.", YamlValues::decode),
        encoder("yamlencode", "value", "A value as YAML text.")
            .does((a, _) ->
                a.getFirst().isWhollyKnown()
                    ? Value.of(YamlText.encode(a.getFirst()))
                    : Value.unknown(Type.STRING)));
  }

  private static Function onText(String name, String doc, UnaryOperator<String> change) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with("str", Type.STRING, "")
        .does((a, _) -> Value.of(change.apply(text(a.getFirst()))));
  }

  private static Function encoder(String name, String parameter, String doc) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with(Parameter.of(parameter, Type.DYNAMIC, "").orNull().orUnknown().orUntyped());
  }

  private static Function decoder(
      String name, String parameter, String doc, java.util.function.Function<String, Value> read) {
    return Function.of(name, Type.DYNAMIC)
        .doc(doc)
        .with(parameter, Type.STRING, "")
        .maybeNull()
        .does((a, _) -> read.apply(text(a.getFirst())));
  }

  private static Value partlyKnown(Value value) {
    String start =
        switch (value.type()) {
          case Type.ListType _, Type.SetType _, Type.TupleType _ -> "[";
          case Type.MapType _, Type.ObjectType _ -> "{";
          case Type.Primitive _, Type.Dynamic _ -> "";
        };
    return new Value.Unknown(
        Type.STRING,
        start.isEmpty() || !value.isKnown()
            ? Refinement.NOT_NULL
            : Refinement.NOT_NULL.withPrefix(start));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64, int argument, String message) {
    String joined = base64.replace("\n", "").replace("\r", "");
    try {
      if (joined.length() % 4 == 0) {
        return Base64.getDecoder().decode(joined);
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like a text of the wrong length.
    }
    throw new FunctionFailure(argument, message);
  }

  private static String decoded(String base64) {
    byte[] bytes = bytes(base64, -1, "failed to decode base64 data " + Values.quote(base64));
    String text = ModuleFiles.strictUtf8(bytes);
    if (text == null) {
      throw new FunctionFailure("the result of decoding the provided string is not valid UTF-8");
    }
    return text;
  }

  private static byte[] packed(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packing = new GZIPOutputStream(out)) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static String unpacked(String base64) {
    byte[] packed = bytes(base64, -1, "failed to decode base64 data");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(MOST_UNPACKED + 1);
      String text = bytes.length > MOST_UNPACKED ? null : ModuleFiles.strictUtf8(bytes);
      if (text == null) {
        throw new FunctionFailure("the unpacked data is not UTF-8 text of at most 64 MiB");
      }
      return text;
    } catch (IOException _) {
      throw new FunctionFailure("failed to gunzip bytes: not gzip data");
    }
  }

  private static String urldecode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new FunctionFailure(0, "failed to decode URL text: invalid escape after %");
    }
  }

  private static Function textencode() {
    return Function.of("textencodebase64", Type.STRING)
        .doc("Text in a given character encoding, as Base64.")
        .with("string", Type.STRING, "")
        .with("encoding", Type.STRING, "The IANA name of the encoding.")
        .does((a, _) -> {
          Encodings.Encoding encoding = encoding(text(a.get(1)));
          return Value.of(
              Encodings.encode(text(a.get(0)), encoding.charset())
                  .map(EncodingFunctions::base64)
                  .orElseThrow(() ->
                      new FunctionFailure(
                          0,
                          "the given string contains characters that cannot be represented in "
                              + encoding.name())));
        });
  }

  private static Function textdecode() {
    return Function.of("textdecodebase64", Type.STRING)
        .doc("The text that Base64 data stands for in a given character encoding.")
        .with("source", Type.STRING, "The data in Base64.")
        .with("encoding", Type.STRING, "The IANA name of the encoding.")
        .does((a, _) -> {
          Encodings.Encoding encoding = encoding(text(a.get(1)));
          byte[] bytes =
              bytes(text(a.get(0)), 0, "the given value is has an invalid base64 symbol");
          return Value.of(
              Encodings.decode(bytes, encoding.charset())
                  .orElseThrow(() ->
                      new FunctionFailure(
                          0,
                          "the given string contains symbols that are not defined for "
                              + encoding.name())));
        });
  }

  private static Encodings.Encoding encoding(String name) {
    return Encodings.find(name)
        .orElseThrow(() ->
            new FunctionFailure(
                1,
                Values.quote(name)
                    + " is not a supported IANA encoding name or alias in this Terraform version"));
  }

  private static Function csvdecode() {
    return decoder(
        "csvdecode",
        "str",
        "The rows of a CSV text as a list of objects, whose attributes the first row names.",
        CsvText::decode);
  }
}
