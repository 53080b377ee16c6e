package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Body;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Operation;
import dev.groma.providers.driver.spec.Step;
import dev.groma.schemas.value.Value;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where a list stands that comes in pages; the whole list is one page where there is no paging.
final class Pages {
  private final Operation.@Nullable Paging paging;
  private String marker = "";
  private int page = 1;

  Pages(Operation.@Nullable Paging paging) {
    this.paging = paging;
  }

  /// `step` as it asks for the page that is next.
  Step ask(Step step) {
    if (paging == null) {
      return step;
    }
    SortedMap<String, Body> query = new TreeMap<>(step.query());
    if (paging.next() == null) {
      query.put(
          paging.marker(),
          new Body.Fixed(Value.of(paging.counted() ? (page - 1L) * paging.size() : page)));
    } else if (!marker.isEmpty()) {
      query.put(paging.marker(), new Body.Fixed(Value.of(marker)));
    }
    String size = paging.sizeParameter();
    if (size != null) {
      query.put(size, new Body.Fixed(Value.of(paging.size())));
    }
    return step.withQuery(query);
  }

  /// Goes on after a page with so many items; false when it was the last.
  boolean advance(Value body, int items) {
    if (paging == null) {
      return false;
    }
    String where = paging.next();
    String next = where == null ? "" : Execution.text(Facts.at(body, where));
    boolean more =
        where == null
            ? items >= Math.max(1, paging.size())
            : !next.isEmpty() && !next.equals(marker);
    marker = next;
    page++;
    return more;
  }
}
