package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.ResourceHandler.ReadRequest;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reading many objects in few calls: what a list shows is what a read would give, and what it does
/// not show is left to be read.
final class BulkReadTest {
  private static final String WHOLE =
      "{\"id\":\"%s\",\"name\":\"listed\",\"size\":3,\"network\":\"10.0.0.0/16\",\"status\":\"on\"}";

  private static String page(String next, String... items) {
    return "{\"things\":[%s],\"next\":\"%s\"}".formatted(String.join(",", items), next);
  }

  private static String[] whole(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> WHOLE.formatted("t" + i)).toArray(String[]::new);
  }

  private static List<Optional<ReadResult>> readAll(ThingCloud cloud, int count) {
    List<ReadRequest> wanted =
        IntStream.range(0, count)
            .mapToObj(i -> new ReadRequest(cloud.thing("t" + i), "priv" + i))
            .toList();
    return ((Listable) cloud.handler()).readAll(wanted, cloud.life().context());
  }

  private static String found(List<Optional<ReadResult>> answers) {
    return answers.stream().map(a -> a.isPresent() ? "+" : "-").collect(Collectors.joining());
  }

  @Test
  void anAnswerIsWhatAReadGives() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, page("", whole(0, 4))).answers(200, WHOLE.formatted("t2"));
      List<Optional<ReadResult>> answers = readAll(cloud, 4);
      assertThat(found(answers)).isEqualTo("++++");
      ReadResult together = answers.get(2).orElseThrow();
      ReadResult alone = cloud.life().read(cloud.thing("t2"));
      assertThat(together.value()).isEqualTo(alone.value());
      assertThat(together.priv()).isEqualTo("priv2");
      assertThat(cloud.requests()).isEqualTo(2);
    }
  }

  @Test
  void whatTheListDoesNotTellAllOfIsLeft() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      String some = "{\"id\":\"t1\",\"name\":\"b\",\"status\":\"on\"}";
      String unset = "{\"id\":\"t3\",\"name\":\"b\",\"size\":1,\"network\":null,\"status\":\"on\"}";
      cloud.answers(200, page("", WHOLE.formatted("t0"), some, WHOLE.formatted("other"), unset));
      assertThat(found(readAll(cloud, 5))).isEqualTo("+--+-");
    }
  }

  @Test
  void theListEndsWhenAllAreFound() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, page("m1", whole(2, 9))).answers(200, page("m2", whole(0, 2)));
      assertThat(found(readAll(cloud, 5))).isEqualTo("+++++");
      assertThat(cloud.requests()).isEqualTo(2);
    }
  }

  @Test
  void aLongListOfOtherThingsIsGivenUp() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      for (int page = 0; page < 3; page++) {
        cloud.answers(200, page("m" + page, whole(100 * page + 1, 100 * page + 101)));
      }
      assertThat(found(readAll(cloud, 4))).isEqualTo("-+++");
      assertThat(cloud.requests()).isEqualTo(2);
    }
  }

  @Test
  void aFewAreNotWorthAList() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      assertThat(found(readAll(cloud, 3))).isEqualTo("---");
      assertThat(cloud.requests()).isZero();
    }
  }

  @Test
  void whatWasFoundBeforeAnErrorCounts() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, page("m1", whole(0, 2))).answers(403, ThingCloud.error("Forbidden"));
      assertThat(found(readAll(cloud, 4))).isEqualTo("++--");
    }
  }

  @Test
  void whatHasNoIdentityIsLeft() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, page("", whole(0, 4)));
      List<ReadRequest> wanted =
          Stream.concat(
                  Stream.of(cloud.configuration("a")),
                  IntStream.range(0, 4).mapToObj(i -> cloud.thing("t" + i)))
              .map((Value known) -> new ReadRequest(known, ""))
              .toList();
      assertThat(found(((Listable) cloud.handler()).readAll(wanted, cloud.life().context())))
          .isEqualTo("-++++");
    }
  }
}
