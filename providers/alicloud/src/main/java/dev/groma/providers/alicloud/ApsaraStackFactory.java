package dev.groma.providers.alicloud;

import dev.groma.providers.driver.CloudFactory;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.Timing;
import java.util.Optional;
import java.util.TreeMap;

/// The provider `alibabacloudstack`, before it is configured: the same types under the name that
/// users of Apsara Stack know, for clouds whose endpoint depends on who runs them.
public final class ApsaraStackFactory extends CloudFactory {
  static final CloudProfile PROFILE =
      AlicloudFactory.profile(
          "alibabacloudstack",
          "Apsara Stack",
          "ALIBABACLOUDSTACK",
          new TreeMap<>(),
          Optional.empty(),
          "cn-qingdao-env66-d01",
          Optional.empty());

  /// The factory for real use.
  public ApsaraStackFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  ApsaraStackFactory(Timing.Sleeper sleeper) {
    super(PROFILE, sleeper);
  }
}
