package io.dolake.flinksql.lake;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.iceberg.CatalogProperties;

/** Makes catalogs of type {@code dolake-lake}. */
public final class LakeCatalogFactory implements CatalogFactory {
  public static final String IDENTIFIER = "dolake-lake";

  /** Options that begin so go to the client of the REST catalog, without this. */
  static final String CLIENT_PREFIX = "client.";

  static final ConfigOption<String> URI_OPTION =
      ConfigOptions.key("uri")
          .stringType()
          .noDefaultValue()
          .withDescription("URI of the Iceberg REST catalog.");

  static final ConfigOption<String> DEFAULT_DATABASE =
      ConfigOptions.key("default-database")
          .stringType()
          .defaultValue("main")
          .withDescription("Namespace that is current after USE CATALOG.");

  static final ConfigOption<String> JOB_URI =
      ConfigOptions.key("job-uri")
          .stringType()
          .noDefaultValue()
          .withDescription("URI of the JobManager that runs the lake job; for CALL sys.flush().");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(URI_OPTION);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(DEFAULT_DATABASE, JOB_URI);
  }

  @Override
  public Catalog createCatalog(Context context) {
    FactoryUtil.CatalogFactoryHelper helper = FactoryUtil.createCatalogFactoryHelper(this, context);
    helper.validateExcept(CLIENT_PREFIX);
    ReadableConfig config = helper.getOptions();
    Map<String, String> client = new HashMap<>();
    context
        .getOptions()
        .forEach(
            (key, value) -> {
              if (key.startsWith(CLIENT_PREFIX)) {
                client.put(key.substring(CLIENT_PREFIX.length()), value);
              }
            });
    client.put(CatalogProperties.URI, config.get(URI_OPTION));
    try {
      return new LakeCatalog(
          context.getName(),
          config.get(DEFAULT_DATABASE),
          client,
          config.getOptional(JOB_URI).map(URI::create).orElse(null));
    } catch (IllegalArgumentException e) {
      throw new ValidationException(e.getMessage(), e);
    }
  }
}
