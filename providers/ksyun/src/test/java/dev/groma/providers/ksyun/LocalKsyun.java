package dev.groma.providers.ksyun;

import dev.groma.testkit.LocalCloud;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kingsoft's cloud on this machine.
final class LocalKsyun extends LocalCloud {
  LocalKsyun() {
    this(null, List.of());
  }

  LocalKsyun(@Nullable Path seed, List<String> faults) {
    super("ksyun", waiting -> new KsyunFactory(waiting::accept), seed, faults);
  }
}
