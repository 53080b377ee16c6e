package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What exists before anyone calls: accounts, and the networks of each cloud. The format of the
/// file is described in the documentation of package `dev.groma.providers.emulator`.
///
/// @param accounts the default account first; an account may lack keys, then it can own networks
///   but not call
/// @param keys temporary keys of the accounts
/// @param inventories the networks by cloud; open for a cloud that the file does not mention
public record Seed(
    List<Account> accounts, List<Key> keys, SortedMap<String, Inventory> inventories) {

  /// No accounts, and every network exists.
  public static final Seed NONE = new Seed(List.of(), List.of(), new TreeMap<>());

  /// The networks of a cloud.
  public Inventory inventory(String cloud) {
    return inventories.getOrDefault(cloud, Inventory.OPEN);
  }

  /// The temporary keys, for the accounts as they came to be.
  public List<Key> sessions(List<Account> all) {
    return keys.stream().map(key -> of(all, key)).toList();
  }

  private static Key of(List<Account> all, Key key) {
    Account account =
        all.stream()
            .filter(one -> one.id().equals(key.account().id()))
            .findFirst()
            .orElse(key.account());
    return new Key(account, key.accessKey(), key.secretKey(), key.token(), key.expires());
  }

  /// Reads a seed file.
  ///
  /// @throws SetupException if it cannot be read, or names something that does not exist
  public static Seed load(Path path, Collection<? extends Cloud> clouds) throws SetupException {
    try {
      return read(JsonObject.parse(Files.readString(path)), clouds);
    } catch (JsonSyntaxException | JsonTypeException wrong) {
      throw new SetupException(
          "The seed file \"%s\" cannot be used: %s.".formatted(path, wrong.getMessage()));
    } catch (SetupException wrong) {
      throw new SetupException(
          "The seed file \"%s\" cannot be used: %s".formatted(path, wrong.getMessage()));
    } catch (IOException failure) {
      throw new SetupException(
          "The seed file \"%s\" cannot be read: %s. Check the path given with -seed-file."
              .formatted(path, failure),
          failure);
    }
  }

  private static Seed read(JsonObject document, Collection<? extends Cloud> clouds)
      throws SetupException {
    checkNames("the file", document, Set.of("accounts", "clouds"));
    var accounts = new ArrayList<Account>();
    var keys = new ArrayList<Key>();
    for (JsonObject account : document.objects("accounts")) {
      checkNames(
          "an account",
          account,
          Set.of("id", "access_key", "secret_key", "projects", "denied", "sessions"));
      var made =
          new Account(
              require("an account", account, "id"),
              account.text("access_key").orElse(""),
              account.text("secret_key").orElse(""),
              new TreeSet<>(account.texts("projects")),
              denied(account, clouds));
      accounts.add(made);
      for (JsonObject session : account.objects("sessions")) {
        keys.add(session(made, session));
      }
    }
    var inventories = new TreeMap<String, Inventory>();
    for (var entry : document.object("clouds").orElse(JsonObject.EMPTY).objects().entrySet()) {
      Optional<? extends Cloud> cloud =
          clouds.stream().filter(c -> c.name().equals(entry.getKey())).findFirst();
      if (cloud.isEmpty()) {
        throw new SetupException("There is no cloud \"%s\".".formatted(entry.getKey()));
      }
      inventories.put(entry.getKey(), inventory(cloud.get(), entry.getValue(), accounts));
    }
    return new Seed(accounts, keys, inventories);
  }

  private static SortedSet<String> denied(JsonObject account, Collection<? extends Cloud> clouds)
      throws SetupException {
    var denied = new TreeSet<String>();
    for (String name : account.texts("denied")) {
      boolean known =
          clouds.stream()
              .anyMatch(cloud ->
                  cloud.operations().keySet().stream()
                      .anyMatch(operation -> name.equals(cloud.name() + ":" + operation)));
      if (!known) {
        throw new SetupException(
            "\"%s\" in \"denied\" is no operation; one is ksyun:DeleteVpnGateway, for example."
                .formatted(name));
      }
      denied.add(name);
    }
    return denied;
  }

  private static Key session(Account account, JsonObject session) throws SetupException {
    checkNames(
        "a session", session, Set.of("access_key", "secret_key", "session_token", "expires"));
    return new Key(
        account,
        require("a session", session, "access_key"),
        require("a session", session, "secret_key"),
        Optional.of(require("a session", session, "session_token")),
        session.parsed("expires", Instant::parse));
  }

  private static Inventory inventory(Cloud cloud, JsonObject document, List<Account> accounts)
      throws SetupException {
    checkNames(
        "cloud \"%s\"".formatted(cloud.name()), document, Set.of("regions", "settings", "quotas"));
    JsonObject settings = document.object("settings").orElse(JsonObject.EMPTY);
    cloud.checkSettings(settings);
    SortedMap<String, Integer> quotas = quotas(cloud, document.object("quotas"));
    Optional<JsonObject> regions = document.object("regions");
    if (regions.isEmpty()) {
      return Inventory.open(settings).with(quotas);
    }
    var vpcs = new ArrayList<Vpc>();
    for (var region : regions.get().objects().entrySet()) {
      if (!cloud.regions().contains(region.getKey())) {
        throw new SetupException(
            "Cloud \"%s\" has no region \"%s\"; there are %s."
                .formatted(cloud.name(), region.getKey(), String.join(", ", cloud.regions())));
      }
      checkRegion(cloud, region.getKey(), region.getValue());
      for (JsonObject vpc : region.getValue().objects("vpcs")) {
        vpcs.add(vpc(region.getKey(), vpc, accounts));
      }
    }
    return Inventory.listed(vpcs, regions.get(), settings).with(quotas);
  }

  private static SortedMap<String, Integer> quotas(Cloud cloud, Optional<JsonObject> document)
      throws SetupException {
    var quotas = new TreeMap<String, Integer>();
    JsonObject given = document.orElse(JsonObject.EMPTY);
    checkNames("\"quotas\" of cloud \"%s\"".formatted(cloud.name()), given, cloud.quotas());
    for (String kind : given.names()) {
      given.integer(kind).ifPresent(quota -> quotas.put(kind, quota));
    }
    return quotas;
  }

  private static void checkRegion(Cloud cloud, String name, JsonObject region)
      throws SetupException {
    var known = new TreeSet<>(Set.of("vpcs"));
    known.addAll(cloud.listable().keySet());
    checkNames("region \"%s\"".formatted(name), region, known);
    for (var member : cloud.listable().entrySet()) {
      for (JsonObject entry : region.objects(member.getKey())) {
        String what = "an entry of \"%s\"".formatted(member.getKey());
        checkNames(what, entry, member.getValue());
        require(what, entry, "id");
      }
    }
  }

  private static Vpc vpc(String region, JsonObject vpc, List<Account> accounts)
      throws SetupException {
    checkNames("a VPC", vpc, Set.of("id", "name", "cidr", "account", "relay"));
    String id = require("a VPC", vpc, "id");
    Optional<String> owner = vpc.text("account");
    if (owner.isPresent() && accounts.stream().noneMatch(a -> a.id().equals(owner.get()))) {
      throw new SetupException(
          "VPC \"%s\" belongs to account \"%s\", which is not among the accounts."
              .formatted(id, owner.get()));
    }
    String account = owner.orElseGet(() -> accounts.isEmpty() ? "" : accounts.getFirst().id());
    return new Vpc(
        id,
        region,
        vpc.text("name").orElse(""),
        vpc.text("cidr").orElse(""),
        account,
        vpc.flag("relay").orElse(false));
  }

  private static String require(String what, JsonObject object, String name) throws SetupException {
    return object
        .text(name)
        .orElseThrow(() -> new SetupException("%s has no \"%s\".".formatted(what, name)));
  }

  private static void checkNames(String what, JsonObject object, Set<String> known)
      throws SetupException {
    for (String name : object.names()) {
      if (!known.contains(name)) {
        throw new SetupException(
            "\"%s\" is not a property of %s; there are %s."
                .formatted(name, what, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }
}
