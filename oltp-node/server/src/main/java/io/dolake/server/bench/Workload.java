package io.dolake.server.bench;

import java.util.List;

/** What pgbench runs: its built-in scripts, each in one mode of the protocol. */
enum Workload {
  TPC_B("tpc-b", "-M", "prepared"),
  SELECT_ONLY("select-only", "-M", "prepared", "-S"),
  SELECT_SIMPLE("select-simple", "-M", "simple", "-S");

  private final String label;
  private final List<String> flags;

  Workload(String label, String... flags) {
    this.label = label;
    this.flags = List.of(flags);
  }

  String label() {
    return label;
  }

  List<String> flags() {
    return flags;
  }
}
