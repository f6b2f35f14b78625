/** Units of reading and their checkpointed forms. */
package io.dolake.cdc.split;
