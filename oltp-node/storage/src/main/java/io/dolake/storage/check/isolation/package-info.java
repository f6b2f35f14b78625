/**
 * The isolation campaign: Hermitage's scenarios, and list-append histories whose dependency graphs
 * must not have the cycles that an isolation level forbids (Adya's phenomena; Kingsbury and Alvaro,
 * "Elle: Inferring Isolation Anomalies from Experimental Observations", 2020).
 */
package io.dolake.storage.check.isolation;
