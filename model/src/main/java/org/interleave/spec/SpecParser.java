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

/** Turns text into nodes; refuses everything of YAML that a specification does not need. */
final class SpecParser {

  private final String source;
  private final SpecText text;
  private final Parser events;
  private int nodes;

  private SpecParser(String source, String text) {
    this.source = source;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Limits.SPEC_CHARACTERS + 1);
    options.setAllowDuplicateKeys(false);
    this.text = new SpecText(source, text);
    this.events = new ParserImpl(this.text, options);
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
    SpecParser parser = new SpecParser(source, text);
    try {
      return parser.document();
    } catch (NumberFormatException e) {
      // What the scanner does with "\UFFFFFFFF", which is more than an int can hold.
      throw new SpecException(
          at(source, parser.text.getMark()),
          "this escape stands for no character; the last one is \\U0010FFFF");
    } catch (OutOfMemoryError e) {
      // What was read so far is garbage by now.
      throw new SpecException(
          at(source, parser.text.getMark()),
          "the text needs more memory than Java may use; generate fewer sets, or give it more with"
              + " INTERLEAVE_JAVA_OPTS=-Xmx2g");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      String problem = e.getProblem() == null ? "not valid YAML" : e.getProblem();
      throw new SpecException(
          mark == null ? start : at(source, mark),
          "this is not valid YAML: " + problem + "; check indentation, quotes and brackets");
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
    Mark begin = events.getEvent().getStartMark(); // the document's start
    if (text.charAt(begin.getIndex()) == '%') {
      throw new SpecException(
          at(source, begin),
          "directives such as %YAML and %TAG are not read; remove the lines that begin with %");
    }
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
    if (++nodes > Limits.NODES) {
      throw new SpecException(
          at, "more than " + Limits.NODES + " keys and values; generate fewer task sets");
    }
    if (event instanceof AliasEvent alias) {
      throw new SpecException(
          at,
          "the alias "
              + Printable.quoted("*" + alias.getAnchor())
              + " is not read; write the value itself");
    }
    if (event instanceof NodeEvent named && named.getAnchor() != null) {
      throw new SpecException(
          at,
          "the anchor " + Printable.quoted("&" + named.getAnchor()) + " is not read; remove it");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(at, scalar.getTag());
      if (!scalar.isPlain()) {
        refuseUnprintable(at, scalar.getValue());
      }
      return new SpecNode.Scalar(at, scalar.getValue(), scalar.isPlain());
    }
    if (event instanceof SequenceStartEvent sequence) {
      refuseTag(at, sequence.getTag());
      List<SpecNode> items = new ArrayList<>();
      while (!events.checkEvent(Event.ID.SequenceEnd)) {
        SpecNode item = node(depth + 1);
        if (items.size() == Limits.ITEMS) {
          throw new SpecException(
              item.at(), "a list of more than " + Limits.ITEMS + " items; shorten it");
        }
        items.add(item);
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
          "the key "
              + Printable.quoted(name.text())
              + " stands twice, first in line "
              + before.line()
              + "; remove one of the two");
    }
    fields.values().put(name.text(), node(depth + 1));
  }

  private void refuseTag(Position at, @org.jspecify.annotations.Nullable String tag) {
    if (tag != null) {
      throw new SpecException(at, "the tag " + Printable.quoted(tag) + " is not read; remove it");
    }
  }

  /** Escapes in quotes can make what no file, no terminal and no other program can hold. */
  private static void refuseUnprintable(Position at, String text) {
    text.codePoints()
        .filter(c -> c == 0 || Character.getType(c) == Character.SURROGATE)
        .findFirst()
        .ifPresent(
            c -> {
              throw new SpecException(
                  at,
                  c == 0
                      ? "the value holds the character NUL; remove it"
                      : "the value holds half of a surrogate pair; write the whole character");
            });
  }

  private static Position at(String source, Mark mark) {
    return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
