/**
 * What every registry's auto-configuration is made with. Other backends than ours are
 * plugged in here, too.
 */
@NullMarked
package dev.discovery.autoconfigure.backend;

import org.jspecify.annotations.NullMarked;
