package io.dolake.common.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.SeededValues;
import io.dolake.common.TestTables;
import io.dolake.common.buffer.ByteReader;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds our bytes against Avro's own library, in both directions. */
class AvroOracleTest {
  private static final GenericData AVRO = avroWithLogicalTypes();

  private static GenericData avroWithLogicalTypes() {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    return data;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void avroReadsWhatWeWriteAndWeReadWhatAvroWrites(long seed) throws IOException {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 500; round++) {
      TableDef table = RowCodecTest.randomTable(values);
      Object[] row = RowCodecTest.randomRow(values, table);
      Schema schema = new Schema.Parser().parse(AvroSchemas.of(table));
      byte[] ours = RowCodec.of(table).encode(row);
      byte[] record = Arrays.copyOfRange(ours, 1, ours.length);

      Object[] readByAvro = readWithAvro(schema, record);
      assertThat(readByAvro).as("seed %d round %d %s", seed, round, schema).isEqualTo(row);
      byte[] avros = writeWithAvro(schema, row);
      Object[] readByUs = new Object[row.length];
      RowProjection.compile(table, table).read(new ByteReader().wrap(avros), readByUs);
      assertThat(readByUs).as("seed %d round %d %s", seed, round, schema).isEqualTo(row);
    }
  }

  @Test
  void namesThatAvroForbidsAreReplacedAndKeptAsProperties() {
    TableDef table =
        TestTables.version(
            1,
            List.of(
                ColumnDef.of(1, "a b", ColumnType.UUID, false),
                ColumnDef.of(2, "a_b", ColumnType.UUID, true),
                ColumnDef.of(3, "a_b_1", ColumnType.TEXT, true),
                ColumnDef.of(4, "9\"ä", ColumnType.TEXT, true)),
            4);
    Schema schema = new Schema.Parser().parse(AvroSchemas.of(table));
    assertThat(schema.getFields()).extracting(Schema.Field::name).doesNotHaveDuplicates();
    assertThat(schema.getFields().get(0).getProp("column-name")).isEqualTo("a b");
    assertThat(schema.getFields().get(3).getProp("column-name")).isEqualTo("9\"ä");
    assertThat(schema.getFields().get(3).getObjectProp("column-id")).isEqualTo(4);
  }

  private static Object[] readWithAvro(Schema schema, byte[] record) throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(record, null);
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema, schema, AVRO);
    GenericRecord read = reader.read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    Object[] row = new Object[schema.getFields().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = fromAvro(read.get(i));
    }
    return row;
  }

  private static Object fromAvro(Object value) {
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
    return value;
  }

  private static byte[] writeWithAvro(Schema schema, Object[] row) throws IOException {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < row.length; i++) {
      record.put(i, row[i] instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : row[i]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema, AVRO).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
