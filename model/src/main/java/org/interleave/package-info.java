/** What the three engines share: the workload, the scenario and the outcome. */
@NullMarked
package org.interleave;

import org.jspecify.annotations.NullMarked;
