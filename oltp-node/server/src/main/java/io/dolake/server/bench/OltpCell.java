package io.dolake.server.bench;

import java.util.ArrayList;
import java.util.List;

/** Transactions per second of one workload with one number of clients, of each repetition. */
record OltpCell(List<Double> ours, List<Double> peers) {
  OltpCell() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  double median() {
    return median(ours);
  }

  /** 0 without a peer. */
  double peerMedian() {
    return median(peers);
  }

  /** How many times the peer's rate ours is; 0 without a peer. */
  double ratio() {
    return peers.isEmpty() ? 0 : median() / peerMedian();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }
}
