package org.interleave.page;

import java.util.ArrayList;
import java.util.List;
import org.interleave.report.Html;
import org.interleave.report.Trust;
import tools.jackson.databind.JsonNode;

/** How far results that were made with calibrated overheads may be trusted, as they say it. */
final class TrustNote {

  private TrustNote() {}

  /** A note of the {@code trust} of a file of results; empty if it has none. */
  static String html(JsonNode root) {
    JsonNode trust = root.path("trust");
    if (!trust.isObject()) {
      return "";
    }
    List<String> outside = new ArrayList<>();
    trust.path("outside").forEach(o -> outside.add(o.asString("")));
    return html(
        new Trust(
                trust.path("overheads").asString(""),
                trust.path("runs").asInt(0),
                trust.path("makespansAlone").asBoolean(false),
                ResultFiles.number(trust.path("leaveOneOut")),
                ResultFiles.number(trust.path("improvementError")),
                outside)
            .text());
  }

  /** A note of a line of trust; empty if that is. */
  static String html(String line) {
    return line.isEmpty() ? "" : "<p class=\"note\">" + Html.escape(line.strip()) + "</p>\n";
  }
}
