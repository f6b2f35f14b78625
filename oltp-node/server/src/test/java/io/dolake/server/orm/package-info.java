/** Object mappers and query builders of others, through their PostgreSQL dialects. */
package io.dolake.server.orm;
