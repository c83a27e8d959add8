package org.interleave.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A specification that is read again and again with other values. It is parsed once, and so is what
 * it names: files that change meanwhile are not looked at again. Any thread may read.
 */
public final class SpecTemplate {

  private final Presets presets;
  private final String source;
  private final String text;
  private final @Nullable Path folder;
  private final SpecTexts texts = new SpecTexts();

  /**
   * A template of a text.
   *
   * @param folder where files that it names are looked for; null for the working directory
   */
  public SpecTemplate(Presets presets, String source, String text, @Nullable Path folder) {
    this.presets = presets;
    this.source = source;
    this.text = text;
    this.folder = folder;
  }

  /**
   * Reads it.
   *
   * @param settings each {@code path=value}
   * @throws SpecException if it is wrong
   */
  public Spec read(List<String> settings) {
    return SpecReader.read(presets, source, text, folder, settings, texts);
  }
}
