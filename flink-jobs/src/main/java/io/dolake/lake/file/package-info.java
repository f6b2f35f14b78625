/**
 * What the operators tell each other about the files of the lake, and the forms in which that is
 * sent and kept in state.
 */
package io.dolake.lake.file;
