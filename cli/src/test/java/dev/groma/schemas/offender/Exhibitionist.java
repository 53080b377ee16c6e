package dev.groma.schemas.offender;

import tools.jackson.databind.JsonNode;

/// Shows a library's type to everybody.
public final class Exhibitionist {
  public int size(JsonNode[] nodes) {
    return nodes.length;
  }
}
