package io.dolake.catalog.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.util.LocationUtil;

/** Where tables and views may keep their files, and where they do if nobody says. */
public final class LocationPolicy {
  /** Namespace property that sets the folder of the tables created in it. */
  public static final String NAMESPACE_LOCATION = "location";

  /** Old names of the data location that clients still obey. */
  private static final String LEGACY_OBJECT_STORE_PATH = "write.object-storage.path";

  private static final String LEGACY_FOLDER_STORAGE_PATH = "write.folder-storage.path";

  private static final List<String> PATH_PROPERTIES =
      List.of(
          TableProperties.WRITE_METADATA_LOCATION,
          TableProperties.WRITE_DATA_LOCATION,
          LEGACY_OBJECT_STORE_PATH,
          LEGACY_FOLDER_STORAGE_PATH);

  /** Names of files beyond ASCII depend on the locale of each process that opens them. */
  private static final Pattern UNSAFE = Pattern.compile("^\\.|[^A-Za-z0-9_.-]");

  /** What the folder of a namespace ends in whose name is not safe. */
  private static final Pattern DIGEST = Pattern.compile("-[0-9a-f]{32}$");

  private final String warehouse;
  private final List<String> allowed;

  /**
   * @param warehouse location of the warehouse
   * @param alsoAllowed further locations under which files may be kept
   */
  public LocationPolicy(String warehouse, List<String> alsoAllowed) {
    this.warehouse = LocationUtil.stripTrailingSlash(warehouse);
    List<String> prefixes = new ArrayList<>();
    prefixes.add(normalise(warehouse));
    alsoAllowed.forEach(location -> prefixes.add(normalise(location)));
    this.allowed = List.copyOf(prefixes);
  }

  /**
   * A new folder for a table or view. It ends in random characters, because a table dropped without
   * its files or renamed leaves its folder behind, and two tables must never share one.
   */
  public String newLocation(TableIdentifier identifier, Map<String, String> namespaceProperties) {
    String folder = folderOf(identifier.namespace(), namespaceProperties);
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    return folder + "/" + safe(identifier.name()) + "-" + suffix;
  }

  /** The folder in which new tables of a namespace get theirs. */
  public String folderOf(Namespace namespace, Map<String, String> namespaceProperties) {
    String chosen = namespaceProperties.get(NAMESPACE_LOCATION);
    return chosen == null
        ? warehouse + "/" + defaultFolderOf(namespace)
        : LocationUtil.stripTrailingSlash(chosen);
  }

  /** Where a table's properties say that files are to be written. */
  public static List<String> chosenBy(Map<String, String> properties) {
    return PATH_PROPERTIES.stream().map(properties::get).filter(Objects::nonNull).toList();
  }

  /** Whether a location is the folder or inside it, however the two are spelled. */
  public static boolean isInside(String location, String folder) {
    return isBelow(normalise(location), normalise(folder));
  }

  /**
   * Refuses locations outside the allowed ones. What was in force before a change is not checked
   * again, so that a registered table can be committed to.
   *
   * @param location the new location
   * @param properties the new properties
   * @param oldLocation the location before the change, or null
   * @param oldProperties the properties before the change, or null
   * @throws ForbiddenException if files would be written where they may not be
   */
  public void checkMove(
      String location,
      Map<String, String> properties,
      String oldLocation,
      Map<String, String> oldProperties) {
    if (!location.equals(oldLocation)) {
      check(location);
    }
    for (String property : PATH_PROPERTIES) {
      String value = properties.get(property);
      String old = oldProperties == null ? null : oldProperties.get(property);
      if (value != null && !Objects.equals(value, old)) {
        check(value);
      }
    }
  }

  /**
   * @throws ForbiddenException if the location is not inside the allowed ones
   */
  public void check(String location) {
    if (!isAllowed(location)) {
      throw new ForbiddenException(
          "Location is outside the warehouse: %s; use a location below %s or have the operator"
              + " allow it",
          location, warehouse);
    }
  }

  /** Whether the location is inside the warehouse or another allowed location. */
  public boolean isAllowed(String location) {
    String normalised = normalise(location);
    return allowed.stream().anyMatch(folder -> isBelow(normalised, folder));
  }

  private static boolean isBelow(String normalised, String folder) {
    return !hasParentSegment(normalised)
        && (normalised.equals(folder) || normalised.startsWith(folder + "/"));
  }

  private static boolean hasParentSegment(String location) {
    return location.endsWith("/..") || location.contains("/../");
  }

  /** All spellings of one local path are the same location, and so are those of an S3 bucket. */
  private static String normalise(String location) {
    String text = LocationUtil.stripTrailingSlash(location);
    if (text.startsWith("/")) {
      return "file:" + text.replaceAll("/+", "/");
    }
    if (text.startsWith("file:")) {
      return "file:" + text.substring("file:".length()).replaceAll("/+", "/");
    }
    if (text.startsWith("s3a://") || text.startsWith("s3n://")) {
      return "s3" + text.substring(3);
    }
    return text;
  }

  private static String defaultFolderOf(Namespace namespace) {
    return Arrays.stream(namespace.levels())
        .map(LocationPolicy::distinct)
        .collect(Collectors.joining("/"));
  }

  private static String safe(String name) {
    return UNSAFE.matcher(name).replaceAll("_");
  }

  /**
   * Safe, and another one for each name: who may write in one namespace's folder may not in
   * another's.
   */
  private static String distinct(String name) {
    String safe = safe(name);
    if (safe.equals(name) && !DIGEST.matcher(name).find()) {
      return name;
    }
    UUID digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return safe + "-" + digest.toString().replace("-", "");
  }
}
