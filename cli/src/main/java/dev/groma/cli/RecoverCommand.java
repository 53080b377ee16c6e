package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import dev.groma.engine.recover.Decision;
import dev.groma.engine.recover.Settlement;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `groma recover`: finds out what came of operations whose end nobody saw, and takes the user's
/// word where that cannot be found out.
final class RecoverCommand implements Command {
  private static final String ADOPT = "-adopt";
  private static final String DISCARD = "-discard";

  @Override
  public String name() {
    return "recover";
  }

  @Override
  public String description() {
    return "Find out what came of operations that an earlier run was stopped in.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.values(ADOPT, "ADDRESS=ID", "Say that the creation there made the object ID."));
    spec.addOption(
        Options.values(
            DISCARD, "ADDRESS", "Say that the creation there made nothing that is to be kept."));
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    Options.declareRun(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    Optional<Map<InstanceAddress, Decision>> decisions = decisions(arguments, view);
    if (decisions.isEmpty()) {
      return 1;
    }
    OpenOperations.Leave leave = new OpenOperations.Leave(true, decisions.get());
    Optional<Session> opened =
        Inputs.load(arguments, console, view, Mode.DESTROY)
            .flatMap(i ->
                Session.open(
                    arguments,
                    console,
                    view,
                    "Recover",
                    i,
                    false,
                    () -> StatePlace.open(arguments, console, i.configuration(), view),
                    leave));
    if (opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      List<Settlement> all = session.settlements();
      if (view.isForPrograms()) {
        console.out().println(json(all));
      } else {
        tell(all, view);
      }
      return all.stream().anyMatch(Settlement::isOpen) ? 1 : 0;
    }
  }

  private static Optional<Map<InstanceAddress, Decision>> decisions(
      ParseResult arguments, View view) {
    Map<InstanceAddress, Decision> all = new TreeMap<>();
    boolean good = true;
    for (String text : Options.all(arguments, ADOPT)) {
      int split = split(text);
      String address = split < 0 ? text : text.substring(0, split);
      String id = split < 0 ? "" : text.substring(split + 1);
      Optional<InstanceAddress> parsed = AddressParser.instance(address);
      if (parsed.isEmpty() || id.isEmpty()) {
        view.report(wrong(ADOPT, text, "an address, an equals sign and an id"));
        good = false;
      } else {
        good &= put(all, parsed.get(), new Decision.Adopt(id), view);
      }
    }
    for (String text : Options.all(arguments, DISCARD)) {
      Optional<InstanceAddress> parsed = AddressParser.instance(text);
      if (parsed.isEmpty()) {
        view.report(wrong(DISCARD, text, "an address"));
        good = false;
      } else {
        good &= put(all, parsed.get(), new Decision.Discard(), view);
      }
    }
    return good ? Optional.of(all) : Optional.empty();
  }

  /// Where the address ends: at the first equals sign that is not in a key.
  private static int split(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean put(
      Map<InstanceAddress, Decision> all, InstanceAddress address, Decision decision, View view) {
    if (all.put(address, decision) == null) {
      return true;
    }
    view.report(
        Diagnostic.error(
            "cli.contradiction",
            "Two decisions about one address",
            "More than one -adopt or -discard is about " + address + ". Leave one."));
    return false;
  }

  private static Diagnostic wrong(String option, String text, String form) {
    return Diagnostic.error(
        "cli.wrong-value",
        "Wrong value of " + option,
        "The value of " + option + " must be " + form + "; this is \"" + text + "\".");
  }

  private static void tell(List<Settlement> all, View view) {
    if (all.isEmpty()) {
      view.note("No operation is open.");
      return;
    }
    for (Settlement one : all) {
      view.note(one.operation().address() + ": " + one.outcome().word());
      view.note("  " + OpenOperations.sentence(one));
      if (one.blocks()) {
        view.note("  " + OpenOperations.advice(one, true));
      }
      view.report(
          one.diagnostics().stream()
              .map(d ->
                  (one.isOpen() ? d : d.asWarning()).about(one.operation().address().toString()))
              .toList());
    }
    long open = all.stream().filter(Settlement::isOpen).count();
    view.note(
        "\n%d operations: %d settled, %d open.".formatted(all.size(), all.size() - open, open));
  }

  /// The document of `-json`; docs/commands.md describes it.
  private static String json(List<Settlement> all) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.put("format_version", "1.0");
    ArrayNode operations = root.putArray("operations");
    for (Settlement one : all) {
      ObjectNode node = operations.addObject();
      node.put("id", one.operation().id());
      node.put("address", one.operation().address().toString());
      String deposed = one.operation().deposedKey();
      if (deposed != null) {
        node.put("deposed", deposed);
      }
      node.put("action", one.operation().action().name().toLowerCase(Locale.ROOT));
      node.put("began", one.operation().began().toString());
      node.put("outcome", one.outcome().word());
      node.put("open", one.isOpen());
      node.put("object_id", one.id());
      node.put("detail", one.detail());
      ArrayNode candidates = node.putArray("candidates");
      for (Settlement.Candidate candidate : one.candidates()) {
        ObjectNode object = candidates.addObject();
        object.put("id", candidate.id());
        if (candidate.created() != null) {
          object.put("created", candidate.created().toString());
        }
      }
      ArrayNode messages = node.putArray("diagnostics");
      one.diagnostics().forEach(d -> messages.add(d.summary() + ": " + d.detail()));
    }
    return root.toString();
  }
}
