package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Plan;
import java.time.Duration;

/// The words of progress messages.
final class Phrases {
  private Phrases() {}

  /// `Creating`.
  static String begun(Action action) {
    return switch (action) {
      case CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "Creating";
      case UPDATE -> "Modifying";
      case DELETE, DELETE_THEN_CREATE -> "Destroying";
      case READ -> "Reading";
      case FORGET -> "Forgetting";
      case NO_OP -> "Checking";
    };
  }

  /// `Creation`.
  static String done(Action action) {
    return switch (action) {
      case CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "Creation";
      case UPDATE -> "Modifications";
      case DELETE, DELETE_THEN_CREATE -> "Destruction";
      case READ -> "Read";
      case FORGET -> "Forgetting";
      case NO_OP -> "Check";
    };
  }

  /// `Opening`, for the operation `open` of an ephemeral resource.
  static String begun(String operation) {
    return switch (operation) {
      case "renew" -> "Renewing";
      case "close" -> "Closing";
      default -> "Opening";
    };
  }

  /// `Opening`, as what is complete.
  static String done(String operation) {
    return operation.equals("renew") ? "Renewal" : begun(operation);
  }

  /// `1h2m3s`, whole seconds.
  static String elapsed(Duration duration) {
    long seconds = duration.toSeconds();
    String text = seconds % 60 + "s";
    if (seconds >= 60) {
      text = seconds / 60 % 60 + "m" + text;
    }
    return seconds >= 3600 ? seconds / 3600 + "h" + text : text;
  }

  /// ` [id=x]`, or nothing when there is none.
  static String id(String id) {
    return id.isEmpty() ? "" : " [id=" + Quoting.harmless(id) + "]";
  }

  /// The summary line of a plan.
  static String planned(Plan.Counts counts) {
    return "Plan: %s%d to add, %d to change, %d to destroy."
        .formatted(
            counts.imported() == 0 ? "" : counts.imported() + " to import, ",
            counts.add(),
            counts.change(),
            counts.destroy());
  }

  /// The summary line of an apply.
  static String applied(Plan.Counts counts, boolean destroy) {
    return destroy
        ? "Destroy complete! Resources: %d destroyed.".formatted(counts.destroy())
        : "Apply complete! Resources: %s%d added, %d changed, %d destroyed."
            .formatted(
                counts.imported() == 0 ? "" : counts.imported() + " imported, ",
                counts.add(),
                counts.change(),
                counts.destroy());
  }
}
