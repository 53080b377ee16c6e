package dev.groma.engine.config;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import java.util.Map;

/// The arguments of `local-exec` provisioners.
public final class LocalExec {
  /// The name of the type.
  public static final String TYPE = "local-exec";

  /// `command`, and how it is run.
  public static final Block SCHEMA =
      Block.of(
          Map.of(
              "command", Attribute.of(Type.STRING, Mode.REQUIRED, Doc.NONE),
              "interpreter", Attribute.of(Type.list(Type.STRING), Mode.OPTIONAL, Doc.NONE),
              "working_dir", Attribute.of(Type.STRING, Mode.OPTIONAL, Doc.NONE),
              "environment", Attribute.of(Type.map(Type.STRING), Mode.OPTIONAL, Doc.NONE),
              "quiet", Attribute.of(Type.BOOL, Mode.OPTIONAL, Doc.NONE)),
          Map.of());

  private LocalExec() {}
}
