/**
 * Tells the writers of files that other engines made of theirs. The committer keeps such files with
 * a tag; a source of its own looks for tags, so that the order to take the files over travels in
 * band with the changes: all writers get it between the same two barriers.
 */
package io.dolake.lake.outside;
