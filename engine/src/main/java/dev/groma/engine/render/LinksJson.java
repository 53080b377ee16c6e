package dev.groma.engine.render;

import dev.groma.engine.link.LinkMap;
import dev.groma.engine.link.LinkMap.Join;
import dev.groma.engine.link.LinkMap.Site;
import dev.groma.engine.link.Problem;
import java.util.List;

/// A map of networks as a JSON document; docs/links.md describes it.
public final class LinksJson {
  private LinksJson() {}

  /// The document.
  public static String of(LinkMap map, List<Problem> problems) {
    Json.Arr sites = new Json.Arr();
    map.sites().forEach(site -> sites.add(site(site)));
    Json.Arr joins = new Json.Arr();
    map.joins().forEach(join -> joins.add(join(join)));
    return new Json.Obj()
        .put("format_version", "1.0")
        .put("networks", sites)
        .put("joins", joins)
        .put("other_problems", problems(map.others(problems)))
        .pretty();
  }

  private static Json.Obj site(Site site) {
    return new Json.Obj()
        .put("name", site.name())
        .put("managed", site.managed())
        .put("gateways", Json.texts(site.gateways()))
        .put("addresses", Json.texts(site.addresses()))
        .put("ranges", Json.texts(site.ranges()));
  }

  private static Json.Obj join(Join join) {
    Json.Obj terms = new Json.Obj();
    join.terms().forEach(terms::put);
    return new Json.Obj()
        .put("kind", join.kind().word())
        .put("from", join.from())
        .put("to", join.to())
        .put(
            "ends",
            Json.texts(join.ends().stream().map(end -> end.address().toString()).toList()))
        .put("terms", terms)
        .put("broken", join.isBroken())
        .put("problems", problems(join.problems()));
  }

  private static Json.Arr problems(List<Problem> all) {
    Json.Arr json = new Json.Arr();
    for (Problem problem : all) {
      Json.Arr places = new Json.Arr();
      for (Problem.Place place : problem.places()) {
        Json.Obj one =
            new Json.Obj()
                .put("address", place.piece().address().toString())
                .put("attribute", place.attribute());
        place.range().findFirst().ifPresent(range -> one.put("range", DiagnosticJson.range(range)));
        places.add(one);
      }
      json.add(
          new Json.Obj()
              .put("rule", problem.rule().word())
              .put("fatal", problem.fatal())
              .put("summary", problem.rule().summary().english())
              .put("detail", problem.detail().english())
              .put("places", places));
    }
    return json;
  }
}
