package org.interleave.report;

/** Text in HTML. */
public final class Html {

  private Html() {}

  /** Text as it may stand between tags and, in double quotes, within one. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
