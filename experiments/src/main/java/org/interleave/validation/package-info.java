/** Predictions held against what really happened. */
@NullMarked
package org.interleave.validation;

import org.jspecify.annotations.NullMarked;
