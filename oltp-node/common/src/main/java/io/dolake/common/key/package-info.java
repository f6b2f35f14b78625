/**
 * Order-preserving keys: comparing two encoded tuples byte by byte, unsigned, gives the order of
 * the tuples. The format is drawn in docs/formats/key.md.
 */
package io.dolake.common.key;
