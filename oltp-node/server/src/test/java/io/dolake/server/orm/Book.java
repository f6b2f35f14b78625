package io.dolake.server.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** A book; its version guards against lost updates. */
@Entity
class Book {
  @Id UUID code;

  @Version int version;

  @Column(nullable = false)
  String title;

  @Column(precision = 8, scale = 2)
  BigDecimal price;

  boolean inPrint;
  Instant added;
  byte[] cover;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "author_id")
  Author author;

  Book() {}

  Book(String title, BigDecimal price, Instant added) {
    this.code = UUID.randomUUID();
    this.title = title;
    this.price = price;
    this.added = added;
    this.inPrint = true;
    this.cover = new byte[] {1, 2, 3};
  }
}
