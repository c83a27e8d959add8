/**
 * The specification's format: read strictly, with file, line and column in every complaint. YAML is
 * taken apart at the level of events and mapped by hand, because libraries that bind it to classes
 * accept silently what a user did not mean (duplicate keys, aliases, 017, no for false).
 */
@NullMarked
package org.interleave.spec;

import org.jspecify.annotations.NullMarked;
