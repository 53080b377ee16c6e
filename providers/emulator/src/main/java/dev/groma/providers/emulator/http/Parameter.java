package dev.groma.providers.emulator.http;

import java.util.ArrayList;
import java.util.List;

/// One parameter of a query or of a form, decoded.
///
/// @param value empty for a flag, a parameter without `=`
public record Parameter(String name, String value) {

  /// Splits `a=1&flag&b=x%20y` and decodes names and values (`%XX` as UTF-8, `+` as a blank). Order
  /// and repetitions are kept.
  public static List<Parameter> parse(String text) {
    var parameters = new ArrayList<Parameter>();
    for (String part : text.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        parameters.add(
            equals < 0
                ? new Parameter(Percent.decodeForm(part), "")
                : new Parameter(
                    Percent.decodeForm(part.substring(0, equals)),
                    Percent.decodeForm(part.substring(equals + 1))));
      }
    }
    return parameters;
  }
}
