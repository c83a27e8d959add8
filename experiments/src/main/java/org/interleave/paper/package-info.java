/**
 * The paper's own experiments (arXiv 2208.11069): its Table III and Figures 3 to 5, computed anew
 * and held against what its authors measured.
 */
@NullMarked
package org.interleave.paper;

import org.jspecify.annotations.NullMarked;
