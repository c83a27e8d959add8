/** Where it runs: nodes, their slots and GPUs, and which of them are free. */
@NullMarked
package org.interleave.cluster;

import org.jspecify.annotations.NullMarked;
