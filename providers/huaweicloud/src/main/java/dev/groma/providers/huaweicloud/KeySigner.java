package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Errand;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import java.time.Instant;
import java.util.Optional;

/// Signs requests about a project with an access key.
final class KeySigner implements Signer {
  private final Signer key;
  private final Project project;

  KeySigner(Signer key, Project project) {
    this.key = key;
    this.project = project;
  }

  @Override
  public Request sign(Request request, Instant now) {
    return key.sign(project.in(request), now);
  }

  @Override
  public Optional<Errand> errand(Instant now) {
    return project.id().isPresent() ? Optional.empty() : Optional.of(project.lookup(key));
  }
}
