package dev.groma.testkit.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The reference page of a resource type or data source, made from its spec.
///
/// @param spec the spec
/// @param errors the error table of the cloud
/// @param example a configuration that has one, in YAML; empty when there is none
/// @param language what it is written in
public record ReferencePage(SpecFile spec, Tree errors, String example, Language language) {
  private static final String USUAL_TIMEOUT = "20m";

  private String of(String english, String chinese) {
    return language.of(english, chinese);
  }

  /// The page, in Markdown.
  public String text() {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(spec.type()).append("\n\n");
    page.append(language.of(spec.root().at("doc"))).append("\n\n");
    page.append(
        spec.managed()
            ? of("A resource.", "资源。")
            : of("A data source: it is only read.", "数据源，只读取。"));
    page.append("\n");
    if (!example.isEmpty()) {
      heading(page, "Example", "示例");
      page.append("```yaml\n").append(example.strip()).append("\n```\n");
    }
    arguments(page, "", spec.root());
    read(page);
    rules(page);
    if (spec.managed()) {
      timeouts(page);
      imports(page);
    }
    errors(page);
    return page.toString();
  }

  private void heading(StringBuilder page, String english, String chinese) {
    page.append("\n## ").append(of(english, chinese)).append("\n\n");
  }

  // Attributes

  /// The arguments of a block, then those of the blocks in it.
  private void arguments(StringBuilder page, String path, Tree block) {
    Map<String, Tree> arguments = new TreeMap<>();
    block
        .at("attributes")
        .members()
        .forEach((name, attribute) -> {
          if (!mode(attribute).equals("computed")) {
            arguments.put(name, attribute);
          }
        });
    Map<String, Tree> blocks = block.at("blocks").members();
    if (path.isEmpty()) {
      heading(page, "Arguments", "参数");
    } else {
      page.append("\n### ").append(of("Block ", "块 ")).append('`').append(path).append("`\n\n");
      page.append(language.of(block.at("doc"))).append(' ').append(occurs(block)).append("\n\n");
    }
    boolean changes = spec.managed();
    page.append(
        of(
            changes
                ? "| name | type | | what changing it does | description |\n"
                : "| name | type | | description |\n",
            changes ? "| 名称 | 类型 | | 修改的影响 | 说明 |\n" : "| 名称 | 类型 | | 说明 |\n"));
    page.append(changes ? "|---|---|---|---|---|\n" : "|---|---|---|---|\n");
    arguments.forEach((name, attribute) ->
        page.append(
            "| `%s` | %s | %s |%s %s |\n"
                .formatted(
                    name,
                    attribute.at("type").text(),
                    presence(attribute),
                    changes ? " " + effect(attribute) + " |" : "",
                    described(attribute))));
    blocks.forEach((name, nested) ->
        page.append(
            "| `%s` | %s | %s |%s %s |\n"
                .formatted(
                    name,
                    of("block, below", "块，见下"),
                    required(nested) ? of("required", "必填") : of("optional", "可选"),
                    changes ? " |" : "",
                    language.of(nested.at("doc")))));
    blocks.forEach(
        (name, nested) -> arguments(page, path.isEmpty() ? name : path + "." + name, nested));
  }

  private static String mode(Tree attribute) {
    return attribute.at("mode").isNull() ? "optional" : attribute.at("mode").text();
  }

  private static boolean required(Tree nested) {
    return nested.at("range").text().startsWith("1");
  }

  private String occurs(Tree nested) {
    boolean single = Set.of("single", "group").contains(nested.at("nesting").text());
    String range = nested.at("range").text();
    if (single) {
      return required(nested) ? of("Once.", "必填一次。") : of("At most once.", "最多一次。");
    }
    return range.isEmpty()
        ? of("Any number of times.", "可重复。")
        : of("Times: ", "次数：") + range + of(".", "。");
  }

  private String presence(Tree attribute) {
    String word =
        switch (mode(attribute)) {
          case "required" -> of("required", "必填");
          case "optional-computed" -> of("optional, computed", "可选，默认由云端给出");
          case "write-only" -> of("optional, write-only", "可选，只写");
          default -> of("optional", "可选");
        };
    return attribute.at("sensitive").text().equals("true") ? word + of(", sensitive", "，敏感") : word;
  }

  private String effect(Tree attribute) {
    if (mode(attribute).equals("write-only")) {
      return of("is not seen", "不会被察觉");
    }
    return switch (attribute.at("change").text()) {
      case "replace" -> of("**replaces the object**", "**重建对象**");
      case "renegotiates" -> of("renegotiates the security association", "安全联盟到期后重新协商");
      case "interrupts" -> of("interrupts the link", "链路会中断");
      default -> of("in place", "原地修改");
    };
  }

  private String described(Tree attribute) {
    List<String> parts = new ArrayList<>();
    parts.add(language.of(attribute.at("doc")));
    List<String> words = attribute.at("enum").texts();
    if (!words.isEmpty()) {
      parts.add(
          of("One of ", "可选值：")
              + words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(of(", ", "、")))
              + of(".", "。"));
    }
    if (!attribute.at("range").isNull()) {
      parts.add(range(attribute.at("type").text(), attribute.at("range").text()));
    }
    if (!attribute.at("pattern").isNull()) {
      parts.add(
          of("Matches `", "格式：`")
              + attribute.at("pattern").text().replace("|", "\\|")
              + of("`.", "`。"));
    }
    if (!attribute.at("default").isNull()) {
      String value = attribute.at("default").text();
      parts.add(
          of("Default: ", "默认值：")
              + "`%s`".formatted(value.isEmpty() ? "\"\"" : value)
              + of(".", "。"));
    }
    return String.join(of(" ", ""), parts).replace("\n", " ");
  }

  private String range(String type, String range) {
    int dots = range.indexOf("..");
    String least = dots < 0 ? range : range.substring(0, dots);
    String most = dots < 0 ? range : range.substring(dots + 2);
    boolean number = type.equals("integer") || type.equals("number");
    boolean text = type.equals("string");
    String unit = number ? "" : text ? of(" characters", " 个字符") : of(" elements", " 个元素");
    if (least.isEmpty()) {
      return of("At most ", "不超过 ") + most + unit + of(".", "。");
    }
    return most.isEmpty()
        ? of("At least ", "不少于 ") + least + unit + of(".", "。")
        : of("From ", "范围 ") + least + of(" to ", " 至 ") + most + unit + of(".", "。");
  }

  private void read(StringBuilder page) {
    List<String> lines = new ArrayList<>();
    read(lines, "", spec.root());
    if (!lines.isEmpty()) {
      heading(page, "Attributes", "属性");
      page.append(of("Set by the cloud and only read:\n\n", "由云端给出，只读：\n\n"));
      page.append(of("| name | type | description |\n", "| 名称 | 类型 | 说明 |\n"));
      page.append("|---|---|---|\n");
      lines.forEach(page::append);
    }
  }

  private void read(List<String> lines, String path, Tree block) {
    new TreeMap<>(block.at("attributes").members())
        .forEach((name, attribute) -> {
          if (mode(attribute).equals("computed")) {
            lines.add(
                "| `%s` | %s | %s%s |\n"
                    .formatted(
                        path + name,
                        attribute.at("type").text(),
                        described(attribute),
                        attribute.at("sensitive").text().equals("true")
                            ? of(" Sensitive.", "敏感。")
                            : ""));
            read(lines, path + name + "[].", attribute);
          }
        });
    block.at("blocks").members().forEach((name, nested) -> read(lines, path + name + ".", nested));
  }

  // What is said about several attributes, and about operations

  private void rules(StringBuilder page) {
    Map<String, Tree> rules = new TreeMap<>(spec.root().at("rules").members());
    if (rules.isEmpty()) {
      return;
    }
    heading(page, "What is refused or warned of", "会被拒绝或警告的情况");
    rules.forEach((name, rule) ->
        page.append(
            "* `%s` (%s): %s\n"
                .formatted(
                    name,
                    rule.at("severity").text().equals("warning")
                        ? of("warning", "警告")
                        : of("error", "错误"),
                    language.of(rule.at("message")))));
  }

  private void timeouts(StringBuilder page) {
    heading(page, "Timeouts", "超时");
    page.append(
        of(
            "What a block `timeouts` changes, calls and waits together:\n\n",
            "可用 `timeouts` 块修改，包含调用与等待：\n\n"));
    page.append(of("| operation | otherwise |\n|---|---|\n", "| 操作 | 默认 |\n|---|---|\n"));
    for (String kind : List.of("create", "read", "update", "delete")) {
      Tree operation = spec.root().at("operations").at(kind);
      if (!operation.isNull()) {
        String timeout = operation.at("timeout").text();
        page.append("| `%s` | %s |\n".formatted(kind, timeout.isEmpty() ? USUAL_TIMEOUT : timeout));
      }
    }
  }

  private void imports(StringBuilder page) {
    List<String> identity = spec.root().at("identity").texts();
    heading(page, "Import", "导入");
    String id =
        identity.stream()
            .map(name -> name.toUpperCase(Locale.ROOT))
            .collect(Collectors.joining("/"));
    page.append("```sh\ngroma import %s.NAME %s\n```\n".formatted(spec.type(), id));
    List<String> unread = new ArrayList<>();
    unread(unread, "", spec.root());
    if (!unread.isEmpty()) {
      page.append(
          of(
                  "\n"
                      + "The API does not tell: %s. After an import these are taken from the"
                      + " configuration.\n",
                  "\nAPI 不返回：%s。导入之后以配置为准。\n")
              .formatted(String.join(of(", ", "、"), unread)));
    }
  }

  private static void unread(List<String> names, String path, Tree block) {
    new TreeMap<>(block.at("attributes").members())
        .forEach((name, attribute) -> {
          if (attribute.at("from").text().equals("nowhere")) {
            names.add("`" + path + name + "`");
          }
        });
    block
        .at("blocks")
        .members()
        .forEach((name, nested) -> unread(names, path + name + ".", nested));
  }

  private void errors(StringBuilder page) {
    Set<String> special = new TreeSet<>();
    heading(page, "Errors", "错误");
    for (Tree operation : spec.root().at("operations").members().values()) {
      for (Tree step : operation.at("steps").items()) {
        step.at("errors")
            .members()
            .forEach((code, meaning) -> special.add("`%s`: %s".formatted(code, meaning.text())));
      }
    }
    if (!special.isEmpty()) {
      page.append(
          of(
              "Treated in a way of their own in some calls (gone: the object does not exist any"
                  + " more): ",
              "在某些调用中单独处理（gone 表示对象已不存在）："));
      page.append(String.join(of(", ", "，"), special)).append(of(".", "。")).append("\n\n");
    }
    page.append(of("| code | what it means and what to do |\n", "| 错误码 | 含义与处理 |\n"));
    page.append("|---|---|\n");
    new TreeMap<>(errors.at("errors").members())
        .forEach((code, entry) ->
            page.append(
                "| `%s` | %s |\n"
                    .formatted(code, language.of(entry.at("explanation")).replace("|", "\\|"))));
  }
}
