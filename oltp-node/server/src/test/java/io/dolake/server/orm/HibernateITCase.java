package io.dolake.server.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hibernate makes its schema here, and creates, reads, updates and deletes entities. */
class HibernateITCase {
  private static final Instant ADDED = Instant.parse("2026-02-03T04:05:06.789Z");

  @TempDir static Path directory;
  private static TestNode node;
  private static SessionFactory sessions;

  @BeforeAll
  static void start() {
    node = TestNode.start(directory);
    sessions = open("create");
  }

  private static SessionFactory open(String schemaAction) {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Author.class)
            .addAnnotatedClass(Book.class)
            // Unquoted names keep their case here; pgjdbc and Hibernate look for lower case.
            .setPhysicalNamingStrategy(new CamelCaseToUnderscoresNamingStrategy())
            .setProperty("hibernate.connection.url", node.url())
            .setProperty("hibernate.connection.username", "hibernate")
            .setProperty("hibernate.hbm2ddl.auto", schemaAction)
            .setProperty("hibernate.jdbc.batch_size", "20");
    return configuration.buildSessionFactory();
  }

  @AfterAll
  static void stop() {
    sessions.close();
    node.close();
  }

  @BeforeEach
  void twoAuthors() {
    sessions.inTransaction(
        session -> {
          session.createMutationQuery("delete from Book").executeUpdate();
          session.createMutationQuery("delete from Author").executeUpdate();
          Author ursula = new Author("Ursula", LocalDate.of(1929, 10, 21));
          ursula.write(new Book("The Dispossessed", new BigDecimal("12.50"), ADDED));
          ursula.write(new Book("Always Coming Home", new BigDecimal("20.00"), ADDED));
          session.persist(ursula);
          session.persist(new Author("Nobody", null));
        });
  }

  @Test
  void dialectIsPostgresql() {
    assertThat(sessions.unwrap(SessionFactoryImplementor.class).getJdbcServices().getDialect())
        .isInstanceOf(PostgreSQLDialect.class);
  }

  @Test
  void entitiesComeBackAsTheyWerePersisted() {
    sessions.inSession(
        session -> {
          Author author =
              session
                  .createSelectionQuery("from Author where name = :name", Author.class)
                  .setParameter("name", "Ursula")
                  .getSingleResult();
          assertThat(author.id).isNotNull();
          assertThat(author.born).isEqualTo(LocalDate.of(1929, 10, 21));
          assertThat(author.books)
              .extracting(book -> book.title)
              .containsExactly("Always Coming Home", "The Dispossessed");
          Book book = author.books.get(1);
          assertThat(book.price).isEqualByComparingTo("12.50");
          assertThat(book.added).isEqualTo(ADDED);
          assertThat(book.inPrint).isTrue();
          assertThat(book.cover).containsExactly(1, 2, 3);
        });
  }

  @Test
  void queriesJoinGroupAndPage() {
    sessions.inSession(
        session -> {
          List<Object[]> rows =
              session
                  .createSelectionQuery(
                      "select a.name, count(b), sum(b.price) from Author a left join a.books b"
                          + " group by a.name order by a.name",
                      Object[].class)
                  .getResultList();
          assertThat(rows).extracting(row -> row[0]).containsExactly("Nobody", "Ursula");
          assertThat(rows).extracting(row -> row[1]).containsExactly(0L, 2L);
          assertThat((BigDecimal) rows.get(1)[2]).isEqualByComparingTo("32.50");
          assertThat(
                  session
                      .createSelectionQuery("select title from Book order by title", String.class)
                      .setFirstResult(1)
                      .setMaxResults(5)
                      .getResultList())
              .containsExactly("The Dispossessed");
        });
  }

  @Test
  void changedEntitiesAreUpdatedAndRemovedOnesDeleted() {
    sessions.inTransaction(
        session -> {
          Author author =
              session
                  .createSelectionQuery("from Author where name = 'Ursula'", Author.class)
                  .getSingleResult();
          author.name = "Ursula K.";
          author.books.remove(0);
          author.books.get(0).price = new BigDecimal("9.99");
        });
    sessions.inSession(
        session -> {
          Book left = session.createSelectionQuery("from Book", Book.class).getSingleResult();
          assertThat(left.price).isEqualByComparingTo("9.99");
          assertThat(left.version).isEqualTo(1);
          assertThat(left.author.name()).isEqualTo("Ursula K.");
        });
  }

  @Test
  void staleVersionIsNoticed() {
    UUID code =
        sessions.fromSession(
            session ->
                session
                    .createSelectionQuery(
                        "select code from Book where title like 'The%'", UUID.class)
                    .getSingleResult());
    try (var first = sessions.openSession();
        var second = sessions.openSession()) {
      Book mine = first.find(Book.class, code);
      Book theirs = second.find(Book.class, code);
      second.beginTransaction();
      theirs.inPrint = false;
      second.getTransaction().commit();
      first.beginTransaction();
      mine.title = "lost update";
      assertThatThrownBy(first::flush).hasRootCauseInstanceOf(StaleStateException.class);
      first.getTransaction().rollback();
    }
  }

  @Test
  void violatedConstraintIsNamed() {
    assertThatThrownBy(
            () -> sessions.inTransaction(session -> session.persist(new Author("Nobody", null))))
        .isInstanceOfSatisfying(
            ConstraintViolationException.class,
            violation -> assertThat(violation.getSQLState()).isEqualTo("23505"));
  }

  @Test
  void schemaIsValidatedAndUpdated() {
    open("validate").close();
    open("update").close();
  }
}
