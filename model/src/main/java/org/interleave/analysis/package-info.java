/**
 * The analytical model: what asynchronous execution can bring before anything is run. The equations
 * are those of the paper (arXiv 2208.11069), each in its printed form and as it has to be read.
 */
@NullMarked
package org.interleave.analysis;

import org.jspecify.annotations.NullMarked;
