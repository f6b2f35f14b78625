package io.dolake.server.pg.auth;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.UserStatement;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The database's users and their SCRAM verifiers, kept in the catalog's setting {@value #SETTING}:
 * a line {@code name<tab>verifier} each, the verifier empty for users that cannot log in by
 * password. Changes are transactions of their own and take effect at once. Thread-safe.
 */
public final class UserStore {
  private static final String SETTING = "server.users";

  private final ShardStore store;
  private final SecureRandom random = new SecureRandom();
  private final ScramVerifier nobody;

  public UserStore(ShardStore store) {
    this.store = store;
    this.nobody = ScramVerifier.ofPassword(Long.toHexString(random.nextLong()), random);
  }

  /** Whether clients have to authenticate: as soon as there is a user. */
  public boolean authenticationRequired() {
    return !read().isEmpty();
  }

  public Set<String> names() {
    return read().keySet();
  }

  /** The text form of a user's verifier; nothing for users that cannot log in by password. */
  Optional<String> verifier(String user) {
    return Optional.ofNullable(read().get(user)).filter(text -> !text.isEmpty());
  }

  /** Starts to authenticate a client that says it is this user. */
  public ScramExchange authenticate(String user) {
    ScramVerifier verifier = verifier(user).map(ScramVerifier::parse).orElse(null);
    return new ScramExchange(user, verifier == null ? nobody : verifier, verifier != null, random);
  }

  /** Carries out CREATE, ALTER or DROP USER. */
  public void apply(UserStatement statement) {
    requireValidName(statement.name());
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      SortedMap<String, String> users =
          parse(transaction.catalog().setting(SETTING).orElse(new byte[0]));
      if (change(users, statement)) {
        transaction.apply(
            new CatalogChange.PutSetting(SETTING, users.isEmpty() ? null : format(users)));
        transaction.commit();
      }
    }
  }

  private boolean change(SortedMap<String, String> users, UserStatement statement) {
    String name = statement.name();
    boolean exists = users.containsKey(name);
    boolean wanted = statement.action() != UserStatement.Action.CREATE;
    if (exists != wanted) {
      if (statement.lenient()) {
        return false;
      }
      throw exists
          ? new DoLakeException(ErrorCode.DUPLICATE_OBJECT, "role \"" + name + "\" already exists")
          : new DoLakeException(ErrorCode.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
    }
    switch (statement.action()) {
      case CREATE -> users.put(name, statement.password().map(this::verifierText).orElse(""));
      case ALTER ->
          statement.password().ifPresent(password -> users.put(name, verifierText(password)));
      case DROP -> users.remove(name);
    }
    return true;
  }

  private String verifierText(String password) {
    return ScramVerifier.parse(password) != null
        ? password
        : ScramVerifier.ofPassword(password, random).text();
  }

  private static void requireValidName(String name) {
    if (name.isEmpty() || name.length() > 63 || name.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "role name \"" + name + "\" is not 1 to 63 printable characters");
    }
  }

  private SortedMap<String, String> read() {
    return parse(store.catalog().setting(SETTING).orElse(new byte[0]));
  }

  private static SortedMap<String, String> parse(byte[] setting) {
    SortedMap<String, String> users = new TreeMap<>();
    for (String line : new String(setting, StandardCharsets.UTF_8).split("\n")) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        users.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return users;
  }

  private static byte[] format(SortedMap<String, String> users) {
    StringBuilder text = new StringBuilder();
    users.forEach((name, verifier) -> text.append(name).append('\t').append(verifier).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
