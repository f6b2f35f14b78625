package io.dolake.server.orm;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Somebody who writes books. */
@Entity
class Author {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Column(nullable = false, unique = true, length = 80)
  String name;

  LocalDate born;

  @OneToMany(mappedBy = "author", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("title")
  List<Book> books = new ArrayList<>();

  Author() {}

  Author(String name, LocalDate born) {
    this.name = name;
    this.born = born;
  }

  String name() {
    return name;
  }

  void write(Book book) {
    book.author = this;
    books.add(book);
  }
}
