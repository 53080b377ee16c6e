package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.CloudFactory;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.Timing;
import dev.groma.schemas.address.ProviderAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The provider for Baidu AI Cloud, before it is configured.
public final class BaiduCloudFactory extends CloudFactory {
  static final CloudProfile PROFILE =
      new CloudProfile(
          "baiducloud",
          "Baidu AI Cloud",
          new ProviderAddress(ProviderAddress.DEFAULT_HOST, "baidubce", "baiducloud"),
          Set.of(
              ProviderAddress.implied("baiducloud"),
              new ProviderAddress(ProviderAddress.DEFAULT_HOST, "groma", "baiducloud")),
          "BAIDUCLOUD",
          "session_token",
          "vpc",
          // The table of the PeerConn page.
          new TreeMap<>(
              Map.of(
                  "bj", "bcc.bj.baidubce.com",
                  "gz", "bcc.gz.baidubce.com",
                  "su", "bcc.su.baidubce.com",
                  "hkg", "bcc.hkg.baidubce.com",
                  "fwh", "bcc.fwh.baidubce.com",
                  "bd", "bcc.bd.baidubce.com")),
          "bj",
          null,
          new TreeMap<>(),
          null,
          Map.of(
              "bce-auth-v1",
              (credentials, _) -> new BceAuthV1(credentials, BceAuthV1.Options.USUAL)),
          List.of(
              "resources/peer_conn.yaml",
              "resources/peer_conn_acceptor.yaml",
              "resources/peer_conns.yaml",
              "resources/peer_conn_acceptors.yaml"),
          new BaiduDialect());

  /// The factory for real use.
  public BaiduCloudFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  BaiduCloudFactory(Timing.Sleeper sleeper) {
    super(PROFILE, sleeper);
  }
}
