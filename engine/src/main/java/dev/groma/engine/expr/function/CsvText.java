package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// Reads tables as RFC 4180 defines them.
final class CsvText {
  private final String text;
  private int at;
  private int line = 1;

  private CsvText(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  /// A list of objects, one for each row after the first, which names the attributes.
  static Value decode(String text) {
    CsvText reader = new CsvText(text);
    List<String> header = reader.row();
    if (header.isEmpty()) {
      throw new FunctionFailure("missing header line");
    }
    SortedMap<String, Type> types = Values.sortedTypes();
    Set<String> names = new HashSet<>();
    for (String name : header) {
      if (!names.add(name)) {
        throw new FunctionFailure("duplicate column name " + Values.quote(name));
      }
      types.put(name, Type.STRING);
    }
    List<Value> rows = new ArrayList<>();
    int start = reader.line;
    for (List<String> row = reader.row(); !row.isEmpty(); row = reader.row()) {
      if (row.size() != header.size()) {
        throw problem(start, "wrong number of fields");
      }
      SortedMap<String, Value> cells = Values.sorted();
      for (int i = 0; i < row.size(); i++) {
        cells.put(header.get(i), Value.of(row.get(i)));
      }
      rows.add(new Value.Obj(cells));
      start = reader.line;
    }
    return new Value.ListOf(Type.object(types), rows);
  }

  private static FunctionFailure problem(int line, String what) {
    return new FunctionFailure("CSV parse error on line " + line + ": " + what);
  }

  /// The next row that is not an empty line; no cells at the end.
  private List<String> row() {
    while (at < text.length() && text.charAt(at) == '\n') {
      at++;
      line++;
    }
    List<String> cells = new ArrayList<>();
    if (at >= text.length()) {
      return cells;
    }
    while (true) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at >= text.length()) {
        return cells;
      }
      boolean ends = text.charAt(at++) == '\n';
      if (ends) {
        line++;
        return cells;
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      if (text.charAt(at) == '"') {
        throw problem(line, "bare \" in non-quoted-field");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw problem(line, "extraneous or missing \" in quoted-field");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        if (at < text.length() && text.charAt(at) == '"') {
          at++;
        } else if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
          throw problem(line, "extraneous or missing \" in quoted-field");
        } else {
          return out.toString();
        }
      }
      if (c == '\n') {
        line++;
      }
      out.append(c);
    }
  }
}
