package dev.groma.providers.huaweicloud.gm;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A block of a PEM text.
///
/// @param label what it says it is, such as `CERTIFICATE`
/// @param headers the lines `Name: value` at its beginning, as one text; encrypted keys have some
/// @param body what it holds, in base64
record Pem(String label, String headers, String body) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

  /// The blocks of `text`, at least one.
  ///
  /// @throws FaultException when it is no PEM
  static List<Pem> read(String field, String text) throws FaultException {
    List<Pem> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      String end = "-----END " + begin.group(1) + "-----";
      int stop = text.indexOf(end, begin.end());
      if (stop < 0) {
        throw new FaultException(
            "pem-cut-off",
            field,
            "The PEM block \"%s\" in \"%s\" has no end: the line \"%s\" is missing. The text was probably cut off; copy the whole file."
                .formatted(begin.group(1), field, end));
      }
      blocks.add(block(field, begin.group(1), text.substring(begin.end(), stop)));
      from = stop + end.length();
    }
    if (blocks.isEmpty()) {
      throw new FaultException(
          "not-pem",
          field,
          "\"%s\" is not PEM: it has no line such as \"-----BEGIN CERTIFICATE-----\". Give the content of the file, not its name, and turn a binary (DER) file into PEM first."
              .formatted(field));
    }
    return blocks;
  }

  private static Pem block(String field, String label, String inside) throws FaultException {
    StringBuilder headers = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (String line : inside.split("\\R", -1)) {
      (line.contains(":") ? headers.append('\n') : body).append(line.strip());
    }
    Pem pem = new Pem(label, headers.toString(), body.toString());
    try {
      pem.content();
      return pem;
    } catch (IllegalArgumentException _) {
      throw new FaultException(
          "pem-damaged",
          field,
          "The PEM block \"%s\" in \"%s\" is damaged: what is between its lines is not base64. Copy the file again, without changing line breaks into other characters."
              .formatted(label, field));
    }
  }

  /// What it holds.
  byte[] content() {
    return Base64.getDecoder().decode(body);
  }

  /// What it says it is: the rest may be secret.
  @Override
  public String toString() {
    return label;
  }
}
