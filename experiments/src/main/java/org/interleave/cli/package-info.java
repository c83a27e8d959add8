/** The {@code interleave} command. */
@NullMarked
package org.interleave.cli;

import org.jspecify.annotations.NullMarked;
