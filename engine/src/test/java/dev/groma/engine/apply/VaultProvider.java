package dev.groma.engine.apply;

import dev.groma.engine.plan.TestProvider;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.EphemeralHandler;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A provider with an ephemeral resource `vault_token` and a resource `vault_item` that takes a
/// secret without storing it. It remembers what it is asked.
final class VaultProvider implements TestProvider, EphemeralHandler {
  private static final Block CONFIGURATION =
      Block.of(Map.of("token", attribute(Type.STRING, Mode.OPTIONAL)), Map.of());
  private static final Block ITEM =
      Block.of(
          Map.of(
              "id", attribute(Type.STRING, Mode.COMPUTED),
              "name", attribute(Type.STRING, Mode.OPTIONAL),
              "secret_wo", writeOnly()),
          Map.of());
  private static final Block TOKEN =
      Block.of(
          Map.of(
              "role", attribute(Type.STRING, Mode.REQUIRED),
              "value", attribute(Type.STRING, Mode.COMPUTED)),
          Map.of());

  /// What was asked, in order.
  final List<String> calls = new CopyOnWriteArrayList<>();

  /// Opened when a token was renewed.
  final CountDownLatch renewed = new CountDownLatch(1);

  /// When tokens have to be renewed for the first time; null for never.
  private final @Nullable Instant renewAt;

  VaultProvider(@Nullable Instant renewAt) {
    this.renewAt = renewAt;
  }

  private static Attribute attribute(Type type, Mode mode) {
    return Attribute.of(type, mode, Doc.NONE);
  }

  private static Attribute writeOnly() {
    return new Attribute(
        Type.STRING,
        Mode.OPTIONAL,
        Mutability.IN_PLACE,
        true,
        true,
        null,
        Equivalence.EXACT,
        Effect.NONE,
        Doc.NONE,
        null);
  }

  private static String text(Value object, String name) {
    return object instanceof Value.Obj o && o.require(name) instanceof Value.Str(String text)
        ? text
        : "-";
  }

  @Override
  public ProviderAddress address() {
    return ProviderAddress.implied("vault");
  }

  @Override
  public ProviderSchema schema() {
    return ProviderSchema.of(
            new Schema(0, CONFIGURATION), Map.of("vault_item", new Schema(0, ITEM)), Map.of())
        .withEphemeral(Map.of("vault_token", new Schema(0, TOKEN)));
  }

  @Override
  public Diagnostics validate(Value configuration) {
    return configuration instanceof Value.Obj o
            && o.attributes().containsKey("role")
            && text(o, "role").equals("forbidden")
        ? Diagnostics.of(Diagnostic.error("vault.role", "Forbidden role", "Use another role."))
        : Diagnostics.NONE;
  }

  @Override
  public ConfigureResult configure(Value configuration, ProviderContext context) {
    calls.add("configure " + text(configuration, "token"));
    return new ConfigureResult(this, Diagnostics.NONE);
  }

  @Override
  public EphemeralHandler ephemeral(String type) {
    return this;
  }

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    return new ReadResult(request.prior(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public PlanResult plan(PlanRequest request) {
    return new PlanResult(request.proposed(), List.of(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    calls.add("apply " + text(request.configuration(), "secret_wo"));
    Value planned =
        request.planned() instanceof Value.Obj object
            ? object.with("id", Value.of("item"))
            : request.planned();
    return new ApplyResult(planned, "", Diagnostics.NONE);
  }

  @Override
  public OpenResult open(Value configuration, CallContext context) {
    String role = text(configuration, "role");
    calls.add("open " + role);
    return new OpenResult(
        ((Value.Obj) configuration).with("value", Value.of("token-of-" + role)),
        role,
        renewAt,
        Diagnostics.NONE);
  }

  @Override
  public RenewResult renew(String priv, CallContext context) {
    calls.add("renew " + priv);
    renewed.countDown();
    return new RenewResult(priv + "+", null, Diagnostics.NONE);
  }

  @Override
  public Diagnostics close(String priv, CallContext context) {
    calls.add("close " + priv);
    return Diagnostics.NONE;
  }
}
