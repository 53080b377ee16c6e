package dev.groma.schemas.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      textBlock =
          """
          t.a              | t.a              | true
          t.a              | t.a[0]           | true
          t.a              | t.ab             | false
          t.a              | data.t.a         | false
          t.a              | module.m.t.a     | false
          t.a[1]           | t.a[1]           | true
          t.a[1]           | t.a[11]          | false
          t.a[1]           | t.a              | false
          t.a["x.y]"]      | t.a["x.y]"]      | true
          t.a["x"]         | t.a["y"]         | false
          t.a["x-*"]       | t.a["x-1.2"]     | true
          t.a["x-*"]       | t.a["y"]         | false
          t.a[*]           | t.a["y"]         | true
          t.a[*]           | t.a              | false
          t.*              | t.abc[3]         | true
          t.*              | u.abc            | false
          t.web-*          | t.web-1          | true
          *.db             | t.db             | true
          data.t.*         | data.t.x         | true
          module.m         | module.m.t.a     | true
          module.m         | module.m[0].module.n.t.a | true
          module.m[1]      | module.m[0].t.a  | false
          module.m.t.a     | module.m["k"].t.a[2] | true
          module.*.t.db    | module.eu.t.db   | true
          module.*.t.db    | module.eu.t.dbx  | false
          """,
      delimiter = '|')
  void matchesWhatItMeans(String pattern, String address, boolean expected) {
    AddressPattern parsed = AddressPattern.parse(pattern).orElseThrow();
    InstanceAddress instance = AddressParser.instance(address).orElseThrow();
    assertThat(parsed.matches(instance)).isEqualTo(expected);
    if (expected) {
      assertThat(parsed.mayMatch(instance.resource().withoutKeys())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "t.a[", "t.a[x]", "t..a", "module", "t.a.b"})
  void refusesWhatIsNoAddress(String text) {
    assertThat(AddressPattern.parse(text)).isEmpty();
  }
}
