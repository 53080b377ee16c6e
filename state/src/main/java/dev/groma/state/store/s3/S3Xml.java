package dev.groma.state.store.s3;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An answer of S3: texts by name, and repeated elements of the second level with their texts.
final class S3Xml {
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, List<Map<String, String>>> entries = new TreeMap<>();

  private S3Xml() {}

  /// What `text` says; nothing when it is no XML.
  static S3Xml read(String text) {
    S3Xml xml = new S3Xml();
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      xml.read(factory.createXMLStreamReader(new StringReader(text)));
    } catch (XMLStreamException _) {
      // What was read so far stays.
    }
    return xml;
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    int depth = 0;
    Map<String, String> entry = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          text.setLength(0);
          if (depth == 2) {
            entry = new TreeMap<>();
            entries.computeIfAbsent(reader.getLocalName(), _ -> new ArrayList<>()).add(entry);
          }
        }
        case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == 2) {
            texts.put(reader.getLocalName(), text.toString());
          } else if (depth == 3) {
            entry.put(reader.getLocalName(), text.toString());
          }
          depth--;
        }
        default -> {}
      }
    }
  }

  /// The text of the element `name` below the root; empty when there is none.
  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  /// Gives the elements `name` below the root to `user`, as the texts of their own elements.
  void each(String name, Consumer<Map<String, String>> user) {
    entries.getOrDefault(name, List.of()).forEach(user);
  }
}
