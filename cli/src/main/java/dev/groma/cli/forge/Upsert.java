package dev.groma.cli.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Changes the comment that holds a marker, or makes it.
///
/// When the outcome of making a comment is not known, all comments are looked at again before the
/// next try, so that there are never two.
///
/// @param forge the platform
/// @param transport the way there
record Upsert(Forge forge, Transport transport) {
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  String write(String marker, String body) throws ForgeException, InterruptedException {
    String document = JSON.writeValueAsString(Map.of("body", body));
    for (int attempt = 1; ; attempt++) {
      for (Comment comment : marked(marker)) {
        Transport.Answer answer =
            transport.send(forge.changing(), forge.comment(comment.id()), document);
        if (answer.isSuccess()) {
          return place(answer);
        }
        boolean foreign = answer.status() == 403 || answer.status() == 404;
        if (!foreign) {
          throw transport.refused(forge.changing(), forge.comment(comment.id()), answer);
        }
      }
      Transport.Answer answer = transport.sendOnce("POST", forge.comments(), document);
      if (answer.isSuccess()) {
        return place(answer);
      }
      if (!answer.isPassing() || attempt == Transport.ATTEMPTS) {
        throw transport.refused("POST", forge.comments(), answer);
      }
      transport.pause(answer, attempt);
    }
  }

  private String place(Transport.Answer answer) throws ForgeException {
    Comment comment = read(transport.json(answer));
    return comment.page().isEmpty() ? "comment " + comment.id() : comment.page();
  }

  private Comment read(JsonNode json) {
    String id = json.path("id").asString();
    return new Comment(
        id,
        json.path("body").asString(""),
        forge.page(id, json.path("html_url").asString("")));
  }

  private List<Comment> marked(String marker) throws ForgeException, InterruptedException {
    List<Comment> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      String path = forge.comments() + "?per_page=" + PAGE + "&page=" + page;
      Transport.Answer answer = transport.send("GET", path, null);
      if (!answer.isSuccess()) {
        throw transport.refused("GET", forge.comments(), answer);
      }
      JsonNode list = transport.json(answer);
      for (JsonNode one : list) {
        Comment comment = read(one);
        if (comment.body().startsWith(marker)) {
          all.add(comment);
        }
      }
      if (list.size() < PAGE) {
        return all;
      }
    }
  }
}
