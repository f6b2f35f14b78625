package io.dolake.cli.demo;

/** What a clerk does in one transaction. */
enum DeskAction {
  PLACE_ORDER,
  CANCEL_ORDER,
  ADVANCE_ORDER,
  RESTOCK;

  /**
   * One transaction's work.
   *
   * @param rowChanges rows it changed; 0 when there was nothing to do
   */
  record Done(DeskAction action, int rowChanges) {}
}
