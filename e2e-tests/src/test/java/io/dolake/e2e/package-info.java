/** Tests across modules, against engines and clients that are not ours. */
package io.dolake.e2e;
