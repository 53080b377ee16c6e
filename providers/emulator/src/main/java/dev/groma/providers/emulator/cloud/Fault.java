package dev.groma.providers.emulator.cloud;

import java.time.Duration;
import java.util.Optional;

/// A misfortune that is ordered for some calls.
///
/// As text: `CLOUD:OPERATION:CALLS:EFFECTS`, for example
/// `baiducloud:CreatePeerConn:2:status=500,code=InternalError`.
///
/// | part | is |
/// |---|---|
/// | `CLOUD` | a cloud's name, or `*` |
/// | `OPERATION` | the vendor's name of an operation, or `*` |
/// | `CALLS` | which of the matching calls, counted from 1: `2`, `2-4`, `3-` (from the third on), or `*` for every one |
/// | `EFFECTS` | one or several of the following, joined by commas |
///
/// | effect | does |
/// |---|---|
/// | `delay=3s` | waits before anything else; `ms`, `s` or `m` |
/// | `cut=before` | resets the connection instead of performing the call |
/// | `cut=after` | performs the call, then resets the connection instead of answering |
/// | `status=500` | answers that status (400 to 599) instead of performing the call |
/// | `code=X`, `message=X` | with `status`: the vendor's error code (default: its usual one) and a text without commas |
/// | `throttle` | answers as the vendor does when it is called too often |
/// | `rate=20` | answers so when it is called more than 20 times within a second |
/// | `when=after` | with `status`, `throttle` or `rate`: performs the call first, then answers the error |
///
/// @param cloud a name or `*`
/// @param operation a name or `*`
/// @param first the first matching call concerned, from 1
/// @param last the last one
/// @param rate how many matching calls within a second it lets pass; 0 for none
/// @param instead what the client gets instead of the answer; empty for a mere delay
/// @param performed whether the call takes effect, whatever the client is told
public record Fault(
    String cloud,
    String operation,
    long first,
    long last,
    Duration delay,
    int rate,
    Optional<Failure> instead,
    boolean performed) {

  /// What a client gets instead of the answer.
  public sealed interface Failure {}

  /// The connection is reset.
  public record CutOff() implements Failure {}

  /// The vendor's throttling error.
  public record Throttled() implements Failure {}

  /// An error in the vendor's form; without a code, the one that the vendor has for its own
  /// failures.
  public record ErrorAnswer(int status, Optional<String> code, String message) implements Failure {}

  boolean concerns(String cloudName, String operationName) {
    return (cloud.equals("*") || cloud.equals(cloudName))
        && (operation.equals("*") || operation.equals(operationName));
  }

  boolean strikes(long call) {
    return first <= call && call <= last;
  }
}
