/** Results for people: tables in plain text, Markdown and CSV. */
@NullMarked
package org.interleave.report;

import org.jspecify.annotations.NullMarked;
