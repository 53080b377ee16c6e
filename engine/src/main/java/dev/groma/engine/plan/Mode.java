package dev.groma.engine.plan;

/// What a plan is for.
public enum Mode {
  /// To make what exists equal to the configuration.
  NORMAL,
  /// To delete everything.
  DESTROY,
  /// To record what exists, changing nothing.
  REFRESH_ONLY
}
