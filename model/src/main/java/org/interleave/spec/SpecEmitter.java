package org.interleave.spec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.LineBreak;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Turns nodes into text, which {@link SpecParser} turns into the same nodes. */
final class SpecEmitter {

  private static final int COLUMNS = 120;
  private static final int INDENT = 2;

  /** The scanner takes 1,024 characters of a key, which may be six times as many in escapes. */
  private static final int LONGEST_SIMPLE_KEY = 160;

  private final Resolver resolver = new Resolver();
  private final StringWriter out = new StringWriter();
  private final Emitter emitter = new Emitter(out, options());

  private SpecEmitter() {}

  /**
   * The text of a mapping: one line a key, and several only where one would be long; quotes only
   * where a text could be taken for something else.
   */
  static String text(SpecNode root) {
    SpecEmitter emitter = new SpecEmitter();
    try {
      emitter.document(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return escaped(emitter.out.toString());
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setLineBreak(LineBreak.UNIX);
    options.setSplitLines(false);
    options.setAllowUnicode(true);
    options.setIndent(INDENT);
    options.setIndicatorIndent(INDENT);
    options.setIndentWithIndicator(true);
    options.setMaxSimpleKeyLength(LONGEST_SIMPLE_KEY);
    return options;
  }

  private void document(SpecNode root) throws IOException {
    emitter.emit(new StreamStartEvent(null, null));
    emitter.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
    node(root, 0, 0);
    emitter.emit(new DocumentEndEvent(null, null, false));
    emitter.emit(new StreamEndEvent(null, null));
  }

  /**
   * Emits a node.
   *
   * @param depth how many others it is in
   * @param column where it would begin in a line with its key
   */
  private void node(SpecNode node, int depth, int column) throws IOException {
    if (node instanceof SpecNode.Scalar scalar) {
      emitter.emit(scalar(scalar.text(), scalar.plain()));
    } else if (node instanceof SpecNode.Items list) {
      emitter.emit(
          new SequenceStartEvent(null, null, true, null, null, style(node, depth, column)));
      for (SpecNode item : list.items()) {
        node(item, depth + 1, (depth + 1) * INDENT);
      }
      emitter.emit(new SequenceEndEvent(null, null));
    } else if (node instanceof SpecNode.Fields fields) {
      emitter.emit(new MappingStartEvent(null, null, true, null, null, style(node, depth, column)));
      for (Map.Entry<String, SpecNode> field : fields.values().entrySet()) {
        emitter.emit(scalar(field.getKey(), false));
        node(field.getValue(), depth + 1, depth * INDENT + field.getKey().length() + 2);
      }
      emitter.emit(new MappingEndEvent(null, null));
    }
  }

  private Event scalar(String text, boolean plain) {
    boolean unquoted = plain || resolver.resolve(NodeId.scalar, text, true).equals(Tag.STR);
    ScalarStyle style =
        text.codePoints().anyMatch(Printable::isUnsafe)
            ? ScalarStyle.DOUBLE_QUOTED
            : ScalarStyle.PLAIN;
    return new ScalarEvent(null, null, new ImplicitTuple(unquoted, true), text, null, null, style);
  }

  /** Whether it gets a line for each of its parts; the root does, and what names mappings in it. */
  private static FlowStyle style(SpecNode node, int depth, int column) {
    boolean outline =
        depth == 0
            || (depth == 1
                && node instanceof SpecNode.Fields f
                && f.values().values().stream().allMatch(v -> v instanceof SpecNode.Fields));
    return outline || room(node, COLUMNS - column) < 0 ? FlowStyle.BLOCK : FlowStyle.FLOW;
  }

  /** What about is left of the room in a line; less than 0 if it does not suffice. */
  private static int room(SpecNode node, int before) {
    int left = before - 2;
    if (node instanceof SpecNode.Scalar scalar) {
      return left - scalar.text().length();
    }
    if (node instanceof SpecNode.Items list) {
      for (int i = 0; i < list.items().size() && left >= 0; i++) {
        left = room(list.items().get(i), left);
      }
    } else if (node instanceof SpecNode.Fields fields) {
      for (Map.Entry<String, SpecNode> field : fields.values().entrySet()) {
        if (left < 0) {
          break;
        }
        left = room(field.getValue(), left - field.getKey().length() - 2);
      }
    }
    return left;
  }

  /**
   * Marks of direction and the like stand in double quotes, where they may be written as escapes.
   */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !Printable.isUnsafe(c)) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return escaped.toString();
  }
}
