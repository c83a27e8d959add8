/** What the simulator's speed is measured against. */
@NullMarked
package org.interleave.bench;

import org.jspecify.annotations.NullMarked;
