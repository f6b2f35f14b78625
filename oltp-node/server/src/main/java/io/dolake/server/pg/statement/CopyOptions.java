package io.dolake.server.pg.statement;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.Locale;

/**
 * How COPY data looks.
 *
 * @param delimiter between fields
 * @param nullText an unquoted field of this text is NULL
 * @param header whether the first line holds column names
 * @param quote around fields of CSV
 * @param escape before a quote inside a quoted field of CSV
 */
public record CopyOptions(
    Format format, char delimiter, String nullText, boolean header, char quote, char escape) {
  /** PostgreSQL's three formats of COPY data. */
  public enum Format {
    TEXT,
    CSV,
    BINARY
  }

  static CopyOptions parse(SqlScanner in, boolean legacyBinary) {
    Builder builder = new Builder();
    if (legacyBinary) {
      builder.format = Format.BINARY;
    }
    boolean with = in.skipWord("with");
    if (in.skipSymbol('(')) {
      do {
        builder.option(in);
      } while (in.skipSymbol(','));
      in.expectSymbol(')');
    } else if (with || in.kind() == SqlScanner.Kind.WORD) {
      while (in.kind() == SqlScanner.Kind.WORD) {
        builder.legacyOption(in);
      }
    }
    in.expectEnd();
    return builder.build();
  }

  private static final class Builder {
    private Format format = Format.TEXT;
    private String delimiter;
    private String nullText;
    private boolean header;
    private String quote = "\"";
    private String escape;

    private void option(SqlScanner in) {
      String name = in.expectName();
      switch (name) {
        case "format" -> format = format(in);
        case "delimiter" -> delimiter = in.expectString();
        case "null" -> nullText = in.expectString();
        case "header" -> header = flag(in);
        case "quote" -> quote = in.expectString();
        case "escape" -> escape = in.expectString();
        // Visibility of rows to older snapshots, which this store always keeps right.
        case "freeze" -> flag(in);
        case "encoding" -> requireUtf8(in.take());
        default -> throw unsupported(name);
      }
    }

    /** The options of PostgreSQL before 9.0: bare words after WITH. */
    private void legacyOption(SqlScanner in) {
      String name = in.take();
      switch (name) {
        case "binary" -> format = Format.BINARY;
        case "csv" -> format = Format.CSV;
        case "header" -> header = true;
        case "freeze" -> {}
        case "delimiter" -> delimiter = afterAs(in);
        case "null" -> nullText = afterAs(in);
        case "quote" -> quote = afterAs(in);
        case "escape" -> escape = afterAs(in);
        case "encoding" -> requireUtf8(in.expectString());
        default -> throw unsupported(name);
      }
    }

    private static String afterAs(SqlScanner in) {
      in.skipWord("as");
      return in.expectString();
    }

    private static Format format(SqlScanner in) {
      String name = in.expectName().toLowerCase(Locale.ROOT);
      return switch (name) {
        case "text" -> Format.TEXT;
        case "csv" -> Format.CSV;
        case "binary" -> Format.BINARY;
        default -> throw invalid("COPY format \"" + name + "\" is not text, csv or binary");
      };
    }

    private static boolean flag(SqlScanner in) {
      if (in.isSymbol(',') || in.isSymbol(')')) {
        return true;
      }
      String text = in.take().toLowerCase(Locale.ROOT);
      return switch (text) {
        case "true", "on", "1", "match" -> true;
        case "false", "off", "0" -> false;
        default -> throw invalid("\"" + text + "\" is neither on nor off");
      };
    }

    private static void requireUtf8(String encoding) {
      String name = encoding.toLowerCase(Locale.ROOT).replace("-", "");
      if (!name.equals("utf8") && !name.equals("unicode")) {
        throw invalid("COPY encoding \"" + encoding + "\" is not UTF8");
      }
    }

    private CopyOptions build() {
      boolean csv = format == Format.CSV;
      if (format == Format.BINARY && (delimiter != null || nullText != null || header)) {
        throw invalid("COPY in binary format has no delimiter, null text or header");
      }
      char separator = single(delimiter == null ? (csv ? "," : "\t") : delimiter, "delimiter");
      char quoteChar = single(quote, "quote");
      if (separator == '\n' || separator == '\r' || (csv && separator == quoteChar)) {
        throw invalid("COPY delimiter cannot be a line end or the quote");
      }
      if (!csv && (separator == '\\' || Character.isLetterOrDigit(separator))) {
        throw invalid("COPY delimiter cannot be \"" + separator + "\"");
      }
      return new CopyOptions(
          format,
          separator,
          nullText == null ? (csv ? "" : "\\N") : nullText,
          header,
          quoteChar,
          single(escape == null ? quote : escape, "escape"));
    }

    private static char single(String text, String what) {
      if (text.length() != 1 || text.charAt(0) > 127) {
        throw invalid("COPY " + what + " must be a single one-byte character");
      }
      return text.charAt(0);
    }

    private static DoLakeException unsupported(String name) {
      return new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "COPY option \"" + name + "\" is not known");
    }

    private static DoLakeException invalid(String message) {
      return new DoLakeException(ErrorCode.INVALID_PARAMETER, message);
    }
  }
}
