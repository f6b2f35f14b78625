/**
 * The change feed of a node: a gRPC service on the shard's log. Unary calls run on a small pool;
 * each stream has a thread of its own that reads the log when the reader asks for more, so a slow
 * reader holds back nobody but itself.
 */
package io.dolake.server.feed;
