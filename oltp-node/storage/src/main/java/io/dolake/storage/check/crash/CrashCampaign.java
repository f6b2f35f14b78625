package io.dolake.storage.check.crash;

import io.dolake.common.error.DoLakeException;
import io.dolake.storage.Durability;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Rounds of both kinds of crash. Used by one thread. */
public final class CrashCampaign implements AutoCloseable {
  private static final int PROGRESS_EVERY = 50;

  /** Which crashes are made. */
  public enum Mode {
    POWER,
    KILL,
    BOTH
  }

  private final Mode mode;
  private final long seed;
  private final PrintStream progress;
  private final PowerLossCampaign powerLoss;
  private final ProcessKillCampaign kills;
  private int powerLosses;
  private int killed;

  /**
   * @param durability of the stores that lose power; with OS the campaign must fail
   */
  public CrashCampaign(
      Mode mode, Durability durability, long seed, Path directory, PrintStream progress) {
    this.mode = mode;
    this.seed = seed;
    this.progress = progress;
    this.powerLoss = new PowerLossCampaign(directory, durability, new Random(seed));
    this.kills = new ProcessKillCampaign(directory, new Random(~seed));
  }

  /**
   * Runs this many rounds, stopping at the first broken promise.
   *
   * @return whether all promises held
   */
  public boolean run(int rounds) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      boolean kill = mode == Mode.KILL || (mode == Mode.BOTH && round % 4 == 0);
      try {
        if (kill) {
          killed++;
          kills.round();
        } else {
          powerLosses++;
          powerLoss.round();
        }
      } catch (Violations.CrashViolation | DoLakeException e) {
        progress.printf(
            "seed %d round %d (%s): %s%n", seed, round, kill ? "kill" : "power", e.getMessage());
        return false;
      }
      if (round % PROGRESS_EVERY == 0) {
        progress.printf("%d rounds, %d transactions acknowledged%n", round, acknowledged());
      }
    }
    return true;
  }

  public long acknowledged() {
    return powerLoss.acknowledged() + kills.acknowledged();
  }

  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("powerLosses", powerLosses);
    figures.put("kills", killed);
    figures.put("failedSyncs", powerLoss.failedSyncs());
    figures.put("crashesInRecovery", powerLoss.crashesInRecovery());
    figures.put("acknowledged", acknowledged());
    return figures;
  }

  @Override
  public void close() {
    powerLoss.close();
  }
}
