package org.interleave.plot;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * The font of all figures, Liberation Sans, which comes with the program: figures look the same on
 * every machine, and a machine without fonts or fontconfig can draw them too.
 *
 * <p>Java reads fonts from files only, so they are written to the user's cache directory, or to a
 * temporary one where that can't be written.
 */
public final class Fonts {
  private static final String FONTCONFIG = "sun.awt.fontconfig";
  private static final String REGULAR = "LiberationSans-Regular.ttf";
  private static final String BOLD = "LiberationSans-Bold.ttf";
  private static final String VERSION = "liberation-2.1.5";

  Fonts() {}

  /**
   * Makes AWT find the fonts. To be called before anything of AWT is used, since AWT looks for
   * fonts once; afterwards it does nothing. A setting of {@code sun.awt.fontconfig} is left alone.
   *
   * @throws UncheckedIOException if the fonts can be written nowhere
   */
  public static void install() {
    // Nothing here is ever shown in a window, and a machine may have no display or a dead one.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    if (System.getProperty("os.name", "").startsWith("Linux")
        && System.getProperty(FONTCONFIG) == null) {
      System.setProperty(FONTCONFIG, Extracted.FILES.fontconfig().toString());
    }
  }

  /** Liberation Sans in {@code size} points. */
  public static Font regular(float size) {
    return Loaded.REGULAR_FONT.deriveFont(size);
  }

  /** Liberation Sans Bold in {@code size} points. */
  public static Font bold(float size) {
    return Loaded.BOLD_FONT.deriveFont(size);
  }

  private record FontFiles(Path regular, Path bold, Path fontconfig) {}

  /** Written once a process, when first asked for. */
  private static final class Extracted {
    static final FontFiles FILES = extract();
  }

  private static final class Loaded {
    static final Font REGULAR_FONT;
    static final Font BOLD_FONT;

    static {
      install();
      REGULAR_FONT = load(Extracted.FILES.regular());
      BOLD_FONT = load(Extracted.FILES.bold());
    }
  }

  private static Font load(Path file) {
    try {
      return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
    } catch (FontFormatException e) {
      throw new IllegalStateException("font file '" + file + "' is damaged; delete it", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FontFiles extract() {
    try {
      return extract(cache());
    } catch (IOException | InvalidPathException e) {
      try {
        Path directory = Files.createTempDirectory("interleave-fonts");
        directory.toFile().deleteOnExit();
        FontFiles files = extract(directory);
        for (Path file : List.of(files.regular(), files.bold(), files.fontconfig())) {
          file.toFile().deleteOnExit();
        }
        return files;
      } catch (IOException second) {
        second.addSuppressed(e);
        throw new UncheckedIOException(
            "can't write the fonts of the figures; set XDG_CACHE_HOME to a directory that can be"
                + " written",
            second);
      }
    }
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && xdg.startsWith(File.separator)
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home", ""), ".cache");
    return base.resolve("interleave").resolve(VERSION).toAbsolutePath();
  }

  private static FontFiles extract(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path regular = directory.resolve(REGULAR);
    Path bold = directory.resolve(BOLD);
    Path fontconfig = directory.resolve("fontconfig.properties");
    write(regular, resource(REGULAR));
    write(bold, resource(BOLD));
    write(fontconfig, fontconfig(regular, bold).getBytes(StandardCharsets.ISO_8859_1));
    return new FontFiles(regular, bold, fontconfig);
  }

  /** The file of one of the fonts, to be embedded. */
  static InputStream open(boolean bold) {
    return open(bold ? BOLD : REGULAR);
  }

  private static InputStream open(String name) {
    InputStream in = Fonts.class.getResourceAsStream("fonts/" + name);
    if (in == null) {
      throw new IllegalStateException("font '" + name + "' is missing from the jar");
    }
    return in;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  /** Leaves a file alone that is right, and shows other processes whole files only. */
  private static void write(Path file, byte[] content) throws IOException {
    if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** All of Java's logical fonts lead to the two files. The names are X11's, as AWT wants them. */
  private static String fontconfig(Path regular, Path bold) {
    String medium = "-liberation-sans-medium-r-normal--*-%d-*-*-p-*-iso8859-1";
    String heavy = "-liberation-sans-bold-r-normal--*-%d-*-*-p-*-iso8859-1";
    StringBuilder text = new StringBuilder("version=1\n");
    for (String font : List.of("dialog", "dialoginput", "monospaced", "sansserif", "serif")) {
      for (String style : List.of("plain", "italic")) {
        text.append(font).append('.').append(style).append(".latin-1=").append(medium).append('\n');
      }
      for (String style : List.of("bold", "bolditalic")) {
        text.append(font).append('.').append(style).append(".latin-1=").append(heavy).append('\n');
      }
    }
    text.append("sequence.allfonts=latin-1\n");
    text.append("filename.").append(medium).append('=').append(escaped(regular)).append('\n');
    text.append("filename.").append(heavy).append('=').append(escaped(bold)).append('\n');
    return text.toString();
  }

  /** As {@link java.util.Properties#load} reads it back. */
  private static String escaped(Path path) {
    StringBuilder text = new StringBuilder();
    for (char c : path.toString().toCharArray()) {
      if (c > ' ' && c < 127 && c != '\\') {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.toString();
  }
}
