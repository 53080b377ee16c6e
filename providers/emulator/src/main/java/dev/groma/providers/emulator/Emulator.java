package dev.groma.providers.emulator;

import dev.groma.providers.emulator.alicloud.AlibabaCloud;
import dev.groma.providers.emulator.baiducloud.BaiduCloud;
import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Accounts;
import dev.groma.providers.emulator.cloud.ClientTokens;
import dev.groma.providers.emulator.cloud.Cloud;
import dev.groma.providers.emulator.cloud.Endpoint;
import dev.groma.providers.emulator.cloud.Fault;
import dev.groma.providers.emulator.cloud.FaultParser;
import dev.groma.providers.emulator.cloud.Faults;
import dev.groma.providers.emulator.cloud.Ids;
import dev.groma.providers.emulator.cloud.Seed;
import dev.groma.providers.emulator.cloud.Sessions;
import dev.groma.providers.emulator.cloud.SetupException;
import dev.groma.providers.emulator.cloud.StateFile;
import dev.groma.providers.emulator.cloud.World;
import dev.groma.providers.emulator.cloud.Worlds;
import dev.groma.providers.emulator.http.HttpServer;
import dev.groma.providers.emulator.huaweicloud.HuaweiCloud;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import dev.groma.providers.emulator.ksyun.KsyunCloud;
import dev.groma.providers.spi.CloudEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The emulated clouds, running: one HTTP server on 127.0.0.1 for each.
///
/// It serves until [#close()]. Its objects can be looked at and changed past the API through the
/// pages below `/_emulator/` of each endpoint (`GET /_emulator/objects`, `PUT
/// /_emulator/objects/KIND/ID` with a merge patch, `GET /_emulator/calls`).
public final class Emulator implements CloudEmulator.Running {
  private static final List<Cloud> CLOUDS =
      List.of(new BaiduCloud(), new HuaweiCloud(), new KsyunCloud(), new AlibabaCloud());

  private final SortedMap<String, HttpServer> servers = new TreeMap<>();
  private final Accounts accounts;
  private final Worlds worlds;
  private final Faults faults;

  private Emulator(Accounts accounts, Worlds worlds, Faults faults) {
    this.accounts = accounts;
    this.worlds = worlds;
    this.faults = faults;
  }

  /// Starts all clouds.
  ///
  /// @throws SetupException if the options cannot be followed; nothing is left running
  public static Emulator start(EmulatorOptions options) throws SetupException {
    return start(options, Thread::sleep);
  }

  static Emulator start(EmulatorOptions options, Endpoint.Pause pause) throws SetupException {
    var ids = new Ids(options.random());
    var faults = new Faults(faults(options.faults()));
    Seed seed =
        options.seedFile().isPresent() ? Seed.load(options.seedFile().get(), CLOUDS) : Seed.NONE;
    Optional<StateFile.Content> kept =
        options.stateFile().isPresent()
            ? StateFile.load(options.stateFile().get())
            : Optional.empty();
    List<Account> customers = accounts(options, seed, kept, ids);
    var accounts = new Accounts(customers, seed.sessions(customers));
    Optional<StateFile> file =
        options.stateFile().map(path -> new StateFile(path, accounts.all().getFirst()));
    var worlds = new Worlds(worlds(kept.map(StateFile.Content::clouds)), file);
    var emulator = new Emulator(accounts, worlds, faults);
    var setting = new Endpoint.Setting(options.clock(), options.latency(), ids, pause);
    emulator.listen(options.port(), seed, setting);
    emulator.keep(file);
    return emulator;
  }

  private void listen(int firstPort, Seed seed, Endpoint.Setting setting) throws SetupException {
    int port = firstPort;
    for (Cloud cloud : CLOUDS) {
      var endpoint =
          new Endpoint(cloud, accounts, seed.inventory(cloud.name()), worlds, faults, setting);
      try {
        servers.put(cloud.name(), HttpServer.start(port, endpoint));
      } catch (IOException failure) {
        close();
        throw new SetupException(
            "The emulator cannot listen on port %d of 127.0.0.1: %s. Choose another one with -port, or 0 for any."
                .formatted(port, failure.getMessage()),
            failure);
      }
      port = port == 0 ? 0 : port + 1;
    }
  }

  /// Writes the state file even if nobody ever changes anything, so that the keys stay the same.
  private void keep(Optional<StateFile> file) throws SetupException {
    try {
      file.ifPresent(target -> target.save(worlds.toJson()));
    } catch (UncheckedIOException failure) {
      close();
      throw new SetupException(
          "%s: %s. Check that the folder can be written."
              .formatted(failure.getMessage(), failure.getCause()),
          failure.getCause());
    }
  }

  /// Where each cloud is: its name → `http://127.0.0.1:PORT`.
  @Override
  public SortedMap<String, String> endpoints() {
    var endpoints = new TreeMap<String, String>();
    servers.forEach((name, server) -> endpoints.put(name, "http://127.0.0.1:" + server.port()));
    return endpoints;
  }

  /// The default account's access key.
  @Override
  public String accessKey() {
    return accounts.all().getFirst().accessKey();
  }

  /// The default account's secret key.
  @Override
  public String secretKey() {
    return accounts.all().getFirst().secretKey();
  }

  /// The regions of each cloud, its default one first.
  @Override
  public SortedMap<String, List<String>> regions() {
    var regions = new TreeMap<String, List<String>>();
    CLOUDS.forEach(cloud -> regions.put(cloud.name(), cloud.regions()));
    return regions;
  }

  /// How often each operation was called so far, as `cloud:Operation` → count; refused and
  /// disturbed calls count too.
  public SortedMap<String, Long> calls() {
    return faults.calls();
  }

  /// All objects as JSON text: cloud → kind → id → document, secrets as digests.
  public String inspect() {
    return worlds.shown(CLOUDS).toString();
  }

  /// Stops all clouds at once.
  @Override
  public void close() {
    servers.values().forEach(HttpServer::close);
  }

  private static List<Fault> faults(List<String> texts) throws SetupException {
    var faults = new ArrayList<Fault>();
    for (String text : texts) {
      faults.add(FaultParser.parse(text, CLOUDS));
    }
    return faults;
  }

  /// The accounts of the seed or one made up; what the options say of the first one counts before
  /// the seed, then what was kept.
  private static List<Account> accounts(
      EmulatorOptions options, Seed seed, Optional<StateFile.Content> kept, Ids ids) {
    Optional<Account> seeded = seed.accounts().stream().findFirst();
    Optional<Account> old = kept.map(StateFile.Content::account);
    var first =
        new Account(
            choose(Optional.empty(), seeded.map(Account::id), old.map(Account::id), ids.hex(32)),
            choose(
                options.accessKey(),
                seeded.map(Account::accessKey),
                old.map(Account::accessKey),
                ids.hex(32)),
            choose(
                options.secretKey(),
                seeded.map(Account::secretKey),
                old.map(Account::secretKey),
                ids.hex(32)),
            seeded.map(Account::projects).orElseGet(TreeSet::new),
            seeded.map(Account::denied).orElseGet(TreeSet::new));
    var all = new ArrayList<>(List.of(first));
    seed.accounts().stream().skip(1).forEach(all::add);
    return Collections.unmodifiableList(all);
  }

  private static String choose(
      Optional<String> asked, Optional<String> seeded, Optional<String> kept, String madeUp) {
    return asked
        .or(() -> seeded.filter(text -> !text.isEmpty()))
        .or(() -> kept.filter(text -> !text.isEmpty()))
        .orElse(madeUp);
  }

  private static SortedMap<String, World> worlds(Optional<JsonObject> kept) throws SetupException {
    var worlds = new TreeMap<String, World>();
    for (Cloud cloud : CLOUDS) {
      try {
        JsonObject document =
            kept.flatMap(clouds -> clouds.object(cloud.name())).orElse(JsonObject.EMPTY);
        World world = World.of(document);
        for (String kind : world.kinds()) {
          if (!kind.equals(ClientTokens.KIND) && !kind.equals(Sessions.KIND)) {
            world.all(kind).values().forEach(object -> cloud.check(kind, object));
          }
        }
        worlds.put(cloud.name(), world);
      } catch (JsonTypeException wrong) {
        throw new SetupException(
            "The emulator's state file does not hold what it should for \"%s\": %s. Delete it to start with empty clouds."
                .formatted(cloud.name(), wrong.getMessage()));
      }
    }
    return worlds;
  }
}
