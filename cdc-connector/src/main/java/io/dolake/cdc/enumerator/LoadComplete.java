package io.dolake.cdc.enumerator;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Enumerator to readers: every snapshot split of every shard was read and every log split has its
 * reader, so a reader without splits may call itself idle.
 */
public record LoadComplete() implements SourceEvent {}
