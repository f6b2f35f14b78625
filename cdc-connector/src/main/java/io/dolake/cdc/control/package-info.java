/** What a running lake job can be asked for through its JobManager. */
package io.dolake.cdc.control;
