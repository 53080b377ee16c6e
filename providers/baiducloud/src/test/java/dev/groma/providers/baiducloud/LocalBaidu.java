package dev.groma.providers.baiducloud;

import dev.groma.testkit.LocalCloud;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Baidu's cloud on this machine.
final class LocalBaidu extends LocalCloud {
  LocalBaidu() {
    this(null, List.of());
  }

  LocalBaidu(List<String> faults) {
    this(null, faults);
  }

  LocalBaidu(@Nullable Path seed, List<String> faults) {
    super("baiducloud", waiting -> new BaiduCloudFactory(waiting::accept), seed, faults);
  }
}
