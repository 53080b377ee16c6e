package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `resource`, `data` or `ephemeral` block.
///
/// @param mode which of the three
/// @param type the resource type
/// @param name its name
/// @param body the arguments for the provider, without the meta-arguments below; [CompiledBody]
///   reads them once the schema is known
/// @param count how many instances there are, or null
/// @param forEach the instances by key, or null; never together with `count`
/// @param dependsOn what must be done before it, besides what its arguments refer to
/// @param provider the provider configuration it uses
/// @param lifecycle how changes of it are made
/// @param provisioners the programs that are run when it was created or before it is deleted
/// @param check the check that a data source is read for, or null
/// @param declaration the beginning of its block
public record ResourceBlock(
    ResourceMode mode,
    String type,
    String name,
    ObjectNode body,
    @Nullable Expression count,
    @Nullable Expression forEach,
    List<Reference> dependsOn,
    ProviderRef provider,
    Lifecycle lifecycle,
    List<Provisioner> provisioners,
    @Nullable String check,
    SourceRange declaration) {
  /// Copies the lists.
  public ResourceBlock {
    dependsOn = List.copyOf(dependsOn);
    provisioners = List.copyOf(provisioners);
  }

  /// The same as a part of the check `name`.
  ResourceBlock inCheck(String name) {
    return new ResourceBlock(
        mode,
        type,
        this.name,
        body,
        count,
        forEach,
        dependsOn,
        provider,
        lifecycle,
        provisioners,
        name,
        declaration);
  }

  /// Its address within its module: `t.n`, `data.t.n` or `ephemeral.t.n`.
  public String localAddress() {
    return address(ModuleAddress.ROOT).local();
  }

  /// Its address in the module instance `module`.
  public ResourceAddress address(ModuleAddress module) {
    return new ResourceAddress(module, mode, type, name);
  }

  /// What references call it.
  public Subject subject() {
    return mode == ResourceMode.EPHEMERAL
        ? new Subject.EphemeralResource(type, name)
        : new Subject.Resource(mode, type, name);
  }
}
