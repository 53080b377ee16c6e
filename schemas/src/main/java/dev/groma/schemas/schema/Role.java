package dev.groma.schemas.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the objects of a resource type are in a network, and which of their attributes say what of
/// it, in words that all clouds share.
///
/// @param kind what they are
/// @param facts where their attributes say what
/// @param limits how long a `create`, an `update` and a `delete` may take at most
public record Role(Kind kind, SortedMap<Fact, Meaning> facts, SortedMap<String, Duration> limits) {
  private static final List<String> ENCRYPTIONS =
      List.of(
          "null",
          "des",
          "seal",
          "3des",
          "sm1",
          "sm4",
          "aes-128",
          "aes-192",
          "aes-256",
          "aes-128-gcm",
          "aes-256-gcm");
  private static final List<String> INTEGRITIES =
      List.of("md5", "sha1", "sm3", "sha2-256", "sha2-384", "sha2-512");
  private static final List<String> GROUPS =
      List.of("none", "1", "2", "5", "24", "14", "15", "16", "19", "20", "21");

  /// Copies the maps.
  public Role {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }

  /// What an object is in a network.
  public enum Kind {
    /// A network's own end of tunnels.
    GATEWAY,
    /// What a cloud knows of the gateway at the other end.
    PEER,
    /// An IPsec tunnel between a gateway and a peer, as one end sees it.
    TUNNEL,
    /// A link between two networks of one cloud, as the side that asks for it sees it.
    PEERING,
    /// The same, as the side that is asked sees it.
    ACCEPTER,
    /// A route through a gateway.
    ROUTE;

    /// The word that specs and documents have for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Something that can be said of an object in a network.
  public enum Fact {
    /// Its id, as others refer to it.
    ID,
    /// The network that it belongs to.
    NETWORK,
    /// The address ranges of that network.
    SUBNETS,
    /// Its public addresses.
    ADDRESSES,
    /// The ids of these, in the same order.
    ADDRESS_IDS,
    /// The number of its autonomous system.
    ASN,
    /// The gateway that it is on, by id.
    GATEWAY,
    /// Which of the addresses of the gateway it uses, by address or id.
    GATEWAY_ADDRESS,
    /// The peer, by id.
    PEER,
    /// What carries packets inside: `ipsec` or `gre`.
    ENCAPSULATION,
    /// How routes are found: `static`, `policy` or `bgp`.
    ROUTING,
    /// How both ends prove who they are: `psk` or `certificate`.
    AUTHENTICATION,
    /// The key that both ends share.
    PSK,
    /// The version of IKE: `1` or `2`.
    IKE_VERSION,
    /// How IKE version 1 negotiates: `main` or `aggressive`.
    IKE_MODE,
    /// The encryption of the negotiation.
    IKE_ENCRYPTION,
    /// The authentication of the negotiation.
    IKE_INTEGRITY,
    /// The Diffie-Hellman group of the negotiation.
    IKE_GROUP,
    /// After how many seconds the negotiation is made anew.
    IKE_LIFETIME,
    /// The encryption of what is carried.
    ESP_ENCRYPTION,
    /// The authentication of what is carried.
    ESP_INTEGRITY,
    /// The Diffie-Hellman group of perfect forward secrecy, or `none`.
    ESP_GROUP,
    /// After how many seconds the keys are made anew.
    ESP_LIFETIME,
    /// What this end calls itself.
    LOCAL_ID,
    /// How this end calls itself: by its `address`, or by a `name`, which is [#LOCAL_ID].
    LOCAL_ID_TYPE,
    /// What this end calls the other.
    REMOTE_ID,
    /// How this end knows the other: by its `address`, by a `name`, or as `any`.
    REMOTE_ID_TYPE,
    /// The address ranges at this end.
    LOCAL_SUBNETS,
    /// The address ranges at the other end.
    REMOTE_SUBNETS,
    /// The address of this end inside the tunnel.
    LOCAL_INNER,
    /// The address of the other end inside the tunnel.
    REMOTE_INNER,
    /// Whether routes to the other end are made by themselves: `true` or `false`.
    OWN_ROUTES,
    /// The network at the other end of a peering.
    PEER_NETWORK,
    /// The peering that is accepted, by id.
    PEERING,
    /// Where a route leads.
    DESTINATION,
    /// The tunnel that a route goes through, by id.
    NEXT_HOP;

    /// The word that specs and documents have for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The words that its values have in all clouds, the weakest first, where strength is meant;
    /// empty where a value means itself.
    public List<String> words() {
      return switch (this) {
        case ENCAPSULATION -> List.of("ipsec", "gre");
        case ROUTING -> List.of("static", "policy", "bgp");
        case AUTHENTICATION -> List.of("psk", "certificate");
        case IKE_VERSION -> List.of("1", "2");
        case IKE_MODE -> List.of("aggressive", "main");
        case IKE_ENCRYPTION, ESP_ENCRYPTION -> ENCRYPTIONS;
        case IKE_INTEGRITY, ESP_INTEGRITY -> INTEGRITIES;
        case IKE_GROUP, ESP_GROUP -> GROUPS;
        case LOCAL_ID_TYPE, REMOTE_ID_TYPE -> List.of("any", "name", "address");
        case OWN_ROUTES -> List.of("false", "true");
        default -> List.of();
      };
    }
  }

  /// How attributes say a fact.
  ///
  /// @param names the attributes, dotted where they are in blocks, every element of a list among
  ///   them; none where it is the same for all objects
  /// @param values what their values mean; empty where they mean themselves
  /// @param unset what holds where the configuration says nothing, or null where that is not known
  public record Meaning(
      List<String> names, SortedMap<String, String> values, @Nullable String unset) {
    /// Copies the collections.
    public Meaning {
      names = List.copyOf(names);
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// What an object can say, in the words that all clouds share, sorted.
    public List<String> possible() {
      List<String> all = new ArrayList<>(values.values());
      if (unset != null) {
        all.add(unset);
      }
      return all.stream().distinct().sorted().toList();
    }
  }

  /// Where the objects say `fact`.
  public Optional<Meaning> find(Fact fact) {
    return Optional.ofNullable(facts.get(fact));
  }
}
