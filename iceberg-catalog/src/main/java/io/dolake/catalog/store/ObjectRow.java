package io.dolake.catalog.store;

import org.apache.iceberg.catalog.TableIdentifier;

/** A table or view as the store knows it: a name and the metadata file it stands for. */
public record ObjectRow(
    TableIdentifier identifier, ObjectKind kind, String uuid, String metadataLocation) {}
