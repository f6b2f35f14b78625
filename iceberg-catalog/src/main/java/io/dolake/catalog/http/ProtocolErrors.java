package io.dolake.catalog.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that Jetty refuses before the dispatcher sees them, such as malformed or
 * oversized ones, in the specification's form.
 */
final class ProtocolErrors extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    Answer answer =
        code == 500
            ? ErrorAnswers.answer(code, "InternalServerError", "Internal error")
            : ErrorAnswers.answer(code, "BadRequestException", "Request is not valid: " + message);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
