package io.dolake.storage;

/** Direction of a scan, relative to the order of the key. */
public enum ScanDirection {
  FORWARD,
  BACKWARD
}
