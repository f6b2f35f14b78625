/** What both ends of the change feed share beside the protocol: errors, names, limits. */
package io.dolake.common.feed;
