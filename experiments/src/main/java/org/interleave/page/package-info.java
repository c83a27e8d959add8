/** Runs as a page to look at: one HTML file that holds all it needs. */
@NullMarked
package org.interleave.page;

import org.jspecify.annotations.NullMarked;
