/** Byte arrays to build stored values in and to read them from without copying. */
package io.dolake.common.buffer;
