package dev.groma.cli;
import org.junit.jupiter.api.Test;
import dev.groma.engine.render.review.*;
import java.nio.file.*;
class ReviewSampleTest {
  @Test void x() throws Exception {
    Review r = LargeNetwork.review();
    System.out.println(r.counts()+" "+r.nodes().size()+" "+r.findings().size());
    for (int b : new int[]{65536, 1000000, 10000, 3000, 600}) for (Words.Language l : Words.Language.values()) {
      String m = Markdown.render(r, l, b, "https://ci.example/review.html");
      System.out.println(b+" "+l+" "+m.length());
      Files.writeString(Path.of("/tmp/w-review/large-"+b+"-"+l+".md"), m);
    }
    Files.writeString(Path.of("/tmp/w-review/large.html"), Format.HTML.render(r, new Format.Options(Words.Language.EN, 1, null, java.util.List.of(), "1")));
  }
}
