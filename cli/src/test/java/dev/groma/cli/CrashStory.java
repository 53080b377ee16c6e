package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.conformance.Cases;
import dev.groma.providers.spi.CloudEmulator;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.state.State;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.StateStore;
import dev.groma.testkit.crash.CrashReport;
import dev.groma.testkit.crash.Fault;
import dev.groma.testkit.crash.FaultyStore;
import dev.groma.testkit.crash.Killed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The life of 40 objects of four clouds in one directory, in which every command is stopped at
/// some point and then given again until it is done.
///
/// After each: what exists is what is on record, nothing more and nothing less; what was made
/// before the run was stopped is still there, unless it was to go; the state verifies; a plan is
/// empty.
final class CrashStory implements AutoCloseable {
  /// The steps of a story, in order.
  enum Step {
    CREATE("create"),
    UPDATE("update"),
    REPLACE("replace"),
    DELETE("delete"),
    IMPORT("import"),
    MOVE("state mv"),
    DESTROY("destroy");

    private final String word;

    Step(String word) {
      this.word = word;
    }
  }

  /// How commands are stopped.
  enum Stop {
    /// In this process, at a fault point.
    FAULT(0),
    /// By a signal: they are processes of their own.
    SIGNAL(1_000_000),
    /// By a disk that is really full: in a process whose files cannot grow beyond some size.
    FULL_DISK(2_000_000);

    private final long offset;

    Stop(long offset) {
      this.offset = offset;
    }

    /// What is added to the seed, so that stories that are stopped in another way are others.
    long offset() {
      return offset;
    }
  }

  /// What the largest file of a story can grow to, in bytes.
  private static final int LARGEST = 90_000;

  /// How many records a step is known to write at most; faults are put among so many.
  private static final Map<Step, Integer> RECORDS =
      Map.of(
          Step.CREATE, 105,
          Step.UPDATE, 24,
          Step.REPLACE, 24,
          Step.DELETE, 16,
          Step.IMPORT, 0,
          Step.MOVE, 0,
          Step.DESTROY, 70);

  /// A line of a plan, of which failures say nothing.
  private static final Pattern PLANNED =
      Pattern.compile(
          " *(/?[-+~#] .*|[-+~/]+|[])}]+)?|.*: Refreshing state.*|.*:"
              + " (Creating|Destroying)\\.\\.\\..*");

  /// Loaded once: what is tried here is not how they are loaded.
  private static final List<ProviderFactory> FACTORIES = Clouds.factories();

  private static final int ATTEMPTS = 4;
  private static final Set<String> KINDS_OF_NO_CONFIGURATION =
      Set.of("client-token", "eip", "vpc", "subnet", "account");

  private final long seed;
  private final Stop stop;
  private final Random random;
  private final CrashReport report;
  private final Path directory;
  private final SortedSet<Integer> cuts = new TreeSet<>();
  private final CloudEmulator.Running cloud;
  private final SortedMap<String, String> environment = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private FaultyStore store;
  private @Nullable Station station;

  CrashStory(long seed, Stop stop, CrashReport report) throws IOException {
    this.seed = seed;
    this.stop = stop;
    this.random = new Random(seed);
    this.report = report;
    directory = Files.createTempDirectory("groma-crash").toRealPath();
    for (int i = 0; i < 5; i++) {
      cuts.add(20 + random.nextInt(900));
    }
    List<String> faults = cuts.stream().map(n -> "*:*:" + n + ":cut=after").toList();
    cloud = Clouds.start(0, null, null, null, null, Duration.ZERO, faults);
    environment.put("HOSTNAME", "station");
    // A request that was under way when a process was killed may be carried out afterwards.
    environment.put("GROMA_RECOVER_WAIT", stop == Stop.FAULT ? "0" : "1s");
    Files.writeString(directory.resolve("main.tf.yaml"), configuration());
    store = store(Fault.NONE);
  }

  /// The directory of the story.
  Path directory() {
    return directory;
  }

  /// Lives through the steps until `rounds` are over or the story is; gives how many there were.
  int live(int rounds) throws IOException {
    int lived = 0;
    for (Step step : Step.values()) {
      if (lived == rounds) {
        break;
      }
      round(step);
      lived++;
    }
    report.lost(cuts.headSet(calls() + 1).size());
    return lived;
  }

  private void round(Step step) throws IOException {
    set(step);
    told.add("== " + step.word);
    List<String> command = prepared(step);
    Fault fault = Fault.random(random, RECORDS.getOrDefault(step, 0));
    Duration off = Duration.ZERO;
    if (stop == Stop.FAULT && random.nextInt(6) == 0) {
      off = Duration.ofMinutes(random.nextBoolean() ? 26 * 60 : -26 * 60);
      report.clock();
    }
    told.add("fault " + fault + (off.isZero() ? "" : ", clock " + off));
    switch (stop) {
      case FAULT -> {
        run(fault, off, command);
        if (store.fired()) {
          report.fault(fault.kind());
        }
      }
      case SIGNAL -> kill(fault, command);
      case FULL_DISK -> fill(command);
    }
    SortedMap<String, String> left = objects();
    boolean done = false;
    for (int i = 0; i < ATTEMPTS && !done; i++) {
      Shell.Result again = run(Fault.NONE, Duration.ZERO, command);
      done = again.code() == 0 || isDone(step);
      if (!done) {
        decide();
      }
    }
    check(done, step.word + " was never done");
    if (step == Step.CREATE || step == Step.UPDATE) {
      check(
          objects().keySet().containsAll(left.keySet()),
          "what was made is still there, and was not made again");
    }
    if (step != Step.DESTROY) {
      Shell.Result plan =
          run(Fault.NONE, Duration.ZERO, List.of("plan", "-detailed-exitcode", "-no-color"));
      check(plan.code() == 0, "the plan is empty");
    }
    verify(step);
    report.round(step.word);
  }

  /// What the user does when something cannot be found out: looks at what it may be, and says so.
  private void decide() throws IOException {
    Shell.Result asked = run(Fault.NONE, Duration.ZERO, List.of("recover", "-json", "-no-color"));
    String line =
        asked.text().lines().filter(l -> l.contains("\"operations\"")).findFirst().orElse("");
    if (line.isEmpty()) {
      return;
    }
    for (JsonNode operation : new ObjectMapper().readTree(line).path("operations")) {
      JsonNode candidates = operation.path("candidates");
      if (operation.path("open").asBoolean() && !candidates.isEmpty()) {
        String address = operation.path("address").asString();
        String id = candidates.get(0).path("id").asString();
        report.decision();
        run(Fault.NONE, Duration.ZERO, List.of("recover", "-adopt=" + address + "=" + id));
      }
    }
  }

  private static String variable(String name, Object value) {
    return name + ": " + value + "\n";
  }

  private void set(Step step) throws IOException {
    String values =
        variable("bandwidth", step.compareTo(Step.UPDATE) >= 0 ? 20 : 10)
            + variable("generation", step.compareTo(Step.REPLACE) >= 0 ? 2 : 1)
            + variable("fewer", step.compareTo(Step.DELETE) >= 0 ? 2 : 0)
            + variable("moved", step.compareTo(Step.MOVE) >= 0 ? "new" : "old");
    Files.writeString(directory.resolve("terraform.tfvars.yaml"), values);
  }

  private List<String> prepared(Step step) throws IOException {
    return switch (step) {
      case CREATE, UPDATE, REPLACE, DELETE -> List.of("apply", "-auto-approve", "-no-color");
      case DESTROY -> List.of("destroy", "-auto-approve", "-no-color");
      case MOVE ->
          List.of(
              "state",
              "mv",
              "ksyun_vpn_customer_gateway.kept[\"old\"]",
              "ksyun_vpn_customer_gateway.kept[\"new\"]");
      case IMPORT -> {
        String address = "baiducloud_peer_conn.branch[0]";
        String id = recorded().get(address);
        run(Fault.NONE, Duration.ZERO, List.of("state", "rm", address));
        yield List.of("import", "-no-color", address, id);
      }
    };
  }

  /// A command that refuses to do again what it did before it was stopped has done it.
  private boolean isDone(Step step) {
    return switch (step) {
      case IMPORT -> recorded().containsKey("baiducloud_peer_conn.branch[0]");
      case MOVE -> recorded().containsKey("ksyun_vpn_customer_gateway.kept[\"new\"]");
      case CREATE, UPDATE, REPLACE, DELETE, DESTROY -> false;
    };
  }

  // Running

  private FaultyStore store(Fault fault) {
    return store(
        new FileStateStore(directory.resolve("terraform.tfstate"), UUID::randomUUID),
        directory,
        fault);
  }

  private static FaultyStore store(StateStore store, Path directory, Fault fault) {
    return new FaultyStore(
        store,
        directory.resolve("terraform.tfstate.journal"),
        fault,
        where -> {
          throw new Killed(where);
        });
  }

  private Shell.Result run(Fault fault, Duration off, List<String> words) {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out);
    UnaryOperator<StateStore> stores =
        real -> {
          store = store(real, directory, fault);
          return store;
        };
    Console console =
        new Console(
            both,
            both,
            new BufferedReader(new StringReader("")),
            false,
            environment,
            directory,
            Interrupts.none(),
            new Console.Machine(Clock.offset(Clock.systemUTC(), off), stores, () -> FACTORIES));
    int code;
    try {
      code = Main.run(console, words.toArray(String[]::new));
    } catch (Killed e) {
      both.println(e.getMessage());
      code = 137;
    }
    console.flush();
    told.add("$ " + String.join(" ", words) + "\n" + shown(out.toString()) + "\n-> " + code);
    return new Shell.Result(code, out.toString());
  }

  /// Runs `words` as a process that is killed by a signal: at a fault point where the fault has
  /// one, otherwise as soon as it has said something for a while.
  private void kill(Fault fault, List<String> words) throws IOException {
    boolean point = fault.kind().kills();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(CrashMain.class.getName());
    line.add((point ? fault : Fault.NONE).kind().name());
    line.add(Integer.toString(fault.at()));
    line.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process child = builder.start();
    StringBuilder seen = new StringBuilder();
    int patience = point ? Integer.MAX_VALUE : random.nextInt(60);
    try (BufferedReader output = child.inputReader()) {
      String said = output.readLine();
      while (said != null) {
        seen.append(said).append('\n');
        boolean acts = said.endsWith("...") || said.contains(" complete after ");
        if (said.startsWith(CrashMain.HERE) || (acts && patience-- == 0)) {
          child.destroyForcibly();
          report.signal();
          break;
        }
        said = output.readLine();
      }
    } finally {
      child.destroyForcibly().onExit().join();
    }
    told.add("$ kill " + String.join(" ", words) + "\n" + shown(seen.toString()));
  }

  /// Runs `words` where no file can become larger than some size.
  private void fill(List<String> words) throws IOException {
    if (station == null) {
      station = new Station();
    }
    // Small ones as often as large ones, since most files are small.
    int limit = random.nextInt(LARGEST >> random.nextInt(8));
    station.limit(Integer.toString(limit));
    Shell.Result end = station.start(directory, environment, words).join();
    check(end.code() == 0 || end.code() == 1, "the run ends by itself: " + end);
    check(!end.text().contains("\tat "), "the disk is not a fault of the program: " + end.text());
    if (end.text().contains("ulimit -f")) {
      report.fullDisk();
    }
    told.add("$ with files of " + limit + " bytes: " + words + "\n" + shown(end.text()));
  }

  private static String shown(String text) {
    return text.lines()
        .filter(l -> !PLANNED.matcher(l).matches())
        .collect(Collectors.joining("\n"));
  }

  // Looking

  private void check(boolean holds, String what) {
    assertThat(holds)
        .as(
            "%s; to repeat: -Dgroma.crash.seed=%d\n%s",
            what, seed - stop.offset(), String.join("\n", told))
        .isTrue();
  }

  private void verify(Step step) throws IOException {
    StateStore.ReadResult read =
        new FileStateStore(directory.resolve("terraform.tfstate"), UUID::randomUUID).read();
    State state = read.state();
    check(state != null && state.verify().isEmpty(), "the state verifies");
    check(state != null && state.pending().isEmpty(), "nothing is open");
    check(
        !Files.exists(directory.resolve("terraform.tfstate.journal")), "no journal is left behind");
    SortedSet<String> known =
        recorded().entrySet().stream()
            .filter(e -> !e.getKey().startsWith("terraform_data"))
            .map(Map.Entry::getValue)
            .collect(Collectors.toCollection(TreeSet::new));
    SortedSet<String> exist = new TreeSet<>(objects().keySet());
    check(
        exist.equals(known),
        "what exists is what is on record\nexists: " + exist + "\nrecord: " + known);
    if (step == Step.CREATE) {
      check(recorded().size() == 40, "all 40 are there: " + recorded());
    }
    if (step == Step.DESTROY) {
      check(exist.isEmpty(), "nothing is left");
    }
  }

  /// The objects that the clouds have, as id → kind.
  private SortedMap<String, String> objects() throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    for (JsonNode kinds : fetched("objects")) {
      for (Map.Entry<String, JsonNode> kind : kinds.properties()) {
        if (!KINDS_OF_NO_CONFIGURATION.contains(kind.getKey())) {
          for (Map.Entry<String, JsonNode> object : kind.getValue().properties()) {
            if (!object.getValue().path("status").asString("").startsWith("delet")) {
              all.put(object.getKey(), kind.getKey());
            }
          }
        }
      }
    }
    return all;
  }

  private int calls() throws IOException {
    int sum = 0;
    for (JsonNode count : fetched("calls").getFirst()) {
      sum += count.asInt();
    }
    return sum;
  }

  /// What each cloud says of itself, past its API.
  private List<JsonNode> fetched(String what) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (String endpoint : cloud.endpoints().values()) {
      try (var in = URI.create(endpoint + "/_emulator/" + what).toURL().openStream()) {
        all.add(new ObjectMapper().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    return all;
  }

  /// What is on record, as address → id.
  private SortedMap<String, String> recorded() {
    SortedMap<String, String> all = new TreeMap<>();
    State state =
        new FileStateStore(directory.resolve("terraform.tfstate"), UUID::randomUUID).read().state();
    if (state != null) {
      state
          .instances()
          .forEach((address, instance) ->
              Stream.concat(
                      Stream.ofNullable(instance.current()), instance.deposed().values().stream())
                  .filter(o -> !address.toString().startsWith("data."))
                  .forEach(o -> {
                    String key = address.toString();
                    JsonNode id = new ObjectMapper().readTree(o.attributes().text()).path("id");
                    all.put(
                        all.containsKey(key) ? key + " deposed " + all.size() : key, id.asString());
                  }));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    if (station != null) {
      station.close();
    }
    cloud.close();
    Cases.deleteTree(directory);
  }

  /// 40 objects: of APIs with tokens and without, with secrets, with waits and follow-up calls.
  private String configuration() {
    return """
    variable:
      bandwidth: {type: number}
      generation: {type: number}
      fewer: {type: number}
      moved: {type: string}
    provider:
      baiducloud: {region: bj, endpoint: "%1$s", access_key: %5$s, secret_key: %6$s}
      ksyun: {region: cn-beijing-6, endpoint: "%2$s", access_key: %5$s, secret_key: %6$s}
      alicloud: {region: cn-qingdao-env66-d01, endpoint: "%3$s", access_key: %5$s, secret_key: %6$s}
      huaweicloud: {region: cn-north-4, endpoint: "%4$s", access_key: %5$s, secret_key: %6$s}
    resource:
      baiducloud_peer_conn:
        branch:
          count: ${10 - var.fewer}
          local_vpc_id: vpc-13vuxu016dew
          peer_vpc_id: ${format("vpc-jcvmhw9h1a%%02d", count.index)}
          peer_region: gz
          bandwidth_in_mbps: ${var.bandwidth}
          billing:
            payment_timing: Postpaid
      ksyun_vpn_gateway:
        main:
          count: 2
          vpn_gateway_name: main-${count.index}
          vpc_id: '${count.index == 0 ? "4e8d1f11-264a-468b-ae37-09b465477415" : "5a20f696-8d5d-4ec0-a403-e71e0068962f"}'
          band_width: ${var.bandwidth}
          charge_type: Daily
      ksyun_vpn_customer_gateway:
        branch:
          count: 4
          customer_gateway_name: branch-${count.index}
          customer_gateway_address: 203.0.${var.generation}.1${count.index}
          lifecycle: {create_before_destroy: true}
        twin:
          count: 2
          customer_gateway_name: twin
          customer_gateway_address: 203.0.113.77
        kept:
          for_each: "${toset([var.moved])}"
          customer_gateway_name: kept
          customer_gateway_address: 203.0.113.78
      ksyun_vpn_tunnel:
        branch:
          count: ${3 - var.fewer}
          vpn_tunnel_name: to-${count.index}
          type: Ipsec
          vpn_gateway_id: ${ksyun_vpn_gateway.main[0].id}
          customer_gateway_id: ${ksyun_vpn_customer_gateway.twin[0].id}
          pre_shared_key: only-for-trying-this-out
          ike_authen_algorithm: sha
          ike_dh_group: 5
          ike_encry_algorithm: aes-cbc-256
          ipsec_encry_algorithm: aes-cbc-256
          ipsec_authen_algorithm: sha256
      alicloud_vpn_gateway:
        main:
          vpc_id: vpc-bp1ub1yt9cvakoe1jexmp
          bandwidth: 10
          vpn_gateway_name: hub-${var.bandwidth}
          enable_ipsec: true
      alicloud_vpn_customer_gateway:
        branch:
          count: 4
          ip_address: 203.1.${var.generation}.1${count.index}
          customer_gateway_name: branch-${count.index}
          lifecycle: {create_before_destroy: true}
      alicloud_vpn_connection:
        branch:
          vpn_gateway_id: ${alicloud_vpn_gateway.main.id}
          customer_gateway_id: ${alicloud_vpn_customer_gateway.branch[0].id}
          vpn_connection_name: branch
          local_subnet: [10.0.0.0/24]
          remote_subnet: [10.1.0.0/24]
          ike_config:
            psk: only-for-trying-this-out
      huaweicloud_vpn_customer_gateway:
        branch:
          count: 6
          name: branch-${count.index}-${var.bandwidth}
          id_value: 203.2.0.1${count.index}
      terraform_data:
        note:
          count: 6
          input: ${var.bandwidth}
          triggers_replace: ${var.generation}
    """
        .formatted(
            cloud.endpoints().get("baiducloud"),
            cloud.endpoints().get("ksyun"),
            cloud.endpoints().get("alicloud"),
            cloud.endpoints().get("huaweicloud"),
            cloud.accessKey(),
            cloud.secretKey());
  }
}
