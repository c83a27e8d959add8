package org.interleave.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where specifications find clusters and overheads that they only name. */
public interface Presets {

  /** No presets: everything is a file or stands in place. */
  Presets NONE =
      new Presets() {
        @Override
        public @Nullable String text(String kind, String name) {
          return null;
        }

        @Override
        public List<String> names(String kind) {
          return List.of();
        }
      };

  /**
   * The text of a preset.
   *
   * @param kind {@code cluster} or {@code overheads}
   * @return null if there is none of that name
   */
  @Nullable String text(String kind, String name);

  /** The names of all presets of a kind. */
  List<String> names(String kind);
}
