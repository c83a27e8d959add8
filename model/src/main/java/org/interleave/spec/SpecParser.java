package org.interleave.spec;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns text into nodes; refuses everything of YAML that a specification does not need. */
final class SpecParser {

  private final String source;
  private final Parser events;

  private SpecParser(String source, String text) {
    this.source = source;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Limits.SPEC_CHARACTERS + 1);
    options.setAllowDuplicateKeys(false);
    this.events = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * The nodes of a text that holds one document.
   *
   * @throws SpecException if it holds none or two, or is not the plain YAML that is read here
   */
  static SpecNode parse(String source, String text) {
    Position start = new Position(source, 1, 1);
    if (text.length() > Limits.SPEC_CHARACTERS) {
      throw new SpecException(
          start,
          "the text has "
              + text.length()
              + " characters, at most "
              + Limits.SPEC_CHARACTERS
              + " are read; generate fewer sets, or raise their number of tasks");
    }
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return new SpecParser(source, body).document();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      String problem = e.getProblem() == null ? "not valid YAML" : e.getProblem();
      throw new SpecException(
          mark == null ? start : at(source, mark),
          "this is not valid YAML: " + problem + "; check indentation, quotes and brackets");
    } catch (ReaderException e) {
      throw new SpecException(
          positionOf(source, body, e.getPosition()),
          String.format(
              java.util.Locale.ROOT,
              "the character U+%04X is not allowed; remove it or write it as an escape in quotes",
              e.getCodePoint()));
    } catch (YAMLException e) {
      throw new SpecException(start, "this is not valid YAML: " + e.getMessage());
    }
  }

  private SpecNode document() {
    events.getEvent(); // the stream's start
    if (events.checkEvent(Event.ID.StreamEnd)) {
      throw new SpecException(
          new Position(source, 1, 1), "the file is empty; 'interleave init' writes a first one");
    }
    events.getEvent(); // the document's start
    SpecNode root = node(0);
    events.getEvent(); // the document's end
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw new SpecException(
          at(source, events.peekEvent().getStartMark()),
          "a second document begins here; put each specification into a file of its own");
    }
    return root;
  }

  private SpecNode node(int depth) {
    Event event = events.getEvent();
    Position at = at(source, event.getStartMark());
    if (depth > Limits.NESTING) {
      throw new SpecException(at, "nested more than " + Limits.NESTING + " levels deep");
    }
    if (event instanceof AliasEvent alias) {
      throw new SpecException(
          at, "the alias '*" + alias.getAnchor() + "' is not read; write the value itself");
    }
    if (event instanceof NodeEvent named && named.getAnchor() != null) {
      throw new SpecException(at, "the anchor '&" + named.getAnchor() + "' is not read; remove it");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(at, scalar.getTag());
      return new SpecNode.Scalar(at, scalar.getValue(), scalar.isPlain());
    }
    if (event instanceof SequenceStartEvent sequence) {
      refuseTag(at, sequence.getTag());
      List<SpecNode> items = new ArrayList<>();
      while (!events.checkEvent(Event.ID.SequenceEnd)) {
        items.add(node(depth + 1));
      }
      events.getEvent();
      return new SpecNode.Items(at, items);
    }
    refuseTag(at, ((MappingStartEvent) event).getTag());
    SpecNode.Fields fields = SpecNode.Fields.empty(at);
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      field(fields, depth);
    }
    events.getEvent();
    return fields;
  }

  private void field(SpecNode.Fields fields, int depth) {
    SpecNode key = node(depth + 1);
    if (!(key instanceof SpecNode.Scalar name)) {
      throw new SpecException(key.at(), "a key must be plain text, not " + key.kind());
    }
    if (name.text().equals("<<")) {
      throw new SpecException(
          key.at(), "the merge key '<<' is not read; write the keys themselves");
    }
    Position before = fields.keyAt().putIfAbsent(name.text(), name.at());
    if (before != null) {
      throw new SpecException(
          key.at(),
          "the key '"
              + name.text()
              + "' stands twice, first in line "
              + before.line()
              + "; remove one of the two");
    }
    fields.values().put(name.text(), node(depth + 1));
  }

  private void refuseTag(Position at, @org.jspecify.annotations.Nullable String tag) {
    if (tag != null) {
      throw new SpecException(at, "the tag '" + tag + "' is not read; remove it");
    }
  }

  private static Position at(String source, Mark mark) {
    return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Position positionOf(String source, String text, int codePoints) {
    int end = 0;
    int line = 1;
    int column = 1;
    for (int i = 0; i < codePoints && end < text.length(); i++) {
      int c = text.codePointAt(end);
      end += Character.charCount(c);
      column++;
      if (c == '\n') {
        line++;
        column = 1;
      }
    }
    return new Position(source, line, column);
  }
}
