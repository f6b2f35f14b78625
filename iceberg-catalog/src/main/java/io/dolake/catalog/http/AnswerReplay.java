package io.dolake.catalog.http;

import io.dolake.catalog.store.StoredAnswer;

/** Turns a stored answer into the answer it stands for. */
@FunctionalInterface
public interface AnswerReplay {
  Answer replay(StoredAnswer stored);
}
