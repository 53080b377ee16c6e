package dev.groma.engine.render.review;

/// How long a comment may be, by where it goes.
public final class Budget {
  /// GitHub refuses longer comments.
  public static final int GITHUB = 65_536;

  /// GitLab refuses longer notes.
  public static final int GITLAB = 1_000_000;

  /// What other platforms and mail can be expected to take.
  public static final int OTHERS = 10_000;

  /// GitHub takes step summaries of 1 MiB, counted in bytes; no character has more than three for
  /// each UTF-16 unit.
  public static final int STEP_SUMMARY = 1_048_576 / 3;

  /// As long as it gets.
  public static final int NONE = Integer.MAX_VALUE;

  private Budget() {}
}
