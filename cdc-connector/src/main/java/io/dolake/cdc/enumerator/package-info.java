/** Finds shards and tables, divides the initial load, hands splits to readers. */
package io.dolake.cdc.enumerator;
