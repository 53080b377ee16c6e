package dev.groma.testkit.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A resource spec as it is written.
///
/// @param name the name of the file
/// @param root what it holds
public record SpecFile(String name, Tree root) {
  /// A template that is nothing but an attribute or block.
  private static final Pattern WHOLE =
      Pattern.compile("\\$(?:(?:changed|added|removed|before)\\.)?([a-z0-9_.]+)");

  /// The specs of a cloud, by the name of their files.
  ///
  /// @param resources the directory that holds them
  public static List<SpecFile> load(Path resources) {
    try (Stream<Path> files = Files.list(resources)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> new SpecFile(file.getFileName().toString(), Tree.load(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The resource type or data source type.
  public String type() {
    return managed() ? root.at("resource").text() : root.at("data").text();
  }

  /// False for a data source.
  public boolean managed() {
    return !root.at("resource").isNull();
  }

  /// The calls of its operations.
  public List<SpecCall> calls() {
    List<SpecCall> calls = new ArrayList<>();
    root.at("operations")
        .members()
        .forEach((kind, operation) -> {
          for (Tree step : operation.at("steps").items()) {
            if (!step.at("request").isNull()) {
              calls.add(
                  new SpecCall(
                      this,
                      kind,
                      step.at("title").text(),
                      Target.parse(step),
                      sent(operation, step),
                      received(operation, step),
                      new TreeSet<>(step.at("errors").members().keySet())));
            }
          }
        });
    return calls;
  }

  /// Every state and other word of the API that conditions, waiters and encodings tell apart.
  public Set<String> words() {
    Set<String> words = new TreeSet<>();
    leaves(root.at("waiters"), words);
    leaves(root.at("gone"), words);
    root.at("rules").members().values().forEach(rule -> leaves(rule.at("when"), words));
    root.at("operations")
        .members()
        .values()
        .forEach(
            operation -> operation.at("steps").items().forEach(s -> leaves(s.at("when"), words)));
    attributes(root)
        .forEach(attribute -> {
          words.addAll(attribute.at("encode").at("values").members().keySet());
          words.addAll(attribute.at("enum").texts());
        });
    return words;
  }

  private static void leaves(Tree tree, Set<String> into) {
    tree.members().values().forEach(member -> leaves(member, into));
    if (tree.isList()) {
      tree.items().forEach(item -> leaves(item, into));
    } else if (!tree.text().isEmpty()) {
      into.add(tree.text());
    }
  }

  private static List<Tree> attributes(Tree block) {
    List<Tree> all = new ArrayList<>();
    for (Tree attribute : block.at("attributes").members().values()) {
      all.add(attribute);
      all.addAll(attributes(attribute));
    }
    block.at("blocks").members().values().forEach(nested -> all.addAll(attributes(nested)));
    return all;
  }

  // What is sent

  private Set<String> sent(Tree operation, Tree step) {
    Set<String> sent = new TreeSet<>();
    step.at("query").members().forEach((name, body) -> shape(name, body, sent));
    for (Tree item : step.at("send").items()) {
      if (item.isObject()) {
        item.members().forEach((name, body) -> shape(name, body, sent));
      } else {
        sent.addAll(apiNames(item.text()));
      }
    }
    Tree paging = operation.at("paging");
    if (!paging.isNull()) {
      Stream.of("marker", "offset")
          .map(paging::at)
          .filter(parameter -> !parameter.isNull())
          .forEach(parameter -> sent.add(parameter.text()));
      sent.addAll(paging.at("size").members().keySet());
    }
    return sent;
  }

  /// The names of what a template sends under `name`. An item `{Name: x, Value: $y}` of a list is a
  /// filter, `name.x`.
  private void shape(String name, Tree body, Set<String> into) {
    if (body.isObject()) {
      String filter = body.at("Name").text();
      if (!filter.isEmpty() && !body.at("Value").isNull()) {
        into.add(name + "." + filter);
      } else {
        body.members().forEach((member, inner) -> shape(name + "." + member, inner, into));
      }
    } else if (body.isList()) {
      body.items().forEach(item -> shape(name, item, into));
    } else {
      Matcher whole = WHOLE.matcher(body.text());
      if (whole.matches()) {
        parts(whole.group(1)).forEach(part -> into.add(name + "." + part));
      }
    }
    if (!body.isNull()) {
      into.add(name);
    }
  }

  /// What the attribute or block of that dotted name consists of, as the API calls it.
  private Set<String> parts(String dotted) {
    Tree block = root;
    String[] path = dotted.split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      block = block.at("blocks").at(path[i]);
    }
    Tree attribute = block.at("attributes").at(path[path.length - 1]);
    return attribute.isNull()
        ? inner(block.at("blocks").at(path[path.length - 1]))
        : within(attribute);
  }

  /// The names under which the API takes the attribute or block of that dotted name.
  private Set<String> apiNames(String dotted) {
    Set<String> names = new TreeSet<>();
    Tree block = root;
    String[] path = dotted.split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      block = block.at("blocks").at(path[i]);
    }
    String last = path[path.length - 1];
    Tree attribute = block.at("attributes").at(last);
    if (attribute.isNull()) {
      String api = api(last, block.at("blocks").at(last));
      names.add(api);
      inner(block.at("blocks").at(last)).forEach(name -> names.add(api + "." + name));
    } else {
      names.addAll(of(last, attribute));
    }
    return names;
  }

  /// What is sent of a block: all but what the cloud decides.
  private static Set<String> inner(Tree block) {
    Set<String> names = new TreeSet<>();
    block
        .at("attributes")
        .members()
        .forEach((name, attribute) -> {
          if (!attribute.at("mode").text().equals("computed")) {
            names.addAll(of(name, attribute));
          }
        });
    block
        .at("blocks")
        .members()
        .forEach((name, nested) -> {
          names.add(api(name, nested));
          inner(nested).forEach(n -> names.add(api(name, nested) + "." + n));
        });
    return names;
  }

  private static Set<String> of(String name, Tree attribute) {
    return below(api(name, attribute), attribute);
  }

  /// `api` and the names of what the values of `attribute` hold.
  private static Set<String> below(String api, Tree attribute) {
    Set<String> names = new TreeSet<>();
    names.add(api);
    within(attribute).forEach(part -> names.add(api + "." + part));
    return names;
  }

  private static Set<String> within(Tree attribute) {
    Set<String> names = new TreeSet<>(attribute.at("encode").at("pairs").texts());
    names.addAll(answered(attribute));
    return names;
  }

  private static String api(String name, Tree described) {
    return described.at("api").isNull() ? name : described.at("api").text();
  }

  // What is received

  private Set<String> received(Tree operation, Tree step) {
    Set<String> names = new TreeSet<>(answered(root));
    root.at("waiters").members().values().forEach(w -> names.add(w.at("status").text()));
    names.addAll(root.at("gone").members().keySet());
    names.addAll(step.at("keep").members().keySet());
    if (!managed()) {
      // What a data source lists is described by the elements of its only list of objects.
      root.at("attributes").members().values().forEach(a -> names.addAll(answered(a)));
    }
    Set<String> received = new TreeSet<>(names);
    for (String from : step.at("from").texts()) {
      received.add(from);
      names.forEach(name -> received.add(from + "." + name));
    }
    received.add(operation.at("paging").at("next").text());
    return received;
  }

  /// Where answers have what a block, or the elements of an attribute, consist of.
  private static Set<String> answered(Tree block) {
    Set<String> names = new TreeSet<>();
    block
        .at("attributes")
        .members()
        .forEach((name, attribute) -> {
          List<String> places = attribute.at("from").texts();
          (places.isEmpty() ? List.of(api(name, attribute)) : places)
              .forEach(place -> names.addAll(below(place, attribute)));
        });
    block
        .at("blocks")
        .members()
        .forEach((name, nested) -> {
          String api = api(name, nested);
          names.add(api);
          answered(nested).forEach(inner -> names.add(api + "." + inner));
          nested
              .at("attributes")
              .members()
              .values()
              .forEach(attribute -> names.addAll(attribute.at("from").texts()));
        });
    return names;
  }
}
