package io.dolake.catalog.api;

import static io.dolake.catalog.auth.Privilege.WRITE;

import io.dolake.catalog.auth.Access;
import io.dolake.catalog.namespace.NamespaceService;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.table.TableChange;
import io.dolake.catalog.table.TableService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.requests.CreateTableRequest;

/**
 * Who may choose where files are kept. Credentials and signatures open a table's folder, so whoever
 * chooses the folder chooses what they open.
 *
 * <p>With write on the whole catalog every location is free that the catalog allows at all. With
 * write on a namespace, those in the namespace's folder are; with write on a table, those in the
 * table's.
 */
public final class LocationGuard {
  private final NamespaceService namespaces;
  private final TableService tables;
  private final LocationPolicy locations;

  public LocationGuard(NamespaceService namespaces, TableService tables, LocationPolicy locations) {
    this.namespaces = namespaces;
    this.tables = tables;
    this.locations = locations;
  }

  /**
   * @throws ForbiddenException if the table may not be where the request says
   */
  void checkCreate(Access access, Namespace namespace, CreateTableRequest request) {
    List<String> chosen = new ArrayList<>(LocationPolicy.chosenBy(request.properties()));
    if (request.location() != null) {
      chosen.add(request.location());
    }
    if (!chosen.isEmpty() && isRestricted(access)) {
      requireInside(chosen, List.of(folderOf(namespace)));
    }
  }

  /**
   * @throws ForbiddenException if the table may not move to where the change says
   */
  void checkCommit(Access access, TableChange change) {
    List<String> chosen = new ArrayList<>();
    for (MetadataUpdate update : change.updates()) {
      if (update instanceof MetadataUpdate.SetLocation set) {
        chosen.add(set.location());
      } else if (update instanceof MetadataUpdate.SetProperties set) {
        chosen.addAll(LocationPolicy.chosenBy(set.updated()));
      }
    }
    if (chosen.isEmpty() || !isRestricted(access)) {
      return;
    }
    List<String> folders = new ArrayList<>();
    if (!change.isCreate()) {
      folders.add(tables.load(change.identifier()).metadata().location());
    }
    Namespace namespace = change.identifier().namespace();
    if (access.allows(WRITE, namespace)) {
      folders.add(folderOf(namespace));
    }
    requireInside(chosen, folders);
  }

  /**
   * A metadata file may name any location, so registering one is as good as choosing it.
   *
   * @throws ForbiddenException without write on the whole catalog
   */
  void checkRegister(Access access) {
    access.require(WRITE, Namespace.empty());
  }

  /**
   * @param properties the namespace's properties before the change
   * @param updates properties to be set
   * @throws ForbiddenException if the namespace's tables may not be where the update says
   */
  void checkNamespace(
      Access access,
      Namespace namespace,
      Map<String, String> properties,
      Map<String, String> updates) {
    String chosen = updates.get(LocationPolicy.NAMESPACE_LOCATION);
    if (chosen != null && isRestricted(access)) {
      requireInside(List.of(chosen), List.of(locations.folderOf(namespace, properties)));
    }
  }

  private static boolean isRestricted(Access access) {
    return !access.allows(WRITE, Namespace.empty());
  }

  private String folderOf(Namespace namespace) {
    return locations.folderOf(namespace, namespaces.properties(namespace));
  }

  private static void requireInside(List<String> chosen, List<String> folders) {
    for (String location : chosen) {
      if (folders.stream().noneMatch(folder -> LocationPolicy.isInside(location, folder))) {
        throw new ForbiddenException(
            "Location may not be chosen: %s; choose one inside %s, or none", location, folders);
      }
    }
  }
}
