/** What survives of a run: its folder, locked while it runs, and its journal of facts. */
@NullMarked
package org.interleave.execution.journal;

import org.jspecify.annotations.NullMarked;
