package dev.groma.providers.driver.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The id that an object is imported by: what tells it apart, in one text.
///
/// @param template the attributes, with what stands between them
public record ImportId(Template template) {
  /// The id of objects that these attributes tell apart, joined by `/`.
  public static ImportId of(List<String> names) {
    return new ImportId(
        Template.parse(
            names.stream().map(name -> "${" + name + "}").collect(Collectors.joining("/"))));
  }

  /// The attributes in their order.
  public List<String> names() {
    return template.names();
  }

  /// The form of an id, such as `vpn_gateway_id:next_hop`.
  public String form() {
    return template.source().replace("$", "");
  }

  /// The values of the attributes that `id` consists of; nothing when it has another form.
  public Optional<List<String>> parse(String id) {
    Matcher matcher = pattern().matcher(id);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      values.add(matcher.group(group));
    }
    return Optional.of(values);
  }

  /// The id of the object whose attributes `values` gives by name; nothing when one of them is
  /// empty.
  public Optional<String> print(UnaryOperator<String> values) {
    StringBuilder id = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Text(String text) -> id.append(text);
        case Template.Reference name -> {
          String value = values.apply(name.name());
          if (value.isEmpty()) {
            return Optional.empty();
          }
          id.append(value);
        }
      }
    }
    return Optional.of(id.toString());
  }

  private Pattern pattern() {
    String separators =
        template.parts().stream()
            .map(part -> part instanceof Template.Text t ? Pattern.quote(t.text()) : "")
            .collect(Collectors.joining());
    String value = separators.isEmpty() ? "(.*\\S.*)" : "([^" + separators + "]+)";
    return Pattern.compile(
        template.parts().stream()
            .map(part -> part instanceof Template.Text t ? Pattern.quote(t.text()) : value)
            .collect(Collectors.joining()));
  }
}
