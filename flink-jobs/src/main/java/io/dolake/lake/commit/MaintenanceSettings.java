package io.dolake.lake.commit;

import java.io.Serializable;
import java.time.Duration;

/**
 * How snapshots and files are looked after.
 *
 * @param interval time between two rounds; zero for never
 * @param tiers which snapshots stay
 * @param orphanAge files that nothing refers to are deleted when they are older; zero for never
 */
public record MaintenanceSettings(Duration interval, SnapshotTiers tiers, Duration orphanAge)
    implements Serializable {
  public static final MaintenanceSettings DEFAULT =
      new MaintenanceSettings(Duration.ofSeconds(30), SnapshotTiers.DEFAULT, Duration.ofDays(3));
}
