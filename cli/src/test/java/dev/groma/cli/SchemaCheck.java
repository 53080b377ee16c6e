package dev.groma.cli;

import dev.groma.testkit.spec.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks values against the part of JSON Schema that ours uses: `type`, `properties`,
/// `additionalProperties`, `required`, `items`, `anyOf`, `pattern` and `$ref` into `$defs`.
record SchemaCheck(Tree root) {
  /// What is wrong with `value`, each with its path.
  List<String> check(Tree value) {
    return check(root, value, "");
  }

  private List<String> check(Tree schema, Tree value, String path) {
    String reference = schema.at("$ref").text();
    if (!reference.isEmpty()) {
      return check(root.at("$defs").at(reference.substring("#/$defs/".length())), value, path);
    }
    List<String> wrong = new ArrayList<>();
    List<Tree> choices = schema.at("anyOf").items();
    if (!choices.isEmpty()) {
      List<List<String>> tried = choices.stream().map(c -> check(c, value, path)).toList();
      if (tried.stream().noneMatch(List::isEmpty)) {
        tried.forEach(wrong::addAll);
      }
    }
    List<String> types = schema.at("type").texts();
    boolean whole = types.contains("integer") && type(value).equals("number");
    if (!types.isEmpty() && !types.contains(type(value)) && !whole) {
      wrong.add(path + ": " + type(value) + " is none of " + types);
      return wrong;
    }
    String pattern = schema.at("pattern").text();
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value.text()).find()) {
      wrong.add(path + " does not match " + pattern);
    }
    if (value.isList()) {
      value.items().forEach(item -> wrong.addAll(check(schema.at("items"), item, path + "[]")));
    }
    for (String name : schema.at("required").texts()) {
      if (value.isObject() && value.at(name).isNull()) {
        wrong.add(path + " lacks " + name);
      }
    }
    for (Map.Entry<String, Tree> member : value.members().entrySet()) {
      String at = path + "/" + member.getKey();
      Tree known = schema.at("properties").members().get(member.getKey());
      Tree others = schema.at("additionalProperties");
      if (known != null) {
        wrong.addAll(check(known, member.getValue(), at));
      } else if (others.text().equals("false")) {
        wrong.add(at + " is not known");
      } else {
        wrong.addAll(check(others, member.getValue(), at));
      }
    }
    return wrong;
  }

  private static String type(Tree value) {
    return value.isNull() ? "null" : value.kind();
  }
}
