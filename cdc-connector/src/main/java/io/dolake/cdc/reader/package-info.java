/** Reads splits: everything here runs on the reader's task thread unless it says otherwise. */
package io.dolake.cdc.reader;
