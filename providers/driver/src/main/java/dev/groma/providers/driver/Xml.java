package dev.groma.providers.driver;

import dev.groma.schemas.value.Value;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML as values: an element with elements in it is an object, several of one name in one element
/// are a tuple, any other is its text. Attributes are left out, and so is the name of the root.
final class Xml {
  private static final int DEEPEST = 64;
  private static final String ITEM = "item";

  private Xml() {}

  /// The value that `text` stands for, or nothing when it is no XML, has a document type, is nested
  /// too deeply, or is a page of HTML, such as a proxy sends.
  static Optional<Value> parse(String text) {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
      Optional<Value> value = Optional.empty();
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD -> {
            return Optional.empty();
          }
          case XMLStreamConstants.START_ELEMENT -> {
            if (reader.getLocalName().equalsIgnoreCase("html")) {
              return Optional.empty();
            }
            value = Optional.of(element(reader, DEEPEST));
          }
          default -> {}
        }
      }
      return value;
    } catch (XMLStreamException _) {
      return Optional.empty();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// The element that `reader` has just begun; it is over afterwards.
  private static Value element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth == 0) {
      throw new XMLStreamException("too deep");
    }
    Map<String, List<Value>> children = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT ->
            children
                .computeIfAbsent(reader.getLocalName(), _ -> new ArrayList<>())
                .add(element(reader, depth - 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return children.isEmpty() ? Value.of(text.toString()) : object(children);
        }
        default -> {}
      }
    }
  }

  /// An object; a list where every child is an `item`, which is how Kingsoft's cloud writes one.
  private static Value object(Map<String, List<Value>> children) {
    List<Value> items = children.get(ITEM);
    if (items != null && children.size() == 1) {
      return new Value.Tuple(items);
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    children.forEach((name, values) ->
        fields.put(name, values.size() == 1 ? values.getFirst() : new Value.Tuple(values)));
    return Value.object(fields);
  }
}
