/** The Flink SQL client with DoLake's catalogs and connectors on its class path. */
package io.dolake.flinksql;
