package io.dolake.cdc.suite;

import io.dolake.cdc.jdbc.DoSqlSink;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/** The sink under test for a stream of texts: each becomes a row of the text and its length. */
record TextSink(DoSqlSink rows) implements Sink<String> {
  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) throws IOException {
    SinkWriter<RowData> writer = rows.createWriter(context);
    return new SinkWriter<>() {
      @Override
      public void write(String text, Context element) throws IOException, InterruptedException {
        writer.write(GenericRowData.of(StringData.fromString(text), (long) text.length()), element);
      }

      @Override
      public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush(endOfInput);
      }

      @Override
      public void close() throws Exception {
        writer.close();
      }
    };
  }
}
