package io.dolake.common.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.IndexId;
import io.dolake.common.SeededValues;
import io.dolake.common.TestTables;
import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {
  private static final Collation[] COLLATIONS = Collation.values();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void byteOrderOfRandomTuplesIsTupleOrder(long seed) {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 2_000; round++) {
      KeyPart[] parts = randomParts(values);
      KeyCodec codec = KeyCodec.of(List.of(parts));
      Object[] left = randomTuple(values, parts);
      Object[] right = randomTuple(values, parts);
      // Equal leading values make the later parts decide.
      System.arraycopy(left, 0, right, 0, values.random().nextInt(parts.length + 1));
      byte[] leftKey = codec.encodeToBytes(left);
      byte[] rightKey = codec.encodeToBytes(right);
      String shown = Arrays.deepToString(left) + " and " + Arrays.deepToString(right);
      assertThat(Integer.signum(Arrays.compareUnsigned(leftKey, rightKey)))
          .as("seed %d round %d parts %s: %s", seed, round, Arrays.toString(parts), shown)
          .isEqualTo(KeyModel.compareTuples(parts, left, right, parts.length));
      assertPrefixRange(codec, parts, left, right, leftKey, rightKey);
    }
  }

  /** All keys with a prefix lie between its encoding and its encoding followed by AFTER_PREFIX. */
  private static void assertPrefixRange(
      KeyCodec codec,
      KeyPart[] parts,
      Object[] left,
      Object[] right,
      byte[] leftKey,
      byte[] rightKey) {
    for (int count = 0; count <= parts.length; count++) {
      ByteWriter prefix = new ByteWriter();
      codec.encode(prefix, left, count);
      byte[] from = prefix.copyOfBytes();
      byte[] to = prefix.putByte(KeyCodec.AFTER_PREFIX).copyOfBytes();
      assertThat(Arrays.mismatch(from, leftKey)).isIn(-1, from.length);
      boolean inRange =
          Arrays.compareUnsigned(from, rightKey) <= 0 && Arrays.compareUnsigned(rightKey, to) < 0;
      assertThat(inRange).isEqualTo(KeyModel.compareTuples(parts, left, right, count) == 0);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void decodingGivesBackWhatWasEncoded(long seed) {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 2_000; round++) {
      KeyPart[] parts = randomParts(values);
      KeyCodec codec = KeyCodec.of(List.of(parts));
      Object[] tuple = randomTuple(values, parts);
      byte[] key = codec.encodeToBytes(tuple);
      Object[] decoded = codec.decode(directReader(key));
      for (int i = 0; i < parts.length; i++) {
        assertThat(KeyModel.compare(parts[i], decoded[i], tuple[i]))
            .as("seed %d round %d: %s became %s", seed, round, tuple[i], decoded[i])
            .isZero();
        if (parts[i].isExact() && !(tuple[i] instanceof Double)) {
          assertThat(decoded[i]).isEqualTo(tuple[i]);
        }
      }
      ByteReader in = new ByteReader().wrap(key);
      codec.skip(in, 0, parts.length);
      assertThat(in.remaining()).isZero();
    }
  }

  @Test
  void anyOrdersNullThenNumbersThenTextThenBlobs() {
    KeyCodec codec = KeyCodec.of(List.of(ascending(ColumnType.ANY)));
    Object[] ordered = {
      null,
      Double.NEGATIVE_INFINITY,
      Long.MIN_VALUE,
      -2L,
      -1.5,
      false,
      0.25,
      true,
      1.5,
      2L,
      (1L << 53) + 1,
      9.007199254740994E15,
      Long.MAX_VALUE,
      0x1p63,
      Double.POSITIVE_INFINITY,
      "",
      "a",
      new byte[0],
      new byte[] {1}
    };
    for (int i = 1; i < ordered.length; i++) {
      assertBefore(codec, ordered[i - 1], ordered[i]);
    }
    assertThat(codec.encodeToBytes(2L)).isEqualTo(codec.encodeToBytes(2.0));
    assertThat(codec.encodeToBytes(true)).isEqualTo(codec.encodeToBytes(1L));
  }

  @Test
  void zerosOfBothSignsAreOneKeyAndNaNIsTheGreatestNumber() {
    KeyCodec codec = KeyCodec.of(List.of(ascending(ColumnType.REAL)));
    assertThat(codec.encodeToBytes(-0.0)).isEqualTo(codec.encodeToBytes(0.0));
    assertBefore(codec, Double.POSITIVE_INFINITY, Double.NaN);
  }

  @Test
  void decimalKeysDoNotDependOnScale() {
    KeyCodec codec = KeyCodec.of(List.of(ascending(ColumnType.decimal(10, 2))));
    assertThat(codec.encodeToBytes(new BigDecimal("1.5")))
        .isEqualTo(codec.encodeToBytes(new BigDecimal("1.500")));
    assertThat(codec.decode(codec.encodeToBytes(new BigDecimal("1.5"))))
        .containsExactly(new BigDecimal("1.50"));
    assertBefore(codec, new BigDecimal("1.50"), new BigDecimal("1.501"));
  }

  @Test
  void indexKeysEndWithThePrimaryKey() {
    TableDef table = TestTables.of(ColumnType.INTEGER, ColumnType.TEXT);
    IndexDef index =
        new IndexDef(
            new IndexId(1),
            table.id(),
            "i",
            List.of(new KeyColumn(2, null, true, Collation.NOCASE)),
            false,
            null,
            true,
            "");
    KeyCodec codec = KeyCodec.forIndex(index, table);
    assertThat(codec.size()).isEqualTo(2);
    assertThat(codec.leadingParts()).isEqualTo(1);
    assertThat(codec.isExact()).isFalse();
    ByteWriter out = new ByteWriter();
    codec.encodeRow(out, new Object[] {42L, "Ab"});
    ByteReader in = new ByteReader().wrap(out.array(), 0, out.length());
    codec.skip(in, 0, codec.leadingParts());
    assertThat(codec.decodePart(in, 1)).isEqualTo(42L);
    assertThat(codec.decode(out.copyOfBytes())).containsExactly("ab", 42L);
  }

  @Test
  void valueOfAnotherClassIsADatatypeMismatch() {
    KeyCodec codec = KeyCodec.of(List.of(ascending(ColumnType.INTEGER)));
    assertThatThrownBy(() -> codec.encodeToBytes("1"))
        .isInstanceOf(DoLakeException.class)
        .hasMessage("a key of type INTEGER cannot hold a String");
  }

  @Test
  void timestampBeyondMicrosecondsIsRefused() {
    KeyCodec codec = KeyCodec.of(List.of(ascending(ColumnType.TIMESTAMP)));
    assertThatThrownBy(() -> codec.encodeToBytes(LocalDateTime.MAX))
        .isInstanceOf(DoLakeException.class)
        .hasMessageStartingWith("timestamp out of range");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void damagedKeysAreRefusedOrReadButNeverOverrun(long seed) {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 5_000; round++) {
      KeyPart[] parts = randomParts(values);
      KeyCodec codec = KeyCodec.of(List.of(parts));
      byte[] key = codec.encodeToBytes(randomTuple(values, parts));
      byte[] damaged = Arrays.copyOf(key, values.random().nextInt(key.length + 1));
      if (damaged.length > 0) {
        damaged[values.random().nextInt(damaged.length)] ^=
            (byte) (1 + values.random().nextInt(255));
      }
      try {
        codec.decode(damaged);
      } catch (DoLakeException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static void assertBefore(KeyCodec codec, Object lower, Object higher) {
    byte[] lowerKey = codec.encodeToBytes(lower);
    byte[] higherKey = codec.encodeToBytes(higher);
    assertThat(Arrays.compareUnsigned(lowerKey, higherKey))
        .as("%s before %s", lower, higher)
        .isNegative();
  }

  private static KeyPart ascending(ColumnType type) {
    return new KeyPart(type, Collation.BINARY, false, 0);
  }

  private static KeyPart[] randomParts(SeededValues values) {
    KeyPart[] parts = new KeyPart[1 + values.random().nextInt(3)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          new KeyPart(
              values.type(),
              COLLATIONS[values.random().nextInt(COLLATIONS.length)],
              values.random().nextBoolean(),
              i);
    }
    return parts;
  }

  private static Object[] randomTuple(SeededValues values, KeyPart[] parts) {
    Object[] tuple = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      tuple[i] = values.nullable(parts[i].type());
    }
    return tuple;
  }

  private static ByteReader directReader(byte[] key) {
    ByteBuffer direct = ByteBuffer.allocateDirect(key.length + 3);
    direct.position(3);
    direct.put(key).position(3);
    return new ByteReader().wrap(direct);
  }
}
