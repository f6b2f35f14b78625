/** What slow readers of the change feed cost the node. */
package io.dolake.cli.check.feed;
