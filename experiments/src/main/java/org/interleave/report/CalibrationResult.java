package org.interleave.report;

import org.interleave.interchange.Json;

/** What a calibration prints and writes, whatever it was made from. */
public interface CalibrationResult {

  /** Everything as text. */
  String text();

  /** Everything as an object. */
  Json json();

  /** The file of overheads, with comments that say from what it is and how good. */
  String overheadsFile();

  /** Text as comments of a specification. */
  default String commented(String text) {
    StringBuilder out = new StringBuilder();
    text.lines().forEach(l -> out.append(l.isEmpty() ? "#" : "# " + l).append('\n'));
    return out.toString();
  }
}
