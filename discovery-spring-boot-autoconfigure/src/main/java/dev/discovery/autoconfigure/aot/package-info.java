/**
 * What an application that is compiled ahead of time has to keep. Knows all other rooms.
 */
@NullMarked
package dev.discovery.autoconfigure.aot;

import org.jspecify.annotations.NullMarked;
