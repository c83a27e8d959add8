/** The specifications that are shipped: the paper's workflows, its clusters and its overheads. */
@NullMarked
package org.interleave.presets;

import org.jspecify.annotations.NullMarked;
