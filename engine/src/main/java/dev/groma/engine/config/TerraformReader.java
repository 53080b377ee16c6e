package dev.groma.engine.config;

import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.decode.ObjectReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `terraform` blocks.
final class TerraformReader {
  private final ModuleReader module;
  private final List<Diagnostic> diagnostics;

  TerraformReader(ModuleReader module, List<Diagnostic> diagnostics) {
    this.module = module;
    this.diagnostics = diagnostics;
  }

  void read(Body.Block block) {
    Body body = Body.of(block, diagnostics);
    requiredVersion(body);
    experiments(body.argument("experiments"));
    body.argument("language");
    for (Body.Block backend : body.blocks("backend", "type")) {
      module.addBackend(
          new BackendBlock(
              backend.name().text(),
              backend.name().range(),
              Body.of(backend, diagnostics).rest(),
              backend.declaration()));
    }
    for (Body.Block encryption : body.blocks("encryption")) {
      module.addEncryption(
          new EncryptionReader(diagnostics).read(Body.of(encryption, diagnostics)));
    }
    for (Body.Block cloud : body.blocks("cloud")) {
      diagnostics.add(
          Diagnostic.error(
                  "config.no-cloud",
                  "Unsupported backend type",
                  "The \"cloud\" block keeps states and runs plans at HCP Terraform, which Groma"
                      + " does not work with: it runs where it is called, and keeps states in one"
                      + " of its own backends. Write a \"backend\" block instead: local, http, pg"
                      + " or s3.")
              .at(cloud.declaration()));
    }
    // Nothing of what a provider_meta block may hold is used by any provider we have.
    body.blocks("provider_meta", "provider");
    for (Body.Block required : body.blocks("required_providers")) {
      requiredProviders(required);
    }
    body.close();
  }

  private void requiredVersion(Body body) {
    Member member = body.argument("required_version");
    String constraint = body.text("required_version");
    if (member == null || constraint == null) {
      return;
    }
    if (VersionConstraint.parse(constraint).isEmpty()) {
      diagnostics.add(invalidConstraint(member.value().range()));
    } else {
      module.addRequiredVersion(new RequiredVersion(constraint, member.range()));
    }
  }

  private static Diagnostic invalidConstraint(SourceRange range) {
    return Diagnostic.error(
            "config.invalid-version-constraint",
            "Invalid version constraint",
            "This string does not use correct version constraint syntax. Write it like \">= 1.5,"
                + " < 2.0\".")
        .at(range);
  }

  private void experiments(@Nullable Member member) {
    if (member != null) {
      diagnostics.add(
          Diagnostic.error(
                  "config.experiments",
                  "Module uses experimental features",
                  "Experimental features are intended only for gathering early feedback on new"
                      + " language designs, and so are available only in alpha releases of"
                      + " Terraform.")
              .at(member.keyNode().range()));
    }
  }

  private void requiredProviders(Body.Block block) {
    Body body = Body.of(block, diagnostics);
    for (Member member : body.members()) {
      if (Names.check(member.keyNode(), "provider local", diagnostics)) {
        required(member);
      }
    }
  }

  private void required(Member member) {
    String version = null;
    Optional<StringNode> source = Optional.empty();
    SourceRange versionRange = member.value().range();
    if (member.value() instanceof StringNode constraint) {
      version = constraint.text();
    } else if (member.value() instanceof Node.ObjectNode) {
      ObjectReader reader =
          ObjectReader.of(member.value(), "a provider requirement", diagnostics::add);
      version = reader.findText("version").orElse(null);
      source = reader.findString("source");
      reader.find("configuration_aliases").ifPresent(this::aliases);
      reader.close();
    } else {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-required-provider",
                  "Invalid required_providers object",
                  "A provider requirement is a version constraint or an object with \"source\" and"
                      + " \"version\".")
              .at(member.value().range()));
    }
    if (version != null && VersionConstraint.parse(version).isEmpty()) {
      diagnostics.add(invalidConstraint(versionRange));
    }
    module.addRequiredProvider(
        new RequiredProvider(
            member.key(), address(member, source), version, member.keyNode().range()));
  }

  private void aliases(Node aliases) {
    if (aliases instanceof Node.ListNode list) {
      for (Node element : list.elements()) {
        ProviderRef ref = ResourceReader.providerRef(element, diagnostics);
        if (ref != null) {
          module.addPassedProvider(ref.key());
        }
      }
    } else {
      diagnostics.add(
          Diagnostic.error(
                  "config.list-required",
                  "Invalid expression",
                  "A static list expression is required. Write [...] round the value.")
              .at(aliases.range()));
    }
  }

  private ProviderAddress address(Member member, Optional<StringNode> source) {
    if (source.isEmpty()) {
      return ProviderAddress.implied(member.key());
    }
    Optional<ProviderAddress> address = ProviderAddress.parse(source.get().text());
    if (address.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-provider-source",
                  "Invalid provider source string",
                  "The source of a provider is written \"namespace/type\" or"
                      + " \"host/namespace/type\".")
              .at(source.get().range()));
    }
    return address.orElse(ProviderAddress.implied(member.key()));
  }
}
