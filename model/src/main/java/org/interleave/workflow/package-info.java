/** What is to be run: task sets, what they need, and what they wait for. */
@NullMarked
package org.interleave.workflow;

import org.jspecify.annotations.NullMarked;
