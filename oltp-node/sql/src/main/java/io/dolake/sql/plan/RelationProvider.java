package io.dolake.sql.plan;

import java.util.Optional;

/**
 * Where relations come from that are not tables or views of the catalog. Asked after the catalog;
 * names match without regard to case. Thread-safe.
 */
public interface RelationProvider {
  RelationProvider NONE =
      new RelationProvider() {
        @Override
        public Optional<VirtualRelation> relation(String schema, String name) {
          return Optional.empty();
        }

        @Override
        public Optional<TableFunction> tableFunction(String schema, String name) {
          return Optional.empty();
        }
      };

  /**
   * @param schema as written or from the search path
   */
  Optional<VirtualRelation> relation(String schema, String name);

  /**
   * @param schema as written, or null
   */
  Optional<TableFunction> tableFunction(String schema, String name);
}
