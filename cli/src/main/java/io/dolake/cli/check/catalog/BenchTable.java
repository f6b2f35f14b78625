package io.dolake.cli.check.catalog;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One table of the catalog benchmark, as its only writer knows it. Makes the commits a streaming
 * job would make: a new snapshot on the main branch, and expiry of the oldest one.
 */
final class BenchTable {
  static final String NAMESPACE = "bench";

  /** Snapshots kept in the history. */
  private static final int KEPT = 20;

  private final String name;
  private final Deque<Long> snapshots = new ArrayDeque<>();
  private long sequence;

  BenchTable(String name) {
    this.name = name;
  }

  String path() {
    return "/v1/namespaces/" + NAMESPACE + "/tables/" + name;
  }

  /** A request that creates the table; its metadata files are bounded like its history. */
  String create() {
    return """
        {"name":"%s","properties":{"write.metadata.delete-after-commit.enabled":"true",
         "write.metadata.previous-versions-max":"10"},
         "schema":{"type":"struct","schema-id":0,"fields":[
          {"id":1,"name":"id","type":"long","required":true},
          {"id":2,"name":"customer","type":"string","required":false},
          {"id":3,"name":"amount","type":"decimal(12, 2)","required":false},
          {"id":4,"name":"created_at","type":"timestamptz","required":false}]}}"""
        .formatted(name);
  }

  /** The next commit; call once for each commit that is sent. */
  String nextCommit() {
    sequence++;
    String parent = snapshots.isEmpty() ? "null" : Long.toString(snapshots.getLast());
    long snapshot = sequence;
    String parentField = snapshots.isEmpty() ? "" : "\"parent-snapshot-id\":" + parent + ",";
    snapshots.addLast(snapshot);
    String expiry =
        snapshots.size() <= KEPT
            ? ""
            : ",{\"action\":\"remove-snapshots\",\"snapshot-ids\":["
                + snapshots.removeFirst()
                + "]}";
    return """
        {"identifier":{"namespace":["%s"],"name":"%s"},
         "requirements":[{"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":%s}],
         "updates":[{"action":"add-snapshot","snapshot":{"snapshot-id":%d,%s
          "sequence-number":%d,"timestamp-ms":%d,"schema-id":0,
          "manifest-list":"file:///warehouse/%s/metadata/snap-%d-1-0f7b8f9e.avro",
          "summary":{"operation":"overwrite","added-data-files":"2","added-records":"1000",
           "total-records":"100000","total-data-files":"64","dolake.checkpoint":"%d"}}},
         {"action":"set-snapshot-ref","ref-name":"main","type":"branch","snapshot-id":%d}%s]}"""
        .formatted(
            NAMESPACE,
            name,
            parent,
            snapshot,
            parentField,
            sequence,
            System.currentTimeMillis(),
            name,
            snapshot,
            sequence,
            snapshot,
            expiry);
  }
}
