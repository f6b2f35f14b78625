/** Flink CDC pipelines: source {@code dosql}, and its events for DataStream programs. */
package io.dolake.cdc.pipeline;
