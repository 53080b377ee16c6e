package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The forms that answers come in.
final class AnswersTest {
  private static Value parsed(String text) {
    return Answers.parse(text).orElseThrow();
  }

  @Test
  void xmlIsReadLikeJson() {
    Value json = parsed("{\"FooResponse\":{\"Id\":\"1\",\"Set\":{\"Item\":[\"a\",\"b\"]}}}");
    Value xml =
        parsed(
            """
            <?xml version="1.0" encoding="utf-8"?>
              <!-- a comment -->
              <FooResponse version="2">
                <Id>1</Id>
                <Set>
                  <Item>a</Item><Item><![CDATA[b]]></Item>
                </Set>
              </FooResponse>
            """);
    assertThat(xml)
        .isEqualTo(json)
        .isEqualTo(
            Value.object(
                Map.of(
                    "Id", Value.of("1"),
                    "Set",
                        Value.object(
                            Map.of(
                                "Item", new Value.Tuple(List.of(Value.of("a"), Value.of("b"))))))));
  }

  @Test
  void aListIsOneItemSeveralOrNone() {
    Value one = parsed("<R><Set><Item><Id>1</Id></Item></Set></R>");
    assertThat(Answers.items(Answers.at(one, List.of("Set.Item")))).hasSize(1);
    Value none = parsed("<R><Set></Set><Other/></R>");
    assertThat(Answers.items(Answers.at(none, List.of("Set.Item")))).isEmpty();
    assertThat(Answers.at(none, List.of("Set.Item")).isNull()).isFalse();
    assertThat(Answers.at(none, List.of("Missing.Item")).isNull()).isTrue();
  }

  @Test
  void elementsThatAreAllItemsAreAList() {
    assertThat(parsed("<R><Set><item><Id>1</Id></item></Set><item>a</item></R>"))
        .isEqualTo(parsed("{\"Set\": [{\"Id\": \"1\"}], \"item\": \"a\"}"));
  }

  @Test
  void whatIsNeitherIsNotRead() {
    assertThat(Answers.parse("<html><body>Log in</body></html>")).isEmpty();
    assertThat(Answers.parse("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>")).isEmpty();
    assertThat(Answers.parse("<a>".repeat(100) + "</a>".repeat(100))).isEmpty();
    assertThat(Answers.parse("<a>")).isEmpty();
    assertThat(Answers.parse("no")).isEmpty();
  }
}
