package dev.groma.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.testkit.spec.SpecFile;
import dev.groma.testkit.spec.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CoverageTest {
  private static final String DOCUMENT =
      """
      documents: [{name: things, title: Things}]
      common: [Action]
      operations:
        ListThings:
          document: things
          section: "1"
          request: [ThingId.N, Filter.zone, Marker]
          answer: [RequestId, Things.thingId, Things.shape.size, Things.tags.k]
          errors: [NoSuchThing]
        ResizeThing:
          document: things
          section: "2"
          call: PUT /v1/things/{thingId}?resize
          request: [thingId, size]
        TagObject:
          document: things
          section: "3"
          call: POST /v1/{kind}/{id}/tags
          request: [kind, id, tags.k, place.zone]
      states: {Thing: [ready]}
      errors: [Denied]
      elsewhere:
        common.Action: the driver
        "*.answer.RequestId": the driver
      """;

  private static final String SPEC =
      """
      resource: cloud_thing
      attributes:
        id: {api: thingId}
        size: {from: shape.size}
        tags: {encode: {pairs: [k, v]}}
      blocks:
        place: {attributes: {zone: {}, rack: {mode: computed}}}
      waiters:
        there: {status: state, success: [ready]}
      operations:
        read:
          paging: {marker: Marker}
          steps:
            - request: GET ListThings
              query: {ThingId: [$id], Filter: [{Name: zone, Value: $zone}]}
              from: Things
              errors: {NoSuchThing: gone}
        update:
          steps:
            - {request: PUT /v1/things/$id, query: {resize: null}, send: [size]}
            - request: POST /v1/things/$id/tags
              send: [{tags: $added.tags, place: $place}]
      """;

  private static final String EMULATOR =
      """
      all.put("ListThings", read(Things::list));
      all.put("ResizeThing", change(Things::resize));
      all.put("TagObject", change(Tags::add));
      """;

  private static List<String> problems(String document, String spec, String emulator) {
    return Coverage.of(
            new CloudSources(
                "cloud",
                VendorDocument.of(Tree.read("document.yaml", document)),
                List.of(new SpecFile("thing.yaml", Tree.read("thing.yaml", spec))),
                Set.of("Denied"),
                emulator,
                new TreeMap<>(Map.of("ThingTest", "new Contract(\"cloud_thing\")"))))
        .problems();
  }

  @Test
  void whatIsInSpecsOrElsewhereIsNoProblem() {
    assertThat(problems(DOCUMENT, SPEC, EMULATOR)).isEmpty();
  }

  @Test
  void eachThingThatIsMissingIsNamed() {
    for (Map.Entry<String, String> missing :
        Map.of(
                "ThingId: [$id], ", "ListThings.request.ThingId.N",
                ", Filter: [{Name: zone, Value: $zone}]", "ListThings.request.Filter.zone",
                "paging: {marker: Marker}", "ListThings.request.Marker",
                "size: {from: shape.size}", "ListThings.answer.Things.shape.size",
                "errors: {NoSuchThing: gone}", "ListThings.errors.NoSuchThing",
                "success: [ready]", "states.Thing.ready",
                ", send: [size]", "ResizeThing.request.size",
                "tags: $added.tags, ", "TagObject.request.tags.k",
                "zone: {}, ", "TagObject.request.place.zone")
            .entrySet()) {
      assertThat(problems(DOCUMENT, SPEC.replace(missing.getKey(), ""), EMULATOR))
          .as(missing.getKey())
          .anyMatch(problem -> problem.contains("no spec has " + missing.getValue() + "."));
    }
    assertThat(problems(DOCUMENT, SPEC.replace("resize: null", "other: null"), EMULATOR))
        .contains("cloud: no step of a spec calls ResizeThing.");
    assertThat(problems(DOCUMENT, SPEC.replace("$id/tags", "$id/labels"), EMULATOR))
        .contains("cloud: no step of a spec calls TagObject.");
    assertThat(problems(DOCUMENT, SPEC, EMULATOR.replace("ResizeThing", "Resize")))
        .containsExactly("cloud: the emulator has no ResizeThing.");
    assertThat(problems(DOCUMENT.replace("[Denied]", "[Denied, Odd]"), SPEC, EMULATOR))
        .singleElement()
        .asString()
        .contains("errors.Odd");
    assertThat(problems(DOCUMENT, SPEC.replace("cloud_thing", "other"), EMULATOR)).hasSize(3);
  }

  @Test
  void anExcuseHasToBeNeededAndGiven() {
    assertThat(problems(DOCUMENT + "  states.Thing.ready: somewhere\n", SPEC, EMULATOR))
        .containsExactly("cloud: elsewhere.states.Thing.ready is needless. Remove it.");
    assertThat(problems(DOCUMENT + "  ListThings.request.Nothing: x\n", SPEC, EMULATOR)).hasSize(1);
    assertThat(problems(DOCUMENT.replace("Action: the driver", "Action: \"\""), SPEC, EMULATOR))
        .containsExactly("cloud: elsewhere.common.Action gives no reason.");
  }
}
