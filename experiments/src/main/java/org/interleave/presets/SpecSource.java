package org.interleave.presets;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecTemplate;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * What is meant by the name of a specification: a file, or one that is shipped. Its text is held,
 * so that it may be read again and again with other values.
 */
public final class SpecSource {

  private final String text;
  private final SpecTemplate template;

  private SpecSource(ShippedPresets presets, String name, String text, @Nullable Path folder) {
    this.text = text;
    this.template = new SpecTemplate(presets, name, text, folder);
  }

  /** The file that is meant by a name, or null if the name can't be one. */
  public static @Nullable Path file(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * Finds a specification.
   *
   * @param name a shipped one's, or a file's; a file comes first
   * @param from the folder that the file's name starts from
   * @throws IllegalArgumentException if there is none; its message says so in one line
   */
  public static SpecSource of(String name, Path from) {
    return of(name, from, new ShippedPresets());
  }

  /** Finds a specification whose clusters and overheads are looked up among the given presets. */
  public static SpecSource of(String name, Path from, ShippedPresets presets) {
    Path named = file(name);
    if (named == null) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a file");
    }
    Path file = from.resolve(named);
    String shipped = presets.text(ShippedPresets.WORKFLOW, name);
    boolean folder = Files.isDirectory(file);
    if (folder && shipped == null) {
      throw new IllegalArgumentException("'" + name + "' is a folder, not a specification");
    }
    if (shipped == null && !Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is no file '"
              + name
              + "', and no specification of that name is shipped"
              + Suggestion.of(name, presets.names(ShippedPresets.WORKFLOW)));
    }
    return Files.exists(file) && !folder || shipped == null
        ? new SpecSource(
            presets, file.toString(), SpecReader.textOf(file), file.toAbsolutePath().getParent())
        : new SpecSource(presets, name, shipped, null);
  }

  /** Its text. */
  public String text() {
    return text;
  }

  /**
   * Reads it.
   *
   * @param settings each {@code path=value}
   */
  public Spec read(List<String> settings) {
    return template.read(settings);
  }
}
