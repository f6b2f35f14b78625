/** Access to the files of the lake. */
package io.dolake.lake.io;
